using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using Microsoft.Extensions.DependencyInjection;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Pathways;

/// <summary>A couple, and a pathway of the practice's own whose steps take one go each.</summary>
public abstract class PathwayTest : HomeworkTest
{
    protected const string Key = "first-weeks";

    // The second and the last are joint and carry the violence-or-coercion caution.
    protected static readonly IReadOnlyList<PathwayStep> Steps =
    [
        new("calm-down", StepOpening.AtStart, null, "Ground first."),
        new("active-listening", StepOpening.AfterPrevious, null, "To be heard."),
        new("quality-time", StepOpening.AfterDelay, 3, "Then ease."),
        new("gratitude", StepOpening.ByTherapist, null, "When both are ready."),
        new("empathy", StepOpening.AtInterval, 7, "A week on."),
    ];

    protected Task<PathwayItem> Write(IReadOnlyList<PathwayStep>? steps = null, string key = Key, Caller? by = null) =>
        Desk.Send(by ?? Practice.Therapist, new CreatePathwayCommand(new NewPathway(key, "First weeks", "Small steps to begin with.", Texts(steps ?? Steps))));

    protected static IReadOnlyList<PathwayStepText> Texts(IEnumerable<PathwayStep> steps) => [.. steps.Select(step => new PathwayStepText(step.ExerciseKey, step.Opens, step.Note, step.AfterDays))];

    protected Task<PathwayRun> Start(NewPathwayRun? body = null, GivenCouple? couple = null, Caller? by = null) =>
        Desk.Send(by ?? Practice.Therapist, new StartPathwayCommand((couple ?? Pair).Id, body ?? new NewPathwayRun(Key)));

    protected Task<PathwayRun> Read(PathwayRun run) => Desk.Send(Practice.Therapist, new GetPathwayRunQuery(run.CoupleId, run.Id));

    protected Task<PathwayRun> Advance(PathwayRun run, string? rationale = null, int? version = null) => Desk.Send(
        Practice.Therapist, new AdvancePathwayCommand(run.CoupleId, run.Id, version, new PathwayAdvance(rationale is null ? null : new SafetyOverride(rationale))));

    protected Task<PathwayRun> Skip(PathwayRun run, int step, int? version = null) =>
        Desk.Send(Practice.Therapist, new SkipStepCommand(run.CoupleId, run.Id, version, new StepSkip(step, "CANARY not for them")));

    protected Task<int> Job() => Desk.InScope(
        Caller.Anonymous with { PracticeId = Practice.Id, TimeZone = "America/Chicago" }, services => services.GetRequiredService<OpenDueSteps>().Run(CancellationToken.None));

    /// <summary>Lets both partners do a step's exercise as often as the step asks, up to the desk's day.</summary>
    protected async Task Do(PathwayRun run, int step)
    {
        var id = (await Read(run)).Steps[step - 1].AssignmentId!.Value;
        var assignment = await Desk.Send(Practice.Therapist, new GetAssignmentQuery(id));
        await Practice.Write("UPDATE Assignments SET StartOn = @StartOn WHERE Id = @Id AND PracticeId = @PracticeId", _ => new { Id = id, StartOn = Today.AddDays(-60) });
        await Practice.Write("UPDATE AssignmentSegments SET FromDay = @StartOn WHERE AssignmentId = @Id AND PracticeId = @PracticeId", _ => new { Id = id, StartOn = Today.AddDays(-60) });
        for (var turn = 0; turn < (assignment.Target ?? 1); turn++)
        {
            var day = Today.AddDays(assignment.Cadence switch
            {
                { Kind: CadenceKind.Weekly } => -7 * turn,
                { TimesPerWeek: { } times } => -(7 * (turn / times)) - (turn % times),
                _ => -turn,
            });
            foreach (var partner in new[] { Pair.PartnerA, Pair.PartnerB })
                await Desk.Send(partner, new Application.Portal.LogHomeworkCommand(id, new NewLogEntry(day, LogOutcome.Done)));
        }
    }

    protected DateOnly Today => DateOnly.FromDateTime(Desk.Clock.Now.UtcDateTime);

    protected static IEnumerable<StepStatus> Statuses(PathwayRun run) => run.Steps.Select(step => step.Status);
}
