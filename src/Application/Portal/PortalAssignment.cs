using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Portal;

/// <summary>For whom an assignment is, as its reader sees it.</summary>
public enum PortalAudience
{
    /// <summary>For both, together.</summary>
    Couple,

    /// <summary>For both, each alone.</summary>
    Each,

    /// <summary>For the reader alone.</summary>
    You,
}

/// <summary>An assignment as a partner sees it: what to do and how they themselves are getting on. Nothing of the other's, no clinical reasons.</summary>
/// <param name="Id">The assignment.</param>
/// <param name="CaseId">In which of the reader's cases.</param>
/// <param name="Title">The exercise's title.</param>
/// <param name="Purpose">What it is good for.</param>
/// <param name="For">For both together, for each alone, or for the reader alone.</param>
/// <param name="Steps">In order; a step with a prompt asks for an answer. Where the exercise has roles, each says whose it is.</param>
/// <param name="DistanceAdaptation">How to do it while living apart, where that is different.</param>
/// <param name="DurationMinutes">How long one go takes, in minutes.</param>
/// <param name="Instructions">The therapist's own words.</param>
/// <param name="Reflection">The questions asked when it is logged.</param>
/// <param name="Language">BCP 47: in which language the exercise is told; null is as it was written. The instructions stay as the therapist wrote them.</param>
/// <param name="StartOn">First day on which it can be done.</param>
/// <param name="DueOn">Last day on which it can be done; null is open-ended.</param>
/// <param name="Cadence">How often, today; before the start, from then on.</param>
/// <param name="IsPaused">It rests: nothing is asked for at present. What is done all the same can be logged, and counts.</param>
/// <param name="Target">Occurrences wanted in all; null is as many as the cadence gives.</param>
/// <param name="Status">Where the reader stands with it today, by their own entries.</param>
/// <param name="CurrentStreak">The reader's periods in a row with any credit, up to the last one due.</param>
/// <param name="LongestStreak">The reader's longest such row.</param>
/// <param name="Comments">What the therapist said to the reader about it, newest first.</param>
/// <param name="YourRole">The role with which the reader begins in the present period; null where both do the same.</param>
public sealed record PortalAssignment(
    Guid Id, Guid CaseId, string Title, string Purpose, PortalAudience For, IReadOnlyList<PortalStep> Steps, string? DistanceAdaptation, int DurationMinutes,
    string? Instructions, IReadOnlyList<PortalQuestion> Reflection, string? Language, DateOnly StartOn, DateOnly? DueOn, Cadence Cadence, bool IsPaused, int? Target,
    AssignmentStatus Status, int CurrentStreak, int LongestStreak, IReadOnlyList<PortalComment> Comments, string? YourRole);

/// <summary>Whose a step is, as its reader sees it.</summary>
public enum PortalWhose
{
    /// <summary>For both.</summary>
    Both,

    /// <summary>For the reader, while the role is theirs.</summary>
    You,

    /// <summary>For the other partner.</summary>
    Partner,
}

/// <param name="Text">What to do.</param>
/// <param name="Prompt">What to answer meanwhile; null where nothing is asked.</param>
/// <param name="Role">The role that does it; null: both.</param>
/// <param name="Whose">Whose it is in the present period.</param>
public sealed record PortalStep(string Text, string? Prompt, string? Role, PortalWhose Whose);

/// <param name="Key">Names the answer in a log entry.</param>
/// <param name="Question">As the reader reads it.</param>
/// <param name="Kind">How it is answered.</param>
/// <param name="Choices">What to choose from, as an entry takes it.</param>
/// <param name="ChoiceLabels">What to show for each choice, in the same order, in the reader's language.</param>
public sealed record PortalQuestion(string Key, string Question, ReflectionKind Kind, IReadOnlyList<string>? Choices, IReadOnlyList<string>? ChoiceLabels);

/// <param name="Text">What the therapist wrote.</param>
/// <param name="At">When.</param>
public sealed record PortalComment(string Text, DateTimeOffset At);

