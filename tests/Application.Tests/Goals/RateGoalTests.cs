using CounselDesk.Application.Common;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Goals;

namespace CounselDesk.Application.Tests.Goals;

public sealed class RateGoalTests : HomeworkTest
{
    private static readonly DateOnly Monday = GivenHomework.Monday;

    [Fact]
    public async Task One_rating_of_each_a_day_which_entering_again_amends_with_its_history()
    {
        var goal = await Practice.SetGoal(Pair);
        await Desk.RateOwn(Pair.PartnerA, goal, -1, "CANARY hard");
        await Desk.RateOwn(Pair.PartnerA, goal, 0, "CANARY better");
        await Practice.Rate(goal, 1);
        await Practice.Rate(goal, 2, Pair.B);
        Desk.GoTo(Monday.AddDays(7));
        await Desk.RateOwn(Pair.PartnerA, goal, 1);

        var ratings = (await Desk.Send(Practice.Therapist, new ListGoalRatingsQuery(goal.Id, default))).Items;
        Assert.Equal([(GoalRater.Partner, 1), (GoalRater.Partner, 2), (GoalRater.Therapist, 1), (GoalRater.Partner, 0)], ratings.Select(one => (one.By, one.Level)));
        var amended = ratings[3];
        Assert.Equal((2, false, "CANARY better"), (amended.Version, amended.InSession, amended.Note));
        Assert.Equal([(1, -1, "CANARY hard")], amended.Earlier.Select(one => (one.Version, one.Level, one.Note)));
        Assert.True(ratings[1].InSession);
        var latest = (await Desk.Send(Practice.Therapist, new GetGoalQuery(goal.Id))).Latest;
        Assert.Equal([(null, 1, Monday), (Pair.A, 1, Monday.AddDays(7)), ((Guid?)Pair.B, 2, Monday)], latest.Select(one => (one.PartnerId, one.Level, one.RatedOn)));
        foreach (var sql in new[] { "SELECT r.Note FROM GoalRatings r WHERE r.Note LIKE '%CANARY%'", "SELECT h.Note FROM GoalRatingHistory h WHERE h.Note LIKE '%CANARY%'" })
            Assert.Empty(await Desk.Rows<string>(sql));
    }

    [Fact]
    public async Task A_partner_sees_their_own_and_joint_goals_and_their_own_ratings_alone()
    {
        var joint = await Practice.SetGoal(Pair);
        var own = await Practice.SetGoal(Pair, GivenGoals.Some(Pair.A.ToString(), "For A alone"));
        await Practice.Rate(joint, 2);
        await Desk.RateOwn(Pair.PartnerB, joint, -2, "B's words");
        await Desk.RateOwn(Pair.PartnerA, joint, 1, "A's words");
        Assert.Equal([(own.Id, false), (joint.Id, true)], (await Mine(Pair.PartnerA)).Select(one => (one.Id, one.ForBoth)));
        var seen = Assert.Single(await Mine(Pair.PartnerB));
        Assert.Equal((joint.Id, 5), (seen.Id, seen.Levels.Count));
        Assert.Equal([new PortalGoalRating(-2, Monday, "B's words")], seen.Ratings);
        Assert.Equal([new PortalGoalRating(1, Monday, "A's words")], (await Mine(Pair.PartnerA))[1].Ratings);

        await Desk.RateOwn(Pair.PartnerB, own, 0).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Practice.Rate(own, 0, Pair.B).ShouldRefuse(RefusalKind.Invalid, "not-their-goal");
        var others = await Practice.Couple();
        await Practice.Rate(joint, 0, others.A).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        foreach (var stranger in new[] { others.PartnerA, (await (await GivenPractice.Open(Desk)).Couple()).PartnerA })
        {
            Assert.Empty(await Mine(stranger));
            await Desk.RateOwn(stranger, joint, 0).ShouldRefuse(RefusalKind.NotFound, "not-found");
        }

        foreach (var caller in new[] { Practice.Frontdesk, Practice.Admin, Pair.PartnerA })
            await Desk.Send(caller, new GetGoalQuery(joint.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Is_of_a_day_from_the_goals_first_to_today_and_on_its_five_levels()
    {
        var goal = await Practice.SetGoal(Pair);
        await Practice.Rate(goal, 0, on: Monday.AddDays(1)).ShouldRefuse(RefusalKind.Invalid, "day-in-future");
        await Practice.Rate(goal, 0, on: Monday.AddDays(-1)).ShouldRefuse(RefusalKind.Invalid, "before-goal");
        foreach (var level in new[] { -3, 3 })
        {
            await Practice.Rate(goal, level).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            await Desk.RateOwn(Pair.PartnerA, goal, level).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        }

        foreach (var body in new[] { new NewGoalRating(GoalRater.Partner, 0), new NewGoalRating(GoalRater.Therapist, 0, Pair.A) })
            await Desk.Send(Practice.Therapist, new RateGoalCommand(goal.Id, body)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Empty((await Desk.Send(Practice.Therapist, new ListGoalRatingsQuery(goal.Id, default))).Items);
    }

    [Fact]
    public async Task Attainment_is_reckoned_by_rater_and_scope_over_what_is_open_or_reached()
    {
        var first = await Practice.SetGoal(Pair, GivenGoals.Some(weight: 3));
        var second = await Practice.SetGoal(Pair, GivenGoals.Some(weight: 2));
        var third = await Practice.SetGoal(Pair, GivenGoals.Some());
        var own = await Practice.SetGoal(Pair, GivenGoals.Some(Pair.A.ToString()));
        var dropped = await Practice.SetGoal(Pair, GivenGoals.Some(weight: 10));
        foreach (var (goal, level) in new[] { (first, 1), (second, 0), (third, -2), (dropped, 2) })
            await Practice.Rate(goal, level);
        await Desk.RateOwn(Pair.PartnerA, own, 2);
        await Desk.RateOwn(Pair.PartnerB, first, 0);
        await Become(dropped, GoalStatus.Dropped);
        await Become(third, GoalStatus.Reached);

        var report = await Desk.Send(Practice.Therapist, new GetGoalAttainmentQuery(Pair.Id));
        Assert.Equal(0.30m, report.Rho);
        Assert.Equal(["joint", Pair.A.ToString()], report.Scopes.Select(scope => scope.Scope));
        var joint = report.Scopes[0];
        // The clinicians' 3·1 + 2·0 - 1·2 over √20.6; with B's 0 on the first, 3·½ - 2 = -½ over the same: 48.8984.
        Assert.Equal((3, 3, 48.9m), (joint.Goals, joint.Rated, joint.T));
        Assert.Equal([(null, 3, 52.2m), ((Guid?)Pair.B, 1, 50m)], joint.Raters.Select(one => (one.PartnerId, one.Rated, one.T)));
        Assert.Equal(70m, report.Scopes[1].T);
        Assert.Equal(("case", 4, 4), (report.Whole.Scope, report.Whole.Goals, report.Whole.Rated));
        Assert.Null((await Desk.Send(Practice.Therapist, new GetGoalAttainmentQuery((await Practice.Couple()).Id))).Whole.T);
    }

    private async Task<IReadOnlyList<PortalGoal>> Mine(Caller partner) => (await Desk.Send(partner, new ListPortalGoalsQuery(default))).Items;

    private Task Become(Goal goal, GoalStatus status) =>
        Desk.Send(Practice.Therapist, new ChangeGoalStatusCommand(goal.Id, goal.Version, new GoalStatusChange(status, "As agreed.")));
}
