using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Homework;

/// <summary>What a clinician should weigh when giving an exercise. Never shown to a partner.</summary>
public enum AssignmentWarning
{
    /// <summary>A partner has not been screened alone yet.</summary>
    NotScreened,

    /// <summary>A partner's newest screening is positive and the exercise has that caution: given to one alone, or by an override.</summary>
    ViolenceOrCoercion,

    /// <summary>Not in the first weeks after disclosure, by the practice's setting.</summary>
    AcuteBetrayal,

    /// <summary>Only when both agree freely.</summary>
    MutualConsent,

    /// <summary>May stir up what needs individual support first.</summary>
    IndividualSupportFirst,
}

/// <summary>An exercise given to a couple or a partner. For clinicians: it shows both partners' adherence.</summary>
/// <param name="Id">The assignment.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="ExerciseKey">The exercise in the catalogue.</param>
/// <param name="ExerciseVersion">The version that was given.</param>
/// <param name="Title">The exercise's title when it was given.</param>
/// <param name="For"><c>couple</c>, <c>each</c>, or the one partner's id.</param>
/// <param name="StartOn">First day on which it can be done.</param>
/// <param name="DueOn">Last day on which it can be done; null is open-ended.</param>
/// <param name="Cadence">How often, today; before the start, from then on.</param>
/// <param name="Segments">How often, from which day on: one unless the cadence was changed midway. Blocks of seven days are counted from there.</param>
/// <param name="IsPaused">Nothing falls due today, because the assignment or the case rests.</param>
/// <param name="Pauses">When the assignment itself rested, oldest first. Pauses of the case count too, and are in its status changes.</param>
/// <param name="Target">Occurrences wanted in all from each partner; null is as many as the cadence gives.</param>
/// <param name="Instructions">The therapist's own words, which the partners read.</param>
/// <param name="Status">Where it stands today.</param>
/// <param name="Warnings">What was to be weighed when it was given, resumed or changed.</param>
/// <param name="OverrideRationale">Why it was given, resumed or changed against the safety rule, where it was; the first first, parted by an empty line.</param>
/// <param name="WithdrawnReason">Why it was taken back.</param>
/// <param name="AssignedById">Who gave it.</param>
/// <param name="AssignedByName">That person's name.</param>
/// <param name="AssignedAt">When.</param>
/// <param name="WithdrawnAt">When it was taken back.</param>
/// <param name="Adherence">Credited and expected up to today, for each partner and the couple, with streaks.</param>
/// <param name="Unreviewed">How many entries the therapist has yet to review in the form that they have.</param>
/// <param name="Roles">Who has which role in the present period, partner A first; before the start, who begins as what. Empty where the exercise has none.</param>
/// <param name="Alternate">They swap roles each period, and each week where it is several times a week.</param>
/// <param name="Exercise">The exercise as it was given; null in lists.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Assignment(
    Guid Id, Guid CoupleId, string ExerciseKey, int ExerciseVersion, string Title, string For, DateOnly StartOn, DateOnly? DueOn,
    Cadence Cadence, IReadOnlyList<ScheduleSegment> Segments, bool IsPaused, IReadOnlyList<AssignmentPause> Pauses, int? Target, string? Instructions,
    AssignmentStatus Status, IReadOnlyList<AssignmentWarning> Warnings,
    string? OverrideRationale, string? WithdrawnReason, Guid AssignedById, string AssignedByName, DateTimeOffset AssignedAt,
    DateTimeOffset? WithdrawnAt, CoupleAdherence Adherence, int Unreviewed, IReadOnlyList<AssignedRole> Roles, bool Alternate, Exercise? Exercise, int Version) : IVersioned;

/// <summary>Days on which an assignment rested.</summary>
/// <param name="From">The day on which it was paused; nothing falls due from then on.</param>
/// <param name="ResumedOn">The day on which it was resumed, and counts again; null while it is paused.</param>
/// <param name="Reason">Why, for clinicians.</param>
/// <param name="PausedAt">When it was paused.</param>
public sealed record AssignmentPause(DateOnly From, DateOnly? ResumedOn, string? Reason, DateTimeOffset PausedAt);

/// <summary>Reads assignments of an open case file with their adherence, and keeps their status.</summary>
public sealed class Assignments(IDb db, Schedules schedules, ITextProtector protector, PracticeDays days)
{
    private const string FindSql = AssignmentRow.SelectSql + " AND a.Id = @Id";

    private const string EntriesSql = EntryRow.SelectSql + " AND l.AssignmentId IN @Ids ORDER BY l.Seq";

    private const string StatusSql = """
        UPDATE Assignments SET Status = @Status, CompletedAt = @CompletedAt, RemindOn = @RemindOn WHERE Id = @Id AND PracticeId = @PracticeId
        """;

    private const string TouchSql = """
        UPDATE Assignments SET Version = Version + 1 WHERE Id = @Id AND PracticeId = @PracticeId
        """;

    private const string PausesSql = """
        SELECT p.AssignmentId, p.Reason, p.PausedAt, p.ResumedAt
        FROM AssignmentPauses p
        WHERE p.PracticeId = @PracticeId AND p.CoupleId = @CoupleId
        ORDER BY p.PausedAt
        """;

