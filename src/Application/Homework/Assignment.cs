using System.Text.Json;
using System.Text.Json.Serialization;
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
/// <param name="Cadence">How often.</param>
/// <param name="Target">Occurrences wanted in all from each partner; null is as many as the cadence gives.</param>
/// <param name="Instructions">The therapist's own words, which the partners read.</param>
/// <param name="Status">Where it stands today.</param>
/// <param name="Warnings">What was to be weighed when it was given.</param>
/// <param name="OverrideRationale">Why it was given against the safety rule, where it was.</param>
/// <param name="WithdrawnReason">Why it was taken back.</param>
/// <param name="PausedOn">Since when nothing of it falls due; null while it is not paused.</param>
/// <param name="PauseReason">Why it is paused, for clinicians.</param>
/// <param name="AssignedById">Who gave it.</param>
/// <param name="AssignedByName">That person's name.</param>
/// <param name="AssignedAt">When.</param>
/// <param name="WithdrawnAt">When it was taken back.</param>
/// <param name="Adherence">Credited and expected up to today, for each partner and the couple, with streaks.</param>
/// <param name="Exercise">The exercise as it was given; null in lists.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Assignment(
    Guid Id, Guid CoupleId, string ExerciseKey, int ExerciseVersion, string Title, string For, DateOnly StartOn, DateOnly? DueOn,
    Cadence Cadence, int? Target, string? Instructions, AssignmentStatus Status, IReadOnlyList<AssignmentWarning> Warnings,
    string? OverrideRationale, string? WithdrawnReason, DateOnly? PausedOn, string? PauseReason, Guid AssignedById, string AssignedByName, DateTimeOffset AssignedAt,
    DateTimeOffset? WithdrawnAt, CoupleAdherence Adherence, Exercise? Exercise, int Version) : IVersioned;

/// <summary>Reads assignments of an open case file with their adherence, and keeps their status.</summary>
public sealed class Assignments(IDb db, ITextProtector protector, PracticeDays days)
{
    private const string FindSql = AssignmentRow.SelectSql + " AND a.Id = @Id";

    private const string EntriesSql = EntryRow.SelectSql + " AND l.AssignmentId IN @Ids ORDER BY l.Seq";

    private const string StatusSql = """
        UPDATE Assignments SET Status = @Status WHERE Id = @Id AND PracticeId = @PracticeId
        """;

    public async Task<Assignment> Find(CaseFile file, Guid id, CancellationToken cancellationToken)
    {
        var row = await Row(id, cancellationToken);
        var given = await Show(file, [row], cancellationToken);
        return given[0] with { Exercise = row.Exercise() };
    }

    /// <summary>All of them with their adherence, by one more statement.</summary>
    internal async Task<IReadOnlyList<Assignment>> Show(CaseFile file, IReadOnlyList<AssignmentRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var entries = await Entries([.. rows.Select(row => row.Id)], cancellationToken);
        return [.. rows.Select(row => Show(row, row.PartnerEntries(file, entries[row.Id])))];
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

    /// <summary>
    /// Writes the status as it follows from the entries. The version stays: it is the clinicians' guard for their own
    /// changes, and a partner's entry must neither spoil it nor show in it.
    /// </summary>
    internal async Task KeepStatus(CaseFile file, AssignmentRow row, CancellationToken cancellationToken)
    {
        var status = KeptStatus.Of(row.Schedule(), await EntriesOf(file, row, cancellationToken), days.Today, row.Status == AssignmentStatus.Withdrawn);
        if (status != row.Status)
            await db.Execute(StatusSql, new { Status = status, row.Id }, cancellationToken);
    }

    private async Task<ILookup<Guid, EntryRow>> Entries(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        (await db.Query<EntryRow>(EntriesSql, new { Ids = ids }, cancellationToken)).ToLookup(entry => entry.AssignmentId);

    private Assignment Show(AssignmentRow row, IReadOnlyList<PartnerEntries> entries) => new(
        row.Id, row.CoupleId, row.ExerciseKey, row.ExerciseVersion, row.Title, row.For, row.StartOn, row.DueOn,
        new Cadence(row.CadenceKind, row.TimesPerWeek), row.Target, protector.Open(HomeworkTexts.Instructions, row.Instructions),
        KeptStatus.On(row.Status, row.DueOn, days.Today), row.WarningList, protector.Open(HomeworkTexts.Rationale, row.OverrideRationale),
        protector.Open(HomeworkTexts.Withdrawal, row.WithdrawnReason), row.PausedOn, protector.Open(HomeworkTexts.Pause, row.PauseReason), row.AssignedBy, row.AssignedByName, row.AssignedAt, row.WithdrawnAt,
        Adherence.Of(row.Schedule(), entries, days.Today), null, row.Version);
}

/// <summary>The places of encrypted texts, so that a text put into another place does not open there.</summary>
internal static class HomeworkTexts
{
    public const string Instructions = "assignment.instructions";
    public const string Rationale = "assignment.override-rationale";
    public const string Withdrawal = "assignment.withdrawn-reason";
    public const string Pause = "assignment.pause-reason";
    public const string Answers = "assignment-log.answers";
    public const string Barrier = "assignment-log.barrier";

    public static string? Seal(this ITextProtector protector, string purpose, string? text) =>
        text is null ? null : protector.Protect(purpose, text);

    public static string? Open(this ITextProtector protector, string purpose, string? text) =>
        text is null ? null : protector.Unprotect(purpose, text);

    public static IReadOnlyDictionary<string, JsonElement> OpenAnswers(this ITextProtector protector, string? answers) =>
        protector.Open(Answers, answers) is { } text
            ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)!
            : new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}

/// <summary>An assignment as the database gives it; the schedule's statement leaves the rest at its default.</summary>
internal sealed record AssignmentRow
{
    public const string ScheduleSelectSql = """
        SELECT a.Id, a.Seq, a.ForWhom, a.PartnerId, a.ExerciseKey, a.Title, a.StartOn, a.DueOn, a.EndedOn, a.CadenceKind, a.TimesPerWeek,
          a.Target, a.Status, a.AssignedAt, a.PausedOn
        FROM Assignments a
        WHERE a.PracticeId = @PracticeId
        """;