/// <summary>
/// A partner's assignments. The statements choose columns and rows: what a partner may not see is never read, so that it
/// cannot slip into an answer.
/// </summary>
public sealed class PortalAssignments(IDb db, PortalCases cases, Schedules schedules, Translations translations, ReadingLanguages languages, ITextProtector protector, PracticeDays days)
{
    // Neither warnings nor overrides. What is partner A's role elsewhere is here the reader's.
    private const string Columns = """
        a.Id, a.Seq, a.CoupleId, a.ForWhom, a.PartnerId, a.ExerciseKey, a.Title, a.ExerciseText, a.StartOn, a.DueOn, a.EndedOn, a.Target,
          a.Instructions, a.Status, IIF(c.PartnerAId = @ClientId, a.RoleOfA, a.RoleOfB) AS RoleOfA,
          IIF(c.PartnerAId = @ClientId, a.RoleOfB, a.RoleOfA) AS RoleOfB, a.RolesAlternate
        """;

    /// <summary>From where the portal shows assignments: open cases, without the other's own.</summary>
    internal const string ReachPartSql = $"""
        FROM {ClientCases.OfClientPartSql} c
        JOIN Assignments a ON a.CoupleId = c.Id AND a.PracticeId = c.PracticeId
        WHERE c.Status <> 'Closed' AND c.FrozenAt IS NULL
          AND (a.PartnerId IS NULL OR a.PartnerId = @ClientId)
        """;

    private const string SelectSql = $"""
        SELECT {Columns}
        {ReachPartSql}
        """;

