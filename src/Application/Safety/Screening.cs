using System.Text.Json;
using CounselDesk.Application.Common;

namespace CounselDesk.Application.Safety;

/// <summary>How a partner was screened.</summary>
public enum ScreeningMethod
{
    /// <summary>By the four HITS questions, scored against the practice's cut-off.</summary>
    Hits,

    /// <summary>By the clinician's own judgement.</summary>
    Judgement,
}

/// <summary>One partner's safety screening. It lies in that partner's compartment and is for the case's clinicians alone.</summary>
/// <param name="Id">The screening.</param>
/// <param name="PartnerId">Who was screened, alone.</param>
/// <param name="ScreenedOn">On what day.</param>
/// <param name="Method">HITS or judgement.</param>
/// <param name="Answers">For HITS: the four answers, 1 (never) to 5 (frequently).</param>
/// <param name="Total">For HITS: their sum, 4 to 20.</param>
/// <param name="Cutoff">For HITS: the practice's cut-off when it was scored; a total from there on is positive.</param>
/// <param name="Positive">Fear, violence or coercive control is likely. The newest screening of a partner counts.</param>
/// <param name="Remarks">The clinician's own.</param>
/// <param name="ByAccountId">Who recorded it.</param>
/// <param name="ByName">That person's name.</param>
/// <param name="RecordedAt">When.</param>
public sealed record Screening(
    Guid Id, Guid PartnerId, DateOnly ScreenedOn, ScreeningMethod Method, IReadOnlyList<int>? Answers, int? Total, int? Cutoff, bool Positive,
    string? Remarks, Guid ByAccountId, string ByName, DateTimeOffset RecordedAt);

/// <summary>Reads screenings of a case, for the use cases that answer with them.</summary>
public sealed class Screenings(IDb db, ITextProtector protector)
{
    public const string List = "screenings";

    private const string SelectSql = """
        SELECT s.Id, s.Seq, s.ClientId, s.ScreenedOn, s.Method, s.Answers, s.Total, s.Cutoff, s.Positive, s.Remarks, s.ByAccountId,
          b.DisplayName AS ByName, s.At
        FROM Screenings s
        JOIN Accounts b ON b.Id = s.ByAccountId AND b.PracticeId = s.PracticeId
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId
        """;

    private const string FindSql = SelectSql + " AND s.Id = @Id";

    private const string ListSql = SelectSql + """
         AND s.Seq < @Before
          AND (@ClientId IS NULL OR s.ClientId = @ClientId)
        ORDER BY s.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    /// <summary>The purposes name the row, so that a text cannot be moved to another screening unnoticed.</summary>
    public static string AnswersPurpose(Guid id) => $"screening:{id}:answers";

    public static string RemarksPurpose(Guid id) => $"screening:{id}:remarks";

    public async Task<Screening> Find(Guid coupleId, Guid id, CancellationToken cancellationToken) =>
        Open(await db.Find<Row>(FindSql, new { CoupleId = coupleId, Id = id }, cancellationToken).OrNotFound("screening"));

    public async Task<Page<Screening>> Page(Guid coupleId, Guid? clientId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Query<Row>(
            ListSql, new { CoupleId = coupleId, ClientId = clientId, Before = page.Before(List), page.Take }, cancellationToken);
        return PageRequest.Cut(List, page, rows, row => row.Seq).Map(Open);
    }

    private Screening Open(Row row) => new(
        row.Id, row.ClientId, row.ScreenedOn, row.Method,
        row.Answers is { } answers ? JsonSerializer.Deserialize<IReadOnlyList<int>>(protector.Unprotect(AnswersPurpose(row.Id), answers)) : null,
        row.Total, row.Cutoff, row.Positive,
        row.Remarks is { } remarks ? protector.Unprotect(RemarksPurpose(row.Id), remarks) : null,
        row.ByAccountId, row.ByName, row.At);

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid ClientId { get; init; }

        public DateOnly ScreenedOn { get; init; }

        public ScreeningMethod Method { get; init; }

        public string? Answers { get; init; }

        public int? Total { get; init; }

        public int? Cutoff { get; init; }

        public bool Positive { get; init; }

        public string? Remarks { get; init; }

        public Guid ByAccountId { get; init; }

        public string ByName { get; init; } = "";

        public DateTimeOffset At { get; init; }
    }
}
