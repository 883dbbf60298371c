using CounselDesk.Application.Alerts;
using CounselDesk.Application.Briefs;
using CounselDesk.Application.Common;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Toolkit;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Alerts;

public sealed class NextStepsTests : HomeworkTest
{
    [Fact]
    public async Task Every_kind_has_two_or_three_one_of_the_toolkit_and_none_held_back()
    {
        await RaiseAll();
        foreach (var positive in new[] { false, true })
        {
            await Practice.ScreenBoth(Pair, positive);
            var alerts = await List();
            Assert.Equal(Enum.GetValues<AlertKind>().Length, alerts.Count);
            Assert.All(alerts, alert =>
            {
                Assert.InRange(alert.NextSteps.Count, 2, 3);
                var exercise = Exercise(alert.NextSteps.Single(step => step.ExerciseKey is not null).ExerciseKey!);
                Assert.True(!positive || (!exercise.HasCaution(CautionCodes.ViolenceOrCoercion) && exercise.Audience != Audience.Couple), exercise.Key);
            });
        }

        // The same in the list, by itself and in the brief.
        var brief = (await Desk.Send(Practice.Therapist, new GetBriefQuery(Pair.Id))).Alerts;
        foreach (var alert in await List())
        {
            Assert.Equal(alert.NextSteps, (await Desk.Send(Practice.Therapist, new GetAlertQuery(alert.Id))).NextSteps);
            Assert.Equal((alert.Since, alert.Basis), brief.Where(one => one.Id == alert.Id).Select(one => (one.Since, one.Basis)).Single());
            Assert.Equal(alert.NextSteps, brief.Single(one => one.Id == alert.Id).NextSteps);
        }
    }

    [Fact]
    public async Task A_positive_screening_has_everything_talked_through_with_each_alone()
    {
        await RaiseAll();
        await Practice.ScreenBoth(Pair, positive: true);
        foreach (var alert in (await List()).Where(alert => alert.Kind is AlertKind.Deterioration or AlertKind.HomeworkStalled or AlertKind.AgreementBrokenOff or AlertKind.NoAnswer))
        {
            Assert.Contains("each partner alone", alert.NextSteps[0].Text, StringComparison.Ordinal);
            Assert.All(alert.NextSteps, step => Assert.DoesNotContain("together", step.Text, StringComparison.Ordinal));
            Assert.Equal("support-network", alert.NextSteps[^1].ExerciseKey);
        }
    }

    [Fact]
    public async Task What_they_have_already_comes_last()
    {
        await RaiseAll();
        Assert.Equal("daily-check-in", await Suggested());
        await Practice.Assign(Pair, GivenHomework.Some("daily-check-in", "couple"));
        Assert.Equal("gratitude", await Suggested());
        foreach (var key in new[] { "gratitude", "acts-of-kindness", "self-care" })
            await Practice.Assign(Pair, GivenHomework.Some(key));
        Assert.Equal("daily-check-in", await Suggested());

        async Task<string> Suggested() => (await List()).Single(alert => alert.Kind == AlertKind.HomeworkStalled).NextSteps[^1].ExerciseKey!;
    }

    [Fact]
    public async Task Take_three_statements_however_many_alerts_and_cases_there_are()
    {
        await RaiseAll();
        var few = await Desk.StatementsOf(Practice.Therapist, new ListAlertsQuery(default));
        for (var i = 0; i < 5; i++)
            await RaiseAll(await Practice.Couple());
        Assert.Equal(few, await Desk.StatementsOf(Practice.Therapist, new ListAlertsQuery(default)));
    }

    private Exercise Exercise(string key) => Desk.Get<IToolkit>().Catalogue.Exercise(key)!;

    private async Task<IReadOnlyList<AlertItem>> List() => (await Desk.Send(Practice.Therapist, new ListAlertsQuery(default, CoupleId: Pair.Id))).Items;

    private Task<bool> RaiseAll(GivenCouple? couple = null) => Desk.InScope(Practice.Therapist, services =>
        services.GetRequiredService<IUnitOfWork>().InTransaction(
            async () =>
            {
                foreach (var kind in Enum.GetValues<AlertKind>())
                    await services.GetRequiredService<RaiseAlert>().Raise((couple ?? Pair).Id, null, kind, $"test:{kind}", "A test's.", CancellationToken.None);
                return true;
            },
            CancellationToken.None));
}
