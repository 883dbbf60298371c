using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using Microsoft.Extensions.DependencyInjection;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class RemindPartnersTests : HomeworkTest
{
    private static readonly TimeZoneInfo Chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");

    [Fact]
    public async Task Reminds_each_partner_once_of_each_period_and_names_nothing_but_ids()
    {
        var weekly = await Given(Cadence.Weekly);
        Assert.Equal(0, await At(3, "23:00"));
        Assert.Equal(0, await At(4, "16:59"));
        Assert.Equal(2, await At(4, "17:00"));
        Assert.Equal(0, await At(4, "17:15"));
        Assert.Equal(0, await At(6, "18:00"));
        Assert.Equal(2, await At(11, "17:00"));
        foreach (var week in (await Events()).Chunk(2))
            Assert.Equal(new HashSet<Guid?> { Pair.A, Pair.B }, [.. week.Select(one => one.ClientId)]);
        Assert.All(await Events(), one => Assert.Equal((weekly.Id, Pair.Id), (one.ResourceId, one.CoupleId)));
        Assert.Equal(4, (await Desk.Rows<int>("SELECT COUNT(*) FROM AuditEntries e WHERE e.Action = 'remind-partner' AND e.AccountId IS NULL AND e.SubjectId IS NOT NULL")).Single());
    }

    [Fact]
    public async Task Reminds_only_whoever_has_not_logged_and_only_whom_it_is_for()
    {
        await Desk.Log(Pair.PartnerA, (await Given(Cadence.Weekly)).Id, outcome: LogOutcome.Skipped);
        var alone = await Practice.Assign(Pair, Some("support-network", Pair.A.ToString(), Cadence.Weekly));
        Assert.Equal(2, await At(4, "17:00"));
        Assert.Equal([Pair.A], (await Events()).Where(one => one.ResourceId == alone.Id).Select(one => one.ClientId));
        Assert.Equal([Pair.B], (await Events()).Where(one => one.ResourceId != alone.Id).Select(one => one.ClientId));
    }

    [Fact]
    public async Task What_falls_in_quiet_hours_waits_until_they_end_or_falls_away_with_its_period()
    {
        await Quiet("16:00", "09:30");
        await Given(Cadence.Weekly);
        await Given(Cadence.Daily);
        Assert.Equal(0, await At(1, "17:00"));
        // The day of the daily one is over, the week goes on: it is the third day's that comes, and nothing of the second's.
        Assert.Equal(0, await At(2, "09:29"));
        Assert.Equal(0, await At(2, "09:30"));
        Assert.Equal(0, await At(4, "17:00"));
        Assert.Equal(2, await At(5, "09:30"));
        Assert.Equal([1, 1], await Desk.Rows<int>("SELECT r.Period FROM Reminders r"));
    }

    [Theory]
    // The clocks of Chicago go forward at two on 8 March, and back at two on 1 November: the hour from one is shown twice.
    [InlineData("2026-03-08T07:59:00Z", false)]
    [InlineData("2026-03-08T08:00:00Z", true)]
    [InlineData("2026-11-01T06:30:00Z", false)]
    [InlineData("2026-11-01T07:30:00Z", false)]
    [InlineData("2026-11-01T08:00:00Z", true)]
    public async Task Quiet_hours_end_when_the_clocks_on_the_wall_say_so(string instant, bool isSent)
    {
        await Quiet("21:00", "02:00");
        Desk.Clock.Now = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        var day = DateOnly.FromDateTime(Desk.Clock.Now.UtcDateTime);
        Desk.Clock.Now = Desk.Clock.Now.AddDays(-20);
        await Practice.Assign(Pair, new NewAssignment("gratitude", "each", day.AddDays(-20), Cadence.Once, day.AddDays(1)));
        Desk.Clock.Now = Desk.Clock.Now.AddDays(20);
        Assert.Equal(isSent ? 2 : 0, await Job());
    }

    [Fact]
    public async Task A_pause_of_the_assignment_or_the_case_holds_reminders_back()
    {
        var daily = await Given(Cadence.Daily);
        Assert.Equal(2, await At(1, "17:00"));
        var paused = await Desk.Send(Practice.Therapist, new PauseAssignmentCommand(daily.Id, null, new PauseText()));
        Assert.Equal(0, await At(2, "17:00"));
        Assert.Equal(0, await At(3, "17:00"));
        await Desk.Send(Practice.Therapist, new ResumeAssignmentCommand(daily.Id, paused.Version));
        Assert.Equal(2, await At(4, "17:00"));
        await Become(CoupleStatus.Active);
        await Become(CoupleStatus.Paused);
        Assert.Equal(0, await At(5, "17:00"));
        await Become(CoupleStatus.Active);
        Assert.Equal(2, await At(6, "17:00"));
        await Become(CoupleStatus.Closed);
        Assert.Equal(0, await At(7, "17:00"));
    }

    [Fact]
    public async Task Says_nothing_after_an_end()
    {
        await Given(Cadence.Daily, due: Monday.AddDays(1));
        var withdrawn = await Given(Cadence.Daily);
        Assert.Equal(4, await At(1, "17:00"));
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(withdrawn.Id, null, new Withdrawal("Not now.")));
        Assert.Equal(0, await At(2, "17:00"));
        await Given(Cadence.Daily, start: Monday.AddDays(2));
        Assert.Equal(2, await At(3, "17:00"));
        await Desk.Send(Practice.Therapist, new SeparateCoupleCommand(Pair.Id, null, new Separation("Their decision", Monday, [Pair.A, Pair.B])));
        Assert.Equal(0, await At(4, "17:00"));
    }

    [Fact]
    public async Task A_new_rhythm_or_a_later_end_brings_reminders_back()
    {
        var once = await Given(Cadence.Once, due: Monday.AddDays(3));
        var weekly = await Given(Cadence.Weekly);
        Assert.Equal(2, await At(1, "17:00"));
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(once.Id, null, new AssignmentChange(DueOn: new Optional<DateOnly?>(null, true))));
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(weekly.Id, null, new AssignmentChange(Cadence: Cadence.Daily)));
        Assert.Equal(2, await At(2, "17:00"));
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(weekly.Id, null, new AssignmentChange(DueOn: Monday.AddDays(2))));
        Assert.Equal(0, await At(3, "17:00"));
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(weekly.Id, null, new AssignmentChange(DueOn: Monday.AddDays(9))));
        Assert.Equal(2, await At(4, "17:00"));
    }

    [Fact]
    public async Task Whoever_is_not_to_be_reminded_never_is_and_the_others_reminders_are_as_ever()
    {
        await Given(Cadence.Daily);
        await Own(Pair.PartnerA, new OwnSafeContact(SafeContactMethod.Any, false, Reminders: false));
        Assert.Equal(1, await At(1, "17:00"));
        Assert.Equal(1, await At(2, "17:00"));
        Assert.All(await Events(), one => Assert.Equal(Pair.B, one.ClientId));
        await Own(Pair.PartnerA, new OwnSafeContact(SafeContactMethod.Any, false, Reminders: true, new QuietHours("16:00", "19:00")));
        Assert.Equal(1, await At(3, "17:00"));
        Assert.Equal(1, await At(3, "19:00"));
        Assert.Equal([Pair.B, Pair.A], (await Events()).TakeLast(2).Select(one => one.ClientId));
    }

    [Fact]
    public async Task Passes_at_once_remind_once()
    {
        for (var i = 0; i < 30; i++)
            await Given(Cadence.Daily);
        Desk.Clock.Now = Local(1, "17:00");
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Job)));
        Assert.Equal((60, 60), (sent.Sum(), (await Events()).Count));
    }

    [Fact]
    public async Task A_pass_looks_only_at_what_may_be_due()
    {
        for (var i = 0; i < 60; i++)
            await Given(Cadence.Weekly);
        Assert.Equal(0, await At(0, "17:00"));
        Desk.Clock.Now = Local(1, "17:00");
        var statements = await Desk.InScope(Clock, async services =>
        {
            await services.GetRequiredService<RemindPartners>().Run(CancellationToken.None);
            return services.GetRequiredService<CountingDb>().Statements;
        });
        Assert.InRange(statements, 1, 4);
    }

    private Caller Clock => Caller.Anonymous with { PracticeId = Practice.Id, TimeZone = "America/Chicago" };

    private Task<Assignment> Given(Cadence cadence, DateOnly? due = null, DateOnly? start = null) =>
        Practice.Assign(Pair, new NewAssignment("gratitude", "each", start ?? Monday, cadence, due));

    private Task<int> Job() => Desk.InScope(Clock, services => services.GetRequiredService<RemindPartners>().Run(CancellationToken.None));

    private Task<int> At(int day, string time)
    {
        Desk.Clock.Now = Local(day, time);
        return Job();
    }

    private static DateTimeOffset Local(int day, string time)
    {
        var local = Monday.AddDays(day).ToDateTime(TimeOnly.ParseExact(time, "HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        return new DateTimeOffset(local, Chicago.GetUtcOffset(local)).ToUniversalTime();
    }

    private Task Quiet(string from, string to) => Desk.Send(Practice.Admin, new ChangePracticeCommand(null, new PracticeChanges(QuietHours: new QuietHours(from, to))));

    private Task Become(CoupleStatus status) => Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Pair.Id, null, new CoupleStatusChange(status, "So it is.")));

    private Task Own(Caller partner, OwnSafeContact contact) => Desk.Send(partner, new WriteOwnSafeContactCommand(null, contact));

    private Task<IReadOnlyList<Event>> Events() => Desk.Rows<Event>(
        "SELECT o.ResourceId, o.CoupleId, o.ClientId FROM Outbox o WHERE o.EventType = 'assignment.due' AND o.PracticeId = @Id ORDER BY o.Seq", new { Practice.Id });

    private sealed record Event
    {
        public Guid ResourceId { get; init; }

        public Guid? CoupleId { get; init; }

        public Guid? ClientId { get; init; }
    }
}
