using CounselDesk.Application.Agreements;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Practices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Alerts;

public sealed class SilenceTests : HomeworkTest
{
    private static readonly DateOnly Monday = GivenHomework.Monday;

    private int _raised;

    [Fact]
    public async Task Homework_that_nobody_logs_for_three_weeks_raises_one_alert_a_run_of_silence()
    {
        var assignment = await Practice.Assign(Pair);
        Assert.Equal([0, 1, 0, 0], await Looks(20, 21, 22, 40));
        var first = Assert.Single(await Open());
        Assert.Equal((AlertKind.HomeworkStalled, Monday, (Guid?)null), (first.Kind, first.Since, first.PartnerId));
        Assert.Equal([assignment.Id], first.AssignmentIds);
        Assert.Contains("21 days", first.Basis, StringComparison.Ordinal);

        await Desk.Log(Pair.PartnerB, assignment.Id, Monday.AddDays(40));
        Assert.Equal([0, 1, 0], await Looks(60, 61, 62));
        Assert.Equal(Monday.AddDays(40), (await Open())[0].Since);
        // Changing what was entered before, or taking homework back and giving it anew at once, begins no run.
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(assignment.Id, null, new Withdrawal("Too much.")));
        await Practice.Assign(Pair, GivenHomework.Some("self-care") with { StartOn = Monday.AddDays(62) });
        Assert.Equal([0, 0], await Looks(63, 90));
    }

    [Fact]
    public async Task Nothing_is_asked_for_while_it_rests_is_done_or_is_over()
    {
        await Become(CoupleStatus.Active);
        var assignment = await Practice.Assign(Pair);
        Desk.GoTo(Monday.AddDays(10));
        await Become(CoupleStatus.Paused);
        Assert.Equal([0, 0], await Looks(25, 60));
        await Become(CoupleStatus.Active);
        // Nine days before the pause, and those since the day of resuming.
        Assert.Equal([0, 1], await Looks(70, 71));
        await Desk.Log(Pair.PartnerA, assignment.Id, Monday.AddDays(71));
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(assignment.Id, null, new Withdrawal("Enough.")));
        Assert.Equal([0], await Looks(120));
        await Become(CoupleStatus.Closed);
        Assert.Equal([0], await Looks(150));
    }

    [Fact]
    public async Task An_agreement_that_was_kept_and_is_no_more_raises_one_alert_a_run()
    {
        await Desk.Send(Practice.Therapist, new WriteAgreementCommand(Pair.Id, 0, new NewAgreement([new AgreementRow("reassurance", "Say so", Cadence.Daily)], Monday.AddDays(200))));
        foreach (var partner in new[] { Pair.PartnerA, Pair.PartnerB })
            await Desk.Send(partner, new AcceptOwnAgreementCommand(1));
        // Never kept is not broken off.
        Assert.Equal([0], await Looks(30));
        await Tick(30, isKept: true);
        await Tick(35, isKept: false);
        Assert.Equal([0, 1, 0], await Looks(43, 44, 45));
        var alert = Assert.Single(await Open());
        Assert.Equal((AlertKind.AgreementBrokenOff, Monday.AddDays(30)), (alert.Kind, alert.Since));
        await Tick(45, isKept: true);
        Assert.Equal([0, 1], await Looks(58, 59));
        // The tick is taken back: the same silence, which has its alert.
        await Tick(45, isKept: false);
        Assert.Equal([0], await Looks(61));

        async Task Tick(int day, bool isKept)
        {
            Desk.GoTo(Monday.AddDays(day > 45 ? day : Math.Max(day, (Desk.Clock.Now.UtcDateTime - Monday.ToDateTime(default)).Days)));
            await Desk.Send(Pair.PartnerA, new TickOwnAgreementCommand(new AgreementTick(1, 1, Monday.AddDays(day), isKept)));
        }
    }

    [Fact]
    public async Task What_is_looked_at_by_two_at_once_raises_one_and_other_practices_keep_theirs()
    {
        await Practice.Assign(Pair);
        var other = await GivenPractice.Open(Desk);
        await other.Assign(await other.Couple());
        Desk.GoTo(Monday.AddDays(30));
        var raised = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Look()));
        Assert.Equal(1, raised.Sum());
        Assert.Empty((await Desk.Send(other.Therapist, new ListAlertsQuery(default))).Items);
        Assert.Equal(["raise-alert"], await Desk.Rows<string>("SELECT e.Action FROM AuditEntries e WHERE e.Action = 'raise-alert'"));
    }

    [Fact]
    public void No_sequence_raises_two_for_one_run_or_none_for_a_new_one()
    {
        // Days pass, and are looked at, more often than anything is logged or paused.
        var act = Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Constant(1)), (3, Gen.Constant(2)), (1, Gen.Constant(3)), (3, Gen.Constant(4)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll(act.ArrayOf(14).ToArbitrary(), Holds));
        Assert.True(_raised > 4, $"{_raised} alerts prove little.");
    }

    private async Task<bool> Holds(int[] acts)
    {
        Desk.GoTo(Monday);
        var couple = await Practice.Couple();
        await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(couple.Id, null, new CoupleStatusChange(CoupleStatus.Active, "Begin.")));
        var assignment = await Practice.Assign(couple);
        var (today, start, pausedOn) = (Monday, Monday, (DateOnly?)null);
        var rests = new HashSet<DateOnly>();
        var expected = new HashSet<DateOnly>();
        foreach (var act in acts.Append(2).Append(4))
        {
            switch (act)
            {
                case 0:
                    await Desk.Log(couple.PartnerA, assignment.Id, today);
                    start = today;
                    break;
                case 1 or 2:
                    foreach (var _ in Enumerable.Range(0, act == 1 ? 5 : 13))
                    {
                        if (pausedOn is not null)
                            rests.Add(today);
                        today = today.AddDays(1);
                    }

                    Desk.GoTo(today);
                    break;
                case 3:
                    await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(
                        couple.Id, null, new CoupleStatusChange(pausedOn is null ? CoupleStatus.Paused : CoupleStatus.Active, "As they wish.")));
                    pausedOn = pausedOn is null ? today : null;
                    break;
                default:
                    await Look();
                    var silent = Enumerable.Range(1, today.DayNumber - start.DayNumber).Count(day => !rests.Contains(start.AddDays(day)));
                    if (pausedOn is null && silent >= PracticeDefaults.HomeworkStalledDays)
                        expected.Add(start);
                    break;
            }
        }

        var alerts = (await Desk.Send(Practice.Therapist, new ListAlertsQuery(default, CoupleId: couple.Id))).Items;
        _raised += alerts.Count;
        return alerts.Select(alert => alert.Since).Order().SequenceEqual(expected.Order());
    }

    private Task<int> Look() => Desk.InScope(
        Caller.Anonymous with { PracticeId = Practice.Id, TimeZone = "America/Chicago" }, services => services.GetRequiredService<FindSilence>().Run(CancellationToken.None));

    private async Task<IReadOnlyList<int>> Looks(params int[] afterDays)
    {
        var raised = new List<int>();
        foreach (var day in afterDays)
        {
            Desk.GoTo(Monday.AddDays(day));
            raised.Add(await Look());
        }

        return raised;
    }

    private Task Become(CoupleStatus status) =>
        Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Pair.Id, null, new CoupleStatusChange(status, "As they wish.")));

    private async Task<IReadOnlyList<AlertItem>> Open() => (await Desk.Send(Practice.Therapist, new ListAlertsQuery(default, Open: true))).Items;
}
