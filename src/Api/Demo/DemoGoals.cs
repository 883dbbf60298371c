using CounselDesk.Application.Common;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Domain.Events;

namespace CounselDesk.Api.Demo;

/// <summary>What the couple that does well works toward, and what happened on the way.</summary>
internal sealed class DemoGoals(DemoDesk desk, Caller clinician, Guid coupleId, Guid partnerA, IReadOnlyList<Caller> portal)
{
    private Goal? _joint;
    private Goal? _own;

    public IEnumerable<(DateTimeOffset At, Func<Task> Act)> Story(Func<int, DateTimeOffset> week)
    {
        yield return (week(1), Set);
        foreach (var (at, therapist, a, b) in new[] { (4, -1, -1, 0), (7, 0, 0, 0), (11, 1, 1, 0) })
        {
            yield return (week(at), async () =>
            {
                await desk.Send(clinician, new RateGoalCommand(_joint!.Id, new NewGoalRating(GoalRater.Therapist, therapist)));
                await desk.Send(portal[0], new RateOwnGoalCommand(_joint.Id, new OwnGoalRating(a)));
                await desk.Send(portal[1], new RateOwnGoalCommand(_joint.Id, new OwnGoalRating(b)));
                await desk.Send(portal[0], new RateOwnGoalCommand(_own!.Id, new OwnGoalRating(a)));
            });
        }
    }

    public IEnumerable<(DateTimeOffset At, Func<Task> Act)> Happenings(Func<int, DateTimeOffset> week)
    {
        yield return (week(5).AddHours(2), () => desk.Send(clinician, new LogEventCommand(coupleId, new NewEvent(
            CaseEventKind.Setback, "joint", Day(week(5)), "An old message was found", "Two days of silence; then they used the plan for setbacks.", Severity: 2))));
        yield return (week(9).AddHours(3), () =>
        {
            desk.Ids.NextAre(DemoIdentities.Milestone);
            return desk.Send(portal[1], new LogOwnEventCommand(new OwnEvent(
                CaseEventKind.Milestone, Day(week(9)), "A weekend away without a question", Share: EventShare.PartnerToo)));
        });
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private async Task Set()
    {
        desk.Ids.NextAre(DemoIdentities.Goal);
        _joint = await desk.Send(clinician, new SetGoalCommand(coupleId, new NewGoal(
            "joint", "Say in the morning what the day holds",
            Levels("We find out by chance.", "One of us says something when asked.", "Four mornings of seven.", "Nearly every morning.", "Every morning, without thinking of it."),
            Weight: 2, BaselineLevel: -2)));
        _own = await desk.Send(clinician, new SetGoalCommand(coupleId, new NewGoal(
            partnerA.ToString(), "Ask instead of looking through the telephone",
            Levels("Several times a day.", "Once a day.", "Once a week, and I say so.", "Not in a month.", "The thought hardly comes."),
            BaselineLevel: -1)));
    }

    private static IReadOnlyList<GoalLevel> Levels(params string[] texts) => [.. texts.Select((text, index) => new GoalLevel(index - 2, text))];
}