    private const string OfCaseSql = $"""
        SELECT {Columns}
        FROM Assignments a
        JOIN Couples c ON c.Id = a.CoupleId AND c.PracticeId = a.PracticeId
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.Seq < @Before
          AND (a.PartnerId IS NULL OR a.PartnerId = @ClientId)
        ORDER BY a.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string FindSql = SelectSql + " AND a.Id = @Id";

    private const string ListSql = SelectSql + """
         AND a.Seq < @Before AND (@CaseId IS NULL OR a.CoupleId = @CaseId)
        ORDER BY a.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string RunningSql = SelectSql + """
         AND a.Status <> 'Withdrawn' AND (a.DueOn IS NULL OR a.DueOn >= @Today) AND (@CaseId IS NULL OR a.CoupleId = @CaseId)
        ORDER BY a.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string OwnEntriesSql = EntryRow.SelectSql + " AND l.ClientId = @ClientId AND l.AssignmentId IN @Ids ORDER BY l.Seq";

    // Neither ratings nor what was said to the other alone.
    private const string CommentsSql = """
        SELECT r.AssignmentId, r.Comment, r.ReviewedAt
        FROM AssignmentReviews r
        WHERE r.PracticeId = @PracticeId AND r.AssignmentId IN @Ids AND r.Comment IS NOT NULL AND (r.ClientId IS NULL OR r.ClientId = @ClientId)
        ORDER BY r.Seq DESC
        """;

    /// <summary>One of the caller's own or joint assignments; of another's, nobody here learns that it exists.</summary>
    internal async Task<AssignmentRow> Row(Guid id, CancellationToken cancellationToken) =>
        await db.Find<AssignmentRow>(FindSql, new { Id = id, cases.ClientId }, cancellationToken).OrNotFound("assignment");

    internal Task<IReadOnlyList<AssignmentRow>> Rows(Guid? caseId, long before, int take, CancellationToken cancellationToken) =>
        db.Query<AssignmentRow>(ListSql, new { cases.ClientId, CaseId = caseId, Before = before, Take = take }, cancellationToken);

    /// <summary>Those of one of the caller's cases, open or not, for what they take away with them.</summary>
    internal Task<IReadOnlyList<AssignmentRow>> OfCase(Guid coupleId, long before, int take, CancellationToken cancellationToken) =>
        db.Query<AssignmentRow>(OfCaseSql, new { CoupleId = coupleId, cases.ClientId, Before = before, Take = take }, cancellationToken);

    /// <summary>Those that are not over, with the caller's own entries.</summary>
    internal async Task<IReadOnlyList<(AssignmentRow Row, AssignmentSchedule Schedule, PartnerEntries Own)>> Running(Guid? caseId, CancellationToken cancellationToken) =>
        await WithOwn(
            await db.Query<AssignmentRow>(RunningSql, new { cases.ClientId, CaseId = caseId, days.Today, Take = Domain.Limits.PageMaximum }, cancellationToken),
            cancellationToken);

    internal async Task<IReadOnlyList<PortalAssignment>> Show(IReadOnlyList<AssignmentRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var comments = (await db.Query<CommentRow>(CommentsSql, new { cases.ClientId, Ids = rows.Select(row => row.Id).ToList() }, cancellationToken))
            .ToLookup(row => row.AssignmentId, row => new PortalComment(protector.Unprotect(HomeworkTexts.Review, row.Comment), row.ReviewedAt));
        var told = await Told(rows, cancellationToken);
        return [.. (await WithOwn(rows, cancellationToken)).Zip(told, (one, words) => Show(one.Row, words, one.Schedule, one.Own, [.. comments[one.Row.Id]]))];
    }

    /// <summary>Each assignment's exercise in the reader's language, where the practice gives its very words in it.</summary>
    internal async Task<IReadOnlyList<(Exercise Exercise, string? Language)>> Told(IReadOnlyList<AssignmentRow> rows, CancellationToken cancellationToken)
    {
        var told = await translations.Translate(
            [.. rows.Select(row => row.Exercise() with { Key = row.ExerciseKey })], await languages.Of(cancellationToken), cancellationToken);
        languages.Tell(told.Select(one => one.Language));
        return told;
    }

    private async Task<IReadOnlyList<(AssignmentRow Row, AssignmentSchedule Schedule, PartnerEntries Own)>> WithOwn(IReadOnlyList<AssignmentRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var entries = await db.Query<EntryRow>(OwnEntriesSql, new { cases.ClientId, Ids = rows.Select(row => row.Id).ToList() }, cancellationToken);
        var byAssignment = entries.ToLookup(entry => entry.AssignmentId, entry => new HomeworkEntry(entry.DoneOn, entry.Outcome));
        var plans = await schedules.Of(rows, cancellationToken);
        return [.. rows.Select(row => (row, plans[row.Id], new PartnerEntries(cases.ClientId, [.. byAssignment[row.Id]])))];
    }

    private PortalAssignment Show(AssignmentRow row, (Exercise Exercise, string? Language) told, AssignmentSchedule schedule, PartnerEntries own, IReadOnlyList<PortalComment> comments)
    {
        var (exercise, written) = (told.Exercise, row.Exercise());
        // The other's entries decide over the whole assignment's status, so the reader gets their own.
        var status = AssignmentStatusRule.Of(schedule, [own], days.Today, row.Status == AssignmentStatus.Withdrawn);
        var streaks = Adherence.Of(schedule, [own], days.Today);
        var yours = written.RoleIn(exercise.Roles, row.RolesOn(schedule, days.Today)?.A);
        return new PortalAssignment(
            row.Id, row.CoupleId, exercise.Title, exercise.Purpose, Audience(row.ForWhom), [.. exercise.Steps.Select(step => Step(step, yours))], exercise.DistanceAdaptation, exercise.DurationMinutes,
            protector.Open(HomeworkTexts.Instructions, row.Instructions), [.. exercise.Reflection.Zip(written.Reflection, Ask)], told.Language, row.StartOn, row.DueOn, schedule.CadenceOn(days.Today),
            schedule.IsPausedOn(days.Today), row.Target,
            status, streaks.CurrentStreak, streaks.LongestStreak, comments, yours);
    }

    private static PortalStep Step(ExerciseStep step, string? yours) => new(
        step.Text, step.Prompt, step.Role,
        step.Role is null || yours is null ? PortalWhose.Both : string.Equals(step.Role, yours, StringComparison.Ordinal) ? PortalWhose.You : PortalWhose.Partner);
    private static PortalQuestion Ask(ReflectionQuestion told, ReflectionQuestion written) => new(told.Key, told.Question, told.Kind, written.Choices, told.Choices);

    private sealed record CommentRow
    {
        public Guid AssignmentId { get; init; }

        public string Comment { get; init; } = "";

        public DateTimeOffset ReviewedAt { get; init; }
    }

    private static PortalAudience Audience(AssignedTo to) => to switch
    {
        AssignedTo.Couple => PortalAudience.Couple,
        AssignedTo.Each => PortalAudience.Each,
        _ => PortalAudience.You,
    };
}
