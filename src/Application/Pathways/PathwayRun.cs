using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Pathways;

public enum PathwayRunStatus
{
    Running,

    /// <summary>Every step is done or skipped.</summary>
    Completed,

    Stopped,
}

/// <summary>Why a step did not open when its time came. Never shown to a partner.</summary>
public enum HeldBecause
{
    /// <summary>A partner's newest screening was positive, and the exercise is joint and carries the violence-or-coercion caution.</summary>
    SafetyCaution,

    /// <summary>No partner has the role after a betrayal that the exercise is for.</summary>
    NoRole,

    /// <summary>The exercise is no longer there to be assigned.</summary>
    NoExercise,
}

/// <summary>A pathway that a couple walks. For clinicians only; a partner sees the assignments alone.</summary>
/// <param name="Id">The running pathway.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="PathwayKey">Which pathway.</param>
/// <param name="PathwayVersion">Its version when it was started; later changes of it change nothing here.</param>
/// <param name="Title">Its title when it was started.</param>
/// <param name="Status">Running, completed or stopped.</param>
/// <param name="StartOn">Its first day.</param>
/// <param name="Steps">In order, as they were when it was started.</param>
/// <param name="StartedById">Who started it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="EndedAt">When it was completed or stopped.</param>
/// <param name="StopReason">Why it was stopped.</param>
/// <param name="Version">Rises with each step that opens or ends. Also the start of the <c>ETag</c>.</param>
public sealed record PathwayRun(
    Guid Id, Guid CoupleId, string PathwayKey, int PathwayVersion, string Title, PathwayRunStatus Status, DateOnly StartOn,
    IReadOnlyList<PathwayRunStep> Steps, Guid StartedById, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? StopReason, int Version) : IVersioned;

/// <param name="Step">Its place, from 1.</param>
/// <param name="ExerciseKey">The exercise.</param>
/// <param name="Title">The exercise's title.</param>
/// <param name="Note">To the therapist.</param>
/// <param name="Opens">By which rule it opens.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OpensOn">For one that waits: the day on which it will open by itself, as far as that is known yet.</param>
/// <param name="HeldBecause">For one that is held: why.</param>
/// <param name="OpenedOn">The day on which it was opened.</param>
/// <param name="EndedOn">The day on which it was found done, or skipped.</param>
/// <param name="AssignmentId">The assignment that it opened.</param>
/// <param name="AssignmentStatus">Where that stands today.</param>
/// <param name="SkipReason">Why it was skipped.</param>
public sealed record PathwayRunStep(
    int Step, string ExerciseKey, string Title, string Note, StepOpening Opens, StepStatus Status, DateOnly? OpensOn, HeldBecause? HeldBecause,
    DateOnly? OpenedOn, DateOnly? EndedOn, Guid? AssignmentId, AssignmentStatus? AssignmentStatus, string? SkipReason);

/// <summary>Reads the pathways that a case walks.</summary>
public sealed class PathwayRuns(IDb db, ITextProtector protector, PracticeDays days)
{
    public const string List = "pathway-runs";

    private const string SelectSql = """
        SELECT r.Id, r.Seq, r.CoupleId, r.PathwayKey, r.PathwayVersion, r.Title, r.StartOn, r.Status, r.StartedBy, r.StartedAt, r.EndedAt,
          r.StopReason, r.Version
        FROM PathwayRuns r
        WHERE r.PracticeId = @PracticeId
        """;

    private const string FindSql = SelectSql + " AND r.Id = @Id AND r.CoupleId = @CoupleId";

