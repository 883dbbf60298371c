using CounselDesk.Application.Agreements;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Practices;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Alerts;

/// <summary>After how many days silence is told of, and which days are none.</summary>
public sealed class SilentDaysTests : HomeworkTest
{
    private static readonly DateOnly Monday = GivenHomework.Monday;

    [Theory]
    [InlineData(PracticeLimits.LeastSilentDays)]
    [InlineData(PracticeDefaults.HomeworkStalledDays)]
    [InlineData(28)]
    public async Task The_practice_says_after_how_many_days_homework_is_stalled(int days)
    {
        await Set(new PracticeChanges(HomeworkStalledDays: days));
        await Practice.Assign(Pair);
        Assert.Equal([0, 1, 0], await Looks(days - 1, days, days + 1));
        Assert.Contains($"the practice's {days} days", Assert.Single(await Alerts()).Basis, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PracticeLimits.LeastSilentDays)]
    [InlineData(PracticeDefaults.AgreementBrokenOffDays)]
    [InlineData(28)]
    public async Task The_practice_says_after_how_many_days_an_agreement_is_broken_off(int days)
    {
        await Set(new PracticeChanges(AgreementBrokenOffDays: days));
        await Agree();
        await Tick(0);
        Assert.Equal([0, 1, 0], await Looks(days - 1, days, days + 1));
        Assert.Contains($"for the practice's {days} days", Assert.Single(await Alerts()).Basis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_days_tell_of_a_run_that_goes_on_and_more_of_none_twice()
    {
        await Practice.Assign(Pair);
        await Agree();
        await Tick(0);
        Assert.Equal([0], await Looks(10));
        await Set(new PracticeChanges(HomeworkStalledDays: 7, AgreementBrokenOffDays: 7));
        Assert.Equal([2, 0], await Looks(10, 11));
        await Set(new PracticeChanges(HomeworkStalledDays: 30, AgreementBrokenOffDays: 30));
        Assert.Equal([0, 0, 0], await Looks(29, 30, 31));
        Assert.Equal(2, (await Alerts()).Count);
    }

    [Fact]
    public async Task An_agreement_rests_with_its_case_and_one_run_over_a_pause_is_told_of_once()
    {
        await Become(CoupleStatus.Active);
        await Agree();
        await Tick(0);
        Desk.GoTo(Monday.AddDays(10));
        await Become(CoupleStatus.Paused);
        Assert.Equal([0, 0], await Looks(20, 60));
        await Become(CoupleStatus.Active);
        // Nine days before the pause, and those since the day of resuming.
        Assert.Equal([0, 1, 0], await Looks(63, 64, 65));
        await Acknowledge();
        await Become(CoupleStatus.Paused);
        Desk.GoTo(Monday.AddDays(70));
        await Become(CoupleStatus.Active);
        Assert.Equal([0, 0], await Looks(84, 120));

        // Kept again, and then no more: a run of its own.
        await Tick(120);
        Assert.Equal([0, 1, 0], await Looks(133, 134, 135));
        Assert.Equal([Monday.AddDays(120), Monday], (await Alerts()).Select(alert => alert.Since));
        await Become(CoupleStatus.Closed);
        Assert.Equal([0], await Looks(300));
    }

    [Fact]
    public async Task Homework_that_rests_by_itself_or_with_its_case_is_told_of_once_a_run()
    {
        await Become(CoupleStatus.Active);
        var assignment = await Practice.Assign(Pair);
        Desk.GoTo(Monday.AddDays(5));
        await Desk.Send(Practice.Therapist, new PauseAssignmentCommand(assignment.Id, null, new PauseText("A holiday.")));
        Desk.GoTo(Monday.AddDays(15));
        await Desk.Send(Practice.Therapist, new ResumeAssignmentCommand(assignment.Id, null));
        Desk.GoTo(Monday.AddDays(20));
        await Become(CoupleStatus.Paused);
        Desk.GoTo(Monday.AddDays(40));
        await Become(CoupleStatus.Active);
        // Four days before its own pause and five after it; twelve since the case was resumed.
        Assert.Equal([0, 1, 0], await Looks(50, 51, 52));
        await Acknowledge();
        await Become(CoupleStatus.Paused);
        Desk.GoTo(Monday.AddDays(60));
        await Become(CoupleStatus.Active);
        Assert.Equal([0, 0], await Looks(81, 120));

        await Desk.Log(Pair.PartnerA, assignment.Id, Monday.AddDays(120));
        Assert.Equal([0, 1, 0], await Looks(140, 141, 142));
        Assert.Equal([Monday.AddDays(120), Monday], (await Alerts()).Select(alert => alert.Since));
        await Become(CoupleStatus.Closed);
        Assert.Equal([0], await Looks(300));
    }

    private Task Set(PracticeChanges changes) => Desk.Send(Practice.Admin, new ChangePracticeCommand(null, changes));

    private async Task Agree()
    {
        await Desk.Send(Practice.Therapist, new WriteAgreementCommand(Pair.Id, 0, new NewAgreement([new AgreementRow("reassurance", "Say so", Cadence.Daily)], Monday.AddDays(400))));
        foreach (var partner in new[] { Pair.PartnerA, Pair.PartnerB })
            await Desk.Send(partner, new AcceptOwnAgreementCommand(1));
    }

    private Task Tick(int day) => Desk.Send(Pair.PartnerA, new TickOwnAgreementCommand(new AgreementTick(1, 1, Monday.AddDays(day), true)));

    private Task Become(CoupleStatus status) =>
        Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Pair.Id, null, new CoupleStatusChange(status, "As they wish.")));

    private async Task<IReadOnlyList<AlertItem>> Alerts() => (await Desk.Send(Practice.Therapist, new ListAlertsQuery(default, CoupleId: Pair.Id))).Items;

    private async Task Acknowledge() =>
        await Desk.Send(Practice.Therapist, new AcknowledgeAlertCommand((await Alerts())[0].Id, null, new Acknowledgement("Talked about.")));

    private async Task<IReadOnlyList<int>> Looks(params int[] afterDays)
    {
        var raised = new List<int>();
        foreach (var day in afterDays)
        {
            Desk.GoTo(Monday.AddDays(day));
            raised.Add(await Desk.InScope(
                Caller.Anonymous with { PracticeId = Practice.Id, TimeZone = "America/Chicago" }, services => services.GetRequiredService<FindSilence>().Run(CancellationToken.None)));
        }

        return raised;
    }
}
