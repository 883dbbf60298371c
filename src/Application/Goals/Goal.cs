using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Goals;

namespace CounselDesk.Application.Goals;

/// <summary>What a couple or one partner works toward, with what each level of it would look like.</summary>
/// <param name="Id">The goal.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="Scope"><c>joint</c>, or the one partner's id: the other never learns of it.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Levels">Five, from much less than expected (-2) over as expected (0) to much more (2).</param>
/// <param name="Weight">How much it counts beside the others, 1 to 10.</param>
/// <param name="BaselineLevel">Where it stood when it was set, -2 to 2.</param>
/// <param name="TargetOn">The day by which level 0 is hoped for.</param>
/// <param name="Status">Open, reached, paused or dropped.</param>
/// <param name="StatusChanges">Every change of the status, newest first.</param>
/// <param name="Latest">The newest rating of each who rated it: the clinicians, then the partners.</param>
/// <param name="SetById">Who set it.</param>
/// <param name="SetByName">That person's name.</param>
/// <param name="SetAt">When.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Goal(
    Guid Id, Guid CoupleId, string Scope, string Title, IReadOnlyList<GoalLevel> Levels, int Weight, int? BaselineLevel, DateOnly? TargetOn,
    GoalStatus Status, IReadOnlyList<GoalStatusEntry> StatusChanges, IReadOnlyList<LatestRating> Latest, Guid SetById, string SetByName, DateTimeOffset SetAt,
    int Version) : IVersioned;

/// <param name="Level">-2 to 2; 0 is what can be expected by the target's day.</param>
/// <param name="Text">What it would look like, at most 500 characters.</param>
public sealed record GoalLevel(int Level, string Text);

/// <param name="Status">What it became.</param>
/// <param name="Reason">Why; for clinicians alone.</param>
/// <param name="ById">Who said so.</param>
/// <param name="At">When.</param>
public sealed record GoalStatusEntry(GoalStatus Status, string Reason, Guid ById, DateTimeOffset At);

/// <param name="By">The case's clinicians, or a partner.</param>
/// <param name="PartnerId">The partner, if it is one's.</param>
/// <param name="Level">-2 to 2.</param>
/// <param name="RatedOn">The day that it is about.</param>
public sealed record LatestRating(GoalRater By, Guid? PartnerId, int Level, DateOnly RatedOn);

public enum GoalRater
{
    /// <summary>The case's clinicians, who are one voice.</summary>
    Therapist,

    Partner,
}

/// <summary>Reads a case's goals, for its clinicians.</summary>
public sealed class Goals(IDb db, ITextProtector protector)
{
    public const string List = "goals";

    private const string FindSql = GoalRow.SelectSql + " AND g.Id = @Id";