    private const string UnreviewedSql = """
        SELECT l.AssignmentId, COUNT(*) AS Entries
        FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId AND l.AssignmentId IN @Ids AND (l.ReviewedVersion IS NULL OR l.ReviewedVersion < l.Version)
        GROUP BY l.AssignmentId
        """;

    public async Task<Assignment> Find(CaseFile file, Guid id, CancellationToken cancellationToken)
    {
        var row = await Row(id, cancellationToken);
        var given = await Show(file, [row], cancellationToken);
        return given[0] with { Exercise = row.Exercise() };
    }

    /// <summary>All of them with their adherence, by five more statements.</summary>
    internal async Task<IReadOnlyList<Assignment>> Show(CaseFile file, IReadOnlyList<AssignmentRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var entries = await Entries([.. rows.Select(row => row.Id)], cancellationToken);
        var plans = await schedules.Of(rows, cancellationToken);
        var unreviewed = (await db.Query<UnreviewedRow>(UnreviewedSql, new { Ids = rows.Select(row => row.Id).ToList() }, cancellationToken))
            .ToDictionary(row => row.AssignmentId, row => row.Entries);
        var pauses = (await db.Query<PauseRow>(PausesSql, new { file.CoupleId }, cancellationToken)).ToLookup(pause => pause.AssignmentId);
        return [.. rows.Select(row => Show(row, plans[row.Id], row.PartnerEntries(file, entries[row.Id]), pauses[row.Id], file) with { Unreviewed = unreviewed.GetValueOrDefault(row.Id) })];
    }

    internal async Task<AssignmentRow> Row(Guid id, CancellationToken cancellationToken) =>
        await db.Find<AssignmentRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("assignment");

    /// <summary>The row, while no other transaction changes it or logs on it.</summary>
    internal async Task<AssignmentRow> Hold(Guid id, CancellationToken cancellationToken)
    {
        await db.Lock($"assignment:{id}", cancellationToken);
        return await Row(id, cancellationToken);
    }

    internal async Task<IReadOnlyList<PartnerEntries>> EntriesOf(CaseFile file, AssignmentRow row, CancellationToken cancellationToken) =>
        row.PartnerEntries(file, (await Entries([row.Id], cancellationToken))[row.Id]);

    /// <summary>Raises the version, for what is changed beside the row under the lock of its case.</summary>
    internal Task Touch(Guid id, CancellationToken cancellationToken) => db.Execute(TouchSql, new { Id = id }, cancellationToken);

    /// <summary>
    /// Writes the status as it follows from the entries. The version stays: it is the clinicians' guard for their own
    /// changes, and a partner's entry must neither spoil it nor show in it.
    /// </summary>
    internal async Task KeepStatus(CaseFile file, AssignmentRow row, CancellationToken cancellationToken)
    {
        var status = KeptStatus.Of(await schedules.Of(row, cancellationToken), await EntriesOf(file, row, cancellationToken), days.Today, row.Status == AssignmentStatus.Withdrawn);
        if (status != row.Status)
        {
            var completedAt = status == AssignmentStatus.Completed ? days.Now : (DateTimeOffset?)null;
            await db.Execute(StatusSql, new { Status = status, CompletedAt = completedAt, RemindOn = days.Today, row.Id }, cancellationToken);
        }
    }

    private async Task<ILookup<Guid, EntryRow>> Entries(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        (await db.Query<EntryRow>(EntriesSql, new { Ids = ids }, cancellationToken)).ToLookup(entry => entry.AssignmentId);

    private Assignment Show(AssignmentRow row, AssignmentSchedule schedule, IReadOnlyList<PartnerEntries> entries, IEnumerable<PauseRow> pauses, CaseFile file) => new(
        row.Id, row.CoupleId, row.ExerciseKey, row.ExerciseVersion, row.Title, row.For, row.StartOn, row.DueOn,
        schedule.CadenceOn(days.Today), schedule.Segments, schedule.IsPausedOn(days.Today), [.. pauses.Select(Show)], row.Target, protector.Open(HomeworkTexts.Instructions, row.Instructions),
        KeptStatus.On(row.Status, row.DueOn, days.Today), row.WarningList, protector.Open(HomeworkTexts.Rationale, row.OverrideRationale),
        protector.Open(HomeworkTexts.Withdrawal, row.WithdrawnReason), row.AssignedBy, row.AssignedByName, row.AssignedAt, row.WithdrawnAt,
        Adherence.Of(schedule, entries, days.Today), 0,
        row.RolesOn(schedule, days.Today) is var (a, b) ? [new(file.PartnerAId, a), new(file.PartnerBId!.Value, b)] : [], row.RolesAlternate, null, row.Version);

    private AssignmentPause Show(PauseRow row)
    {
        var pause = schedules.Pause(row.PausedAt, row.ResumedAt);
        return new(pause.From, pause.ResumedOn, protector.Open(HomeworkTexts.Pause, row.Reason), row.PausedAt);
    }

    private sealed record UnreviewedRow
    {
        public Guid AssignmentId { get; init; }

        public int Entries { get; init; }
    }

    private sealed record PauseRow
    {
        public Guid AssignmentId { get; init; }

        public string? Reason { get; init; }

        public DateTimeOffset PausedAt { get; init; }

        public DateTimeOffset? ResumedAt { get; init; }
    }
}
