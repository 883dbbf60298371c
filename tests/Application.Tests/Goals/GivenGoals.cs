using CounselDesk.Application.Common;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Goals;

/// <summary>Reaches the states that tests of goals start from.</summary>
internal static class GivenGoals
{
    public static NewGoal Some(string scope = "joint", string title = "Talk about money", int weight = 1) => new(scope, title, Levels(), weight);

    public static IReadOnlyList<GoalLevel> Levels(string word = "Level") => [.. Enumerable.Range(-2, 5).Select(level => new GoalLevel(level, $"{word} {level}"))];

    public static Task<Goal> SetGoal(this GivenPractice practice, GivenCouple couple, NewGoal? body = null) =>
        practice.Desk.Send(practice.Therapist, new SetGoalCommand(couple.Id, body ?? Some()));

    public static Task<GoalRating> Rate(this GivenPractice practice, Goal goal, int level, Guid? partner = null, DateOnly? on = null) =>
        practice.Desk.Send(practice.Therapist, new RateGoalCommand(
            goal.Id, new NewGoalRating(partner is null ? GoalRater.Therapist : GoalRater.Partner, level, partner, on)));

    public static Task<PortalGoal> RateOwn(this TestDesk desk, Caller partner, Goal goal, int level, string? note = null, DateOnly? on = null) =>
        desk.Send(partner, new RateOwnGoalCommand(goal.Id, new OwnGoalRating(level, on, note)));
}