    private const string ListSql = SelectSql + """
         AND r.CoupleId = @CoupleId AND r.Seq < @Before
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string StepsSql = """
        SELECT s.RunId, s.Number, s.ExerciseKey, s.Title, s.Note, s.Opens, s.Days, s.OnDate, s.Status, s.HeldBecause, s.OpenedOn, s.EndedOn,
          s.AssignmentId, s.SkipReason, a.Status AS AssignmentStatus, a.DueOn AS AssignmentDueOn
        FROM PathwayRunSteps s
        LEFT JOIN Assignments a ON a.Id = s.AssignmentId AND a.PracticeId = s.PracticeId
        WHERE s.PracticeId = @PracticeId AND s.RunId IN @Ids
        ORDER BY s.Number
        """;

    /// <summary>The purposes name the row, so that a reason cannot be moved to another unnoticed.</summary>
    internal static string StopPurpose(Guid runId) => $"pathway-run:{runId}:stop";

    internal static string SkipPurpose(Guid runId, int step) => FormattableString.Invariant($"pathway-run:{runId}:{step}:skip");

    public async Task<PathwayRun> Find(Guid coupleId, Guid id, CancellationToken cancellationToken)
    {
        var row = await Row(coupleId, id, cancellationToken);
        return Open(row, await Steps(id, cancellationToken));
    }

    public async Task<Page<PathwayRun>> Page(Guid coupleId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Query<PathwayRunRow>(ListSql, new { CoupleId = coupleId, Before = page.Before(List), page.Take }, cancellationToken);
        var cut = PageRequest.Cut(List, page, rows, row => row.Seq);
        var steps = cut.Items.Count == 0
            ? []
            : await db.Query<PathwayStepRow>(StepsSql, new { Ids = cut.Items.Select(row => row.Id).ToList() }, cancellationToken);
        var byRun = steps.ToLookup(step => step.RunId);
        return cut.Map(row => Open(row, [.. byRun[row.Id]]));
    }

    internal async Task<PathwayRunRow> Row(Guid coupleId, Guid id, CancellationToken cancellationToken) =>
        await db.Find<PathwayRunRow>(FindSql, new { Id = id, CoupleId = coupleId }, cancellationToken).OrNotFound("running pathway");

    internal Task<IReadOnlyList<PathwayStepRow>> Steps(Guid runId, CancellationToken cancellationToken) =>
        db.Query<PathwayStepRow>(StepsSql, new { Ids = new List<Guid> { runId } }, cancellationToken);

    private PathwayRun Open(PathwayRunRow row, IReadOnlyList<PathwayStepRow> steps)
    {
        var states = steps.Select(step => step.State()).ToList();
        var isRunning = row.Status == PathwayRunStatus.Running;
        return new PathwayRun(
            row.Id, row.CoupleId, row.PathwayKey, row.PathwayVersion, row.Title, row.Status, row.StartOn,
            [.. steps.Select((step, index) => Open(step, isRunning && step.Status == StepStatus.Waiting ? PathwayCourse.OpensOn(states, index, row.StartOn) : null))],
            row.StartedBy, row.StartedAt, row.EndedAt, protector.Open(StopPurpose(row.Id), row.StopReason), row.Version);
    }

    private PathwayRunStep Open(PathwayStepRow step, DateOnly? opensOn) => new(
        step.Number, step.ExerciseKey, step.Title, step.Note, step.Opens, step.Status, opensOn, step.HeldBecause, step.OpenedOn, step.EndedOn,
        step.AssignmentId, step.AssignmentStatus is { } status ? KeptStatus.On(status, step.AssignmentDueOn, days.Today) : null,
        protector.Open(SkipPurpose(step.RunId, step.Number), step.SkipReason));
}

internal sealed record PathwayRunRow
{
    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public string PathwayKey { get; init; } = "";

    public int PathwayVersion { get; init; }

    public string Title { get; init; } = "";

    public DateOnly StartOn { get; init; }

    public PathwayRunStatus Status { get; init; }

    public Guid StartedBy { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? StopReason { get; init; }

    public int Version { get; init; }

    public void RequireRunning()
    {
        if (Status != PathwayRunStatus.Running)
            throw Refused.Conflict("pathway-over", "The pathway is completed or stopped.");
    }
}

internal sealed record PathwayStepRow
{
    public Guid RunId { get; init; }

    public int Number { get; init; }

    public string ExerciseKey { get; init; } = "";

    public string Title { get; init; } = "";

    public string Note { get; init; } = "";

    public StepOpening Opens { get; init; }

    public int? Days { get; init; }

    public DateOnly? OnDate { get; init; }

    public StepStatus Status { get; init; }

    public HeldBecause? HeldBecause { get; init; }

    public DateOnly? OpenedOn { get; init; }

    public DateOnly? EndedOn { get; init; }

    public Guid? AssignmentId { get; init; }

    public string? SkipReason { get; init; }

    public AssignmentStatus? AssignmentStatus { get; init; }

    public DateOnly? AssignmentDueOn { get; init; }

    public StepState State() => new(Number, Opens, Days, OnDate, Status, OpenedOn, EndedOn);
}
