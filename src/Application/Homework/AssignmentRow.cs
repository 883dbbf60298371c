using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Homework;

/// <summary>An assignment as the database gives it; the schedule's statement leaves the rest at its default.</summary>
internal sealed record AssignmentRow
{
    public const string ScheduleSelectSql = """
        SELECT a.Id, a.Seq, a.CoupleId, a.ForWhom, a.PartnerId, a.ExerciseKey, a.Title, a.StartOn, a.DueOn, a.EndedOn, a.Target, a.Status, a.AssignedAt
        FROM Assignments a
        WHERE a.PracticeId = @PracticeId
        """;

    public const string SelectSql = """
        SELECT a.Id, a.Seq, a.CoupleId, a.ForWhom, a.PartnerId, a.ExerciseKey, a.ExerciseVersion, a.Title, a.ExerciseText, a.StartOn, a.DueOn, a.EndedOn,
          a.Target, a.Instructions, a.Status, a.Warnings, a.OverrideRationale, a.AssignedBy,
          t.DisplayName AS AssignedByName, a.AssignedAt, a.WithdrawnAt, a.WithdrawnReason, a.RoleOfA, a.RoleOfB, a.RolesAlternate, a.Version
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

    public string? RoleOfA { get; init; }

    public string? RoleOfB { get; init; }

    public bool RolesAlternate { get; init; }

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

    /// <summary>Refuses changes and entries once the therapist took it back.</summary>
    public void RequireNotWithdrawn()
    {
        if (Status == AssignmentStatus.Withdrawn)
            throw Refused.Conflict("already-ended", "The assignment has been withdrawn.");
    }

    /// <summary>The roles of partner A and of partner B on a day; nothing where the exercise has none.</summary>
    public (string A, string B)? RolesOn(AssignmentSchedule schedule, DateOnly day) => (RoleOfA, RoleOfB) switch
    {
        ({ } a, { } b) => RolesAlternate && RoleTurns.AreSwapped(schedule, day) ? (b, a) : (a, b),
        _ => null,
    };

    public IReadOnlyList<Guid> Expected(CaseFile file) => PartnerId is { } one ? [one] : file.Partners;

    public IReadOnlyList<PartnerEntries> PartnerEntries(CaseFile file, IEnumerable<EntryRow> entries)
    {
        var byPartner = entries.ToLookup(entry => entry.ClientId, entry => new HomeworkEntry(entry.DoneOn, entry.Outcome));
        return [.. Expected(file).Select(partner => new PartnerEntries(partner, [.. byPartner[partner]]))];
    }
}
