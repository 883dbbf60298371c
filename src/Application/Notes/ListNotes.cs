using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>A case's notes without their texts, and the caller's own psychotherapy notes among them. Newest first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListNotesQuery(Guid CoupleId, PageRequest Page, NoteStatus? Status) : IQuery<Page<NoteEntry>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

/// <summary>A note without its text.</summary>
/// <param name="Id">The note.</param>
/// <param name="SessionId">The session it tells of, if one.</param>
/// <param name="Format">Which sections it has.</param>
/// <param name="Kind">Progress or psychotherapy.</param>
/// <param name="Scope"><c>joint</c>, or the id of the partner in whose compartment it lies.</param>
/// <param name="Status">Draft, awaiting-cosignature, signed, or returned.</param>
/// <param name="AuthorId">Who writes and signs it.</param>
/// <param name="AuthorName">That person's name.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="SignedAt">When its author signed it.</param>
public sealed record NoteEntry(
    Guid Id, Guid? SessionId, NoteFormat Format, NoteKind Kind, string Scope, NoteStatus Status, Guid AuthorId, string AuthorName,
    DateTimeOffset CreatedAt, DateTimeOffset? SignedAt);

public sealed class ListNotesHandler(IDb db, RequestScope scope) : IRequestHandler<ListNotesQuery, Page<NoteEntry>>
{
    private const string List = "notes";

    private const string ListSql = """
        SELECT n.Id, n.Seq, n.SessionId, n.Format, 'Progress' AS Kind, n.ClientId, n.Status, n.AuthorId, a.DisplayName AS AuthorName, n.CreatedAt, n.SignedAt
        FROM Notes n
        JOIN Accounts a ON a.Id = n.AuthorId AND a.PracticeId = n.PracticeId
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.Seq < @Before AND (@Status IS NULL OR n.Status = @Status)
          AND (n.Status <> 'Returned' OR n.AuthorId = @AccountId OR a.SupervisorId = @AccountId)
        ORDER BY n.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string ApartSql = """
        SELECT p.Id, p.Seq, p.SessionId, p.Format, 'Psychotherapy' AS Kind, p.ClientId, p.Status, p.AuthorId, a.DisplayName AS AuthorName, p.CreatedAt, p.SignedAt
        FROM PsychotherapyNotes p
        JOIN Accounts a ON a.Id = p.AuthorId AND a.PracticeId = p.PracticeId
        WHERE p.PracticeId = @PracticeId AND p.CoupleId = @CoupleId AND p.AuthorId = @AccountId AND p.Seq < @Before AND (@Status IS NULL OR p.Status = @Status)
        ORDER BY p.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<NoteEntry>> Handle(ListNotesQuery request, CancellationToken cancellationToken)
    {
        var before = request.Page.Before(List);
        var ofRecord = await db.Query<Row>(
            ListSql, new { request.CoupleId, scope.Caller.AccountId, Before = before, request.Page.Take, request.Status }, cancellationToken);
        var apart = await db.Query<Row>(
            ApartSql, new { request.CoupleId, scope.Caller.AccountId, Before = before, request.Page.Take, request.Status }, cancellationToken);
        List<Row> rows = [.. ofRecord.Concat(apart).OrderByDescending(row => row.Seq).Take(request.Page.Take)];
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => new NoteEntry(
            row.Id, row.SessionId, row.Format, row.Kind, NoteScope.Text(row.ClientId), row.Status, row.AuthorId, row.AuthorName, row.CreatedAt, row.SignedAt));
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid? SessionId { get; init; }

        public NoteFormat Format { get; init; }

        public NoteKind Kind { get; init; }

        public Guid? ClientId { get; init; }

        public NoteStatus Status { get; init; }

        public Guid AuthorId { get; init; }

        public string AuthorName { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? SignedAt { get; init; }
    }
}