    private const string ListSql = GoalRow.SelectSql + """
         AND g.CoupleId = @CoupleId AND g.Seq < @Before AND (@Status IS NULL OR g.Status = @Status)
        ORDER BY g.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string LatestSql = """
        SELECT r.GoalId, r.ClientId, r.Level, r.RatedOn
        FROM GoalRatings r
        WHERE r.PracticeId = @PracticeId AND r.GoalId IN @Ids
          AND r.RatedOn = (
            SELECT MAX(n.RatedOn) FROM GoalRatings n
            WHERE n.PracticeId = @PracticeId AND n.GoalId = r.GoalId
              AND (n.ClientId = r.ClientId OR (n.ClientId IS NULL AND r.ClientId IS NULL)))
        """;

    private const string ChangesSql = """
        SELECT s.GoalId, s.Status, s.Reason, s.ByAccountId, s.At
        FROM GoalStatusChanges s
        WHERE s.PracticeId = @PracticeId AND s.GoalId IN @Ids
        ORDER BY s.Seq DESC
        """;

    internal Task<GoalRow> Row(Guid id, CancellationToken cancellationToken) =>
        db.Find<GoalRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("goal");

    public async Task<Goal> Find(CaseFile file, Guid id, CancellationToken cancellationToken) =>
        (await Open(file, [await Row(id, cancellationToken)], cancellationToken))[0];

    public async Task<Page<Goal>> Page(CaseFile file, GoalStatus? status, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = PageRequest.Cut(
            List, page,
            await db.Query<GoalRow>(ListSql, new { file.CoupleId, Before = page.Before(List), Status = status, page.Take }, cancellationToken),
            row => row.Seq);
        return new Page<Goal>(await Open(file, rows.Items, cancellationToken), rows.NextCursor);
    }

    /// <summary>The newest rating of each goal by each who rated it: the clinicians first, then partner A, then partner B.</summary>
    internal async Task<ILookup<Guid, LatestRating>> Latest(CaseFile file, IReadOnlyList<GoalRow> rows, CancellationToken cancellationToken)
    {
        var found = rows.Count == 0 ? [] : await db.Query<LatestRow>(LatestSql, new { Ids = rows.Select(row => row.Id).ToList() }, cancellationToken);
        return found
            .OrderBy(row => row.ClientId is { } partner ? 1 + file.Partners.ToList().IndexOf(partner) : 0)
            .ToLookup(row => row.GoalId, row => new LatestRating(row.ClientId is null ? GoalRater.Therapist : GoalRater.Partner, row.ClientId, row.Level, row.RatedOn));
    }

    internal async Task<IReadOnlyList<Goal>> Open(CaseFile file, IReadOnlyList<GoalRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var latest = await Latest(file, rows, cancellationToken);
        var changes = (await db.Query<ChangeRow>(ChangesSql, new { Ids = rows.Select(row => row.Id).ToList() }, cancellationToken)).ToLookup(
            row => row.GoalId,
            row => new GoalStatusEntry(row.Status, protector.Unprotect(GoalTexts.ReasonPurpose(row.GoalId), row.Reason), row.ByAccountId, row.At));
        return
        [
            .. rows.Select(row => (Row: row, Texts: row.Open(protector))).Select(one => new Goal(
                one.Row.Id, one.Row.CoupleId, one.Row.Scope, one.Texts.Title, one.Texts.ToLevels(), one.Row.Weight, one.Row.BaselineLevel, one.Row.TargetOn,
                one.Row.Status, [.. changes[one.Row.Id]], [.. latest[one.Row.Id]], one.Row.SetBy, one.Row.SetByName, one.Row.SetAt, one.Row.Version)),
        ];
    }

    private sealed record LatestRow
    {
        public Guid GoalId { get; init; }

        public Guid? ClientId { get; init; }

        public int Level { get; init; }

        public DateOnly RatedOn { get; init; }
    }

    private sealed record ChangeRow
    {
        public Guid GoalId { get; init; }

        public GoalStatus Status { get; init; }

        public string Reason { get; init; } = "";

        public Guid ByAccountId { get; init; }

        public DateTimeOffset At { get; init; }
    }
}

/// <summary>A goal's own words as they are kept, encrypted together.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Levels">Five, from -2 to 2.</param>
internal sealed record GoalTexts(string Title, IReadOnlyList<string> Levels)
{
    public static GoalTexts Of(string title, IEnumerable<GoalLevel> levels) => new(title.Trim(), [.. levels.OrderBy(level => level.Level).Select(level => level.Text)]);

    /// <summary>The purposes name the row, so that a text cannot be moved to another unnoticed.</summary>
    public static string Purpose(Guid id) => $"goal:{id}";

    public static string ReasonPurpose(Guid id) => $"goal:{id}:reason";

    public static string NotePurpose(Guid ratingId) => $"goal-rating:{ratingId}";

    public IReadOnlyList<GoalLevel> ToLevels() => [.. Levels.Select((text, index) => new GoalLevel(index + GoalLimits.LowestLevel, text))];

    public static GoalTexts Open(ITextProtector protector, Guid id, string kept) => JsonSerializer.Deserialize<GoalTexts>(protector.Unprotect(Purpose(id), kept))!;

    public string Seal(ITextProtector protector, Guid id) => protector.Protect(Purpose(id), JsonSerializer.Serialize(this));
}

/// <summary>A goal as the database gives it, and the statements' common part.</summary>
internal sealed record GoalRow
{
    public const string SelectSql = """
        SELECT g.Id, g.Seq, g.CoupleId, g.ClientId, g.Texts, g.Weight, g.BaselineLevel, g.TargetOn, g.Status, g.SetBy, t.DisplayName AS SetByName, g.SetAt, g.Version
        FROM Goals g
        JOIN Accounts t ON t.Id = g.SetBy AND t.PracticeId = g.PracticeId
        WHERE g.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid? ClientId { get; init; }

    public string Texts { get; init; } = "";

    public int Weight { get; init; }

    public int? BaselineLevel { get; init; }

    public DateOnly? TargetOn { get; init; }

    public GoalStatus Status { get; init; }

    public Guid SetBy { get; init; }

    public string SetByName { get; init; } = "";

    public DateTimeOffset SetAt { get; init; }

    public int Version { get; init; }

    public string Scope => ClientId?.ToString() ?? "joint";

    public GoalTexts Open(ITextProtector protector) => GoalTexts.Open(protector, Id, Texts);
}
