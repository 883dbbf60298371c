using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Goals;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Domain.Events;
using CounselDesk.Domain.Goals;

namespace CounselDesk.Application.Tests.Progress;

public sealed class GoalsByWeekTests : ProgressTest
{
    [Fact]
    public async Task Each_week_has_the_goals_as_they_stood_at_its_end_by_who_rated_them()
    {
        var joint = await Practice.SetGoal(Given, GivenGoals.Some(title: "CANARY title", weight: 3));
        await Practice.Rate(joint, 0);
        await Desk.RateOwn(Given.PartnerA, joint, -1, "CANARY words");
        At(Monday.AddDays(8));
        var own = await Practice.SetGoal(Given, GivenGoals.Some(Given.B.ToString()));
        // Of the Sunday before, and of the Monday after it.
        await Practice.Rate(joint, 1, on: Monday.AddDays(6));
        await Desk.RateOwn(Given.PartnerA, joint, 1, on: Monday.AddDays(7));
        At(Monday.AddDays(15));
        await Desk.RateOwn(Given.PartnerB, own, 2);
        await Become(joint, GoalStatus.Paused);
        At(Monday.AddDays(22));

        var progress = await Read();
        Assert.Equal(
            [
                $"joint Open T:1 A:-1 | 50",
                $"joint Open T:1 A:1, B Open | 60",
                $"joint Paused T:1 A:1, B Open B:2 | 70",
                $"joint Paused T:1 A:1, B Open B:2 | 70",
            ],
            progress.Weeks.Select(Words));
        Assert.Equal(progress.Goals.Whole.T, progress.Weeks[^1].Goals.T);
        Assert.Equal((joint.Id, own.Id), (progress.Weeks[3].Goals.Goals[0].GoalId, progress.Weeks[3].Goals.Goals[1].GoalId));
        Assert.Equal(Monday.AddDays(6), progress.Weeks[3].Goals.Goals[0].Ratings[0].RatedOn);
        Assert.DoesNotContain("CANARY", JsonSerializer.Serialize(progress), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_week_is_that_of_attainment_whatever_became_of_the_goals()
    {
        var goals = new List<Goal>();
        foreach (var (weight, level) in new[] { (3, 1), (2, 0), (1, -2), (10, 2), (7, -1) })
        {
            goals.Add(await Practice.SetGoal(Given, GivenGoals.Some(weight: weight)));
            await Practice.Rate(goals[^1], level);
        }

        await Desk.RateOwn(Given.PartnerB, goals[0], 0);
        At(Monday.AddDays(14));
        await Become(goals[2], GoalStatus.Reached);
        await Become(goals[3], GoalStatus.Dropped);
        await Become(goals[4], GoalStatus.Paused);
        var progress = await Read();
        var report = await Desk.Send(Practice.Therapist, new GetGoalAttainmentQuery(Given.Id));
        Assert.Equal(JsonSerializer.Serialize(report), JsonSerializer.Serialize(progress.Goals));
        // 3·½ - 2 over √20.6, and before: 3·½ - 2 + 20 - 7 over √272.8 (.70·163 + .30·529).
        Assert.Equal([57.6m, 57.6m, 48.9m], progress.Weeks.Select(week => week.Goals.T));
        Assert.Equal([5, 5, 4], progress.Weeks.Select(week => week.Goals.Goals.Count));
    }

    [Fact]
    public async Task A_change_late_on_Sunday_is_of_the_week_that_ends_by_the_practices_clocks()
    {
        var goal = await Practice.SetGoal(Given);
        // Half past eleven in the evening there, on the first day of summer time.
        Desk.Clock.Now = new DateTimeOffset(Monday.AddDays(7), new TimeOnly(4, 30), TimeSpan.Zero);
        await Become(goal, GoalStatus.Paused);
        At(Monday.AddDays(7));
        Assert.Equal(["joint Paused | ", "joint Paused | "], (await Read()).Weeks.Select(Words));
    }

    [Fact]
    public async Task Each_week_has_its_events_too()
    {
        await Log(CaseEventKind.Setback, Monday.AddDays(-1));
        At(Monday.AddDays(9));
        await Log(CaseEventKind.TurningPoint, Monday.AddDays(7));
        await Log(CaseEventKind.Milestone, Monday.AddDays(6));
        var progress = await Read();
        Assert.Equal([[CaseEventKind.Milestone], [CaseEventKind.TurningPoint]], progress.Weeks.Select(week => week.Events.Select(one => one.Kind)));
        Assert.Equal(progress.Events, progress.Weeks.SelectMany(week => week.Events));
    }

    [Fact]
    public async Task The_summary_says_how_goals_stand_and_on_which_it_rests()
    {
        Assert.DoesNotContain((await Read()).Summary, sentence => sentence.GoalIds.Count > 0);
        var first = await Practice.SetGoal(Given);
        Assert.Equal(("The goal has not been rated yet.", first.Id), Assert.Single(await Sentences()) is var none ? (none.Text, Assert.Single(none.GoalIds)) : default);
        await Practice.Rate(first, -1);
        At(Monday.AddDays(7));
        await Practice.Rate(first, 1);
        var second = await Practice.SetGoal(Given, GivenGoals.Some(Given.A.ToString()));
        Assert.Equal(
            "1 of 2 goals is rated, 1 as expected or better by everybody who rated; together they stand at T = 60, after 40 in the week of 2 March 2026, where 50 is all as expected.",
            Assert.Single(await Sentences()).Text);

        await Desk.RateOwn(Given.PartnerB, first, -1);
        await Desk.RateOwn(Given.PartnerA, second, 0);
        var sentences = await Sentences();
        Assert.Equal(
            [
                "2 of 2 goals are rated, 1 as expected or better by everybody who rated; together they stand at T = 50, where 50 is all as expected.",
                "Those who rated 1 of the goals see it two or more levels apart: worth asking about.",
            ],
            sentences.Select(sentence => sentence.Text));
        Assert.Equal([SummaryRule.GoalAttainment, SummaryRule.GoalGap], sentences.Select(sentence => sentence.Rule));
        Assert.Equal([[first.Id, second.Id], [first.Id]], sentences.Select(sentence => sentence.GoalIds));
        Assert.All(sentences, sentence => Assert.NotEmpty(sentence.Basis));

        // One level apart is no gap, and what rests is left out.
        await Desk.RateOwn(Given.PartnerB, first, 0);
        Assert.Single(await Sentences());
        await Become(first, GoalStatus.Paused);
        Assert.Equal([second.Id], Assert.Single(await Sentences()).GoalIds);
    }

    [Fact]
    public async Task Takes_as_many_statements_however_many_goals_ratings_and_weeks_there_are()
    {
        await Desk.Held(Practice.Therapist, Given, Given.A, Given.B);
        await Pulse(Given.PartnerA, 20);
        await Homework(Monday, Domain.Homework.Cadence.Daily, null);
        await Practice.Rate(await Practice.SetGoal(Given), 0);
        var few = await Desk.StatementsOf(Practice.Therapist, new GetProgressQuery(Given.Id));
        Assert.InRange(few, 1, 16);
        for (var week = 1; week <= 6; week++)
        {
            At(Monday.AddDays(7 * week));
            var goal = await Practice.SetGoal(Given);
            await Practice.Rate(goal, 1);
            await Desk.RateOwn(Given.PartnerA, goal, -1);
            await Become(goal, GoalStatus.Reached);
        }

        Assert.Equal(few, await Desk.StatementsOf(Practice.Therapist, new GetProgressQuery(Given.Id)));
    }

    private Task<CoupleProgress> Read() => Desk.Send(Practice.Therapist, new GetProgressQuery(Given.Id));

    private async Task<IReadOnlyList<ProgressSentence>> Sentences() => [.. (await Read()).Summary.Where(sentence => sentence.GoalIds.Count > 0)];

    private Task Become(Goal goal, GoalStatus status) =>
        Desk.Send(Practice.Therapist, new ChangeGoalStatusCommand(goal.Id, null, new GoalStatusChange(status, "As agreed.")));

    private Task Log(CaseEventKind kind, DateOnly on) => Desk.Send(Practice.Therapist, new LogEventCommand(Given.Id, new NewEvent(kind, "joint", on, "Something")));

    private string Words(WeekOfProgress week) =>
        $"{string.Join(", ", week.Goals.Goals.Select(goal => string.Join(' ', goal.Ratings.Select(rating => $"{Who(rating.PartnerId)}:{rating.Level}").Prepend($"{Scope(goal)} {goal.Status}"))))} | {week.Goals.T:0.#}";

    private string Scope(GoalInWeek goal) => Guid.TryParse(goal.Scope, out var partner) ? Who(partner) : goal.Scope;

    private string Who(Guid? partner) => partner is null ? "T" : partner == Given.A ? "A" : "B";
}