    public const string SelectSql = """
        SELECT a.Id, a.Seq, a.CoupleId, a.ForWhom, a.PartnerId, a.ExerciseKey, a.ExerciseVersion, a.Title, a.ExerciseText, a.StartOn, a.DueOn, a.EndedOn,
          a.CadenceKind, a.TimesPerWeek, a.Target, a.Instructions, a.Status, a.Warnings, a.OverrideRationale, a.AssignedBy,
          t.DisplayName AS AssignedByName, a.AssignedAt, a.WithdrawnAt, a.WithdrawnReason, a.PausedOn, a.PauseReason, a.Version
        FROM Assignments a
        JOIN Accounts t ON t.Id = a.AssignedBy AND t.PracticeId = a.PracticeId
        WHERE a.PracticeId = @PracticeId
        """;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public AssignedTo ForWhom { get; init; }

    public Guid? PartnerId { get; init; }

    public string ExerciseKey { get; init; } = "";

    public int ExerciseVersion { get; init; }

    public string Title { get; init; } = "";

    public string ExerciseText { get; init; } = "";

    public DateOnly StartOn { get; init; }

    public DateOnly? DueOn { get; init; }

    public DateOnly? EndedOn { get; init; }

    public CadenceKind CadenceKind { get; init; }

    public int? TimesPerWeek { get; init; }

    public int? Target { get; init; }

    public string? Instructions { get; init; }

    public AssignmentStatus Status { get; init; }

    public string Warnings { get; init; } = "";

    public string? OverrideRationale { get; init; }

    public Guid AssignedBy { get; init; }

    public string AssignedByName { get; init; } = "";

    public DateTimeOffset AssignedAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    public string? WithdrawnReason { get; init; }

    public DateOnly? PausedOn { get; init; }

    public string? PauseReason { get; init; }

    public int Version { get; init; }

    public string For => ForWhom switch
    {
        AssignedTo.Couple => "couple",
        AssignedTo.Each => "each",
        _ => PartnerId!.Value.ToString(),
    };

    public IReadOnlyList<AssignmentWarning> WarningList =>
        [.. Warnings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<AssignmentWarning>)];

    public static string TextOf(Exercise exercise) => JsonSerializer.Serialize(exercise, Json);

    public static Exercise ExerciseOf(string text) => JsonSerializer.Deserialize<Exercise>(text, Json)!;

    public Exercise Exercise() => ExerciseOf(ExerciseText);

    public AssignmentSchedule Schedule() => new(StartOn, new Cadence(CadenceKind, TimesPerWeek), DueOn, EndedOn ?? PausedOn, Target);

    /// <summary>Refuses changes and entries once the therapist took it back.</summary>
    public void RequireNotWithdrawn()
    {
        if (Status == AssignmentStatus.Withdrawn)
            throw Refused.Conflict("already-ended", "The assignment has been withdrawn.");
    }

    public IReadOnlyList<Guid> Expected(CaseFile file) => PartnerId is { } one ? [one] : file.Partners;

    public IReadOnlyList<PartnerEntries> PartnerEntries(CaseFile file, IEnumerable<EntryRow> entries)
    {
        var byPartner = entries.ToLookup(entry => entry.ClientId, entry => new HomeworkEntry(entry.DoneOn, entry.Outcome));
        return [.. Expected(file).Select(partner => new PartnerEntries(partner, [.. byPartner[partner]]))];
    }
}
