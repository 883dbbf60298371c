using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class ScheduleTests : HomeworkTest
{
    [Fact]
    public async Task Given_weekdays_come_back_and_count()
    {
        var made = await Practice.Assign(Pair, Some(cadence: Cadence.On(Weekday.Thu, Weekday.Tue)));
        Assert.Equal([Weekday.Tue, Weekday.Thu], made.Cadence.Weekdays);
        Desk.GoTo(Monday.AddDays(2));
        await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(2));
        Desk.GoTo(Monday.AddDays(7));
        var read = await Read(made.Id);
        Assert.Equal([new AdherenceTally(2, 2), new AdherenceTally(0, 2)], read.Adherence.Partners.Select(partner => partner.Tally));
        await Practice.Assign(Pair, Some(cadence: Cadence.On())).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task A_change_of_cadence_leaves_the_past_as_it_was_counted()
    {
        var made = await Practice.Assign(Pair, Some(to: Pair.A.ToString()));
        await Desk.Log(Pair.PartnerA, made.Id);
        Desk.GoTo(Monday.AddDays(3));
        var changed = await Change(made.Id, 1, new AssignmentChange(Cadence: Cadence.Weekly));
        Assert.Equal([new(Monday, Cadence.Daily), new(Monday.AddDays(3), Cadence.Weekly)], changed.Segments);
        Assert.Equal((Cadence.Weekly, 2, new AdherenceTally(2, 3)), (changed.Cadence, changed.Version, changed.Adherence.Couple));

        var late = await Desk.Send(Practice.Therapist, new LogInSessionCommand(made.Id, new NewSessionEntry(Pair.A, Monday.AddDays(2), LogOutcome.Done)));
        var week = await Desk.Send(Practice.Therapist, new LogInSessionCommand(made.Id, new NewSessionEntry(Pair.A, Monday.AddDays(3), LogOutcome.Partly)));
        Desk.GoTo(Monday.AddDays(9));
        var again = await Desk.Send(Practice.Therapist, new LogInSessionCommand(made.Id, new NewSessionEntry(Pair.A, Monday.AddDays(9), LogOutcome.Done)));
        Assert.Equal((3, 4, 4, week.Id), (late.Period, week.Period, again.Period, again.Id));
        Assert.Equal(new(6, 4), (await Read(made.Id)).Adherence.Couple);
    }

    [Fact]
    public async Task A_change_of_cadence_begins_on_the_first_day_without_an_entry_unless_told()
    {
        var made = await Practice.Assign(Pair);
        Desk.GoTo(Monday.AddDays(3));
        await Desk.Log(Pair.PartnerB, made.Id, Monday.AddDays(3));
        await Change(made.Id, 1, new AssignmentChange(Cadence: Cadence.Weekly, From: Monday.AddDays(3))).ShouldRefuse(RefusalKind.Conflict, "entries-after-change");
        await Change(made.Id, 1, new AssignmentChange(Cadence: Cadence.Weekly, From: Monday.AddDays(2))).ShouldRefuse(RefusalKind.Invalid, "from-in-past");
        Assert.Equal(Monday.AddDays(4), (await Change(made.Id, 1, new AssignmentChange(Cadence: Cadence.Weekly))).Segments[^1].From);
    }

    [Fact]
    public async Task A_planned_change_gives_way_to_an_earlier_one()
    {
        var made = await Practice.Assign(Pair, Some(due: Monday.AddDays(30)));
        Desk.GoTo(Monday.AddDays(1));
        await Change(made.Id, 1, new AssignmentChange(Cadence: Cadence.Weekly, From: Monday.AddDays(10)));
        Assert.Equal(Cadence.Daily, (await Read(made.Id)).Cadence);
        var changed = await Change(made.Id, 2, new AssignmentChange(Cadence: Cadence.PerWeek(3), From: Monday.AddDays(8)));
        Assert.Equal([Monday, Monday.AddDays(8)], changed.Segments.Select(segment => segment.From));
        await Change(made.Id, 3, new AssignmentChange(Cadence: Cadence.Weekly, From: Monday.AddDays(31))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Before_anything_is_counted_the_cadence_is_simply_another()
    {
        var made = await Practice.Assign(Pair, Some(cadence: Cadence.Once));
        Assert.Equal([new(Monday, Cadence.PerWeek(2))], (await Change(made.Id, 1, new AssignmentChange(Cadence: Cadence.PerWeek(2)))).Segments);
    }

    [Fact]
    public async Task Refuses_a_change_that_does_not_fit()
    {
        var once = await Practice.Assign(Pair, Some(cadence: Cadence.Once));
        Desk.GoTo(Monday.AddDays(2));
        await Change(once.Id, 1, new AssignmentChange(Cadence: Cadence.Daily)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Change(once.Id, 1, new AssignmentChange(Cadence: new Cadence(CadenceKind.Weekdays))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Change(once.Id, 1, new AssignmentChange(Cadence: (Cadence?)null)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Change(once.Id, 1, new AssignmentChange(From: Monday.AddDays(4))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Nothing_falls_due_while_the_assignment_is_paused()
    {
        var made = await Practice.Assign(Pair, Some(to: Pair.A.ToString()));
        await Desk.Log(Pair.PartnerA, made.Id);
        Desk.GoTo(Monday.AddDays(2));
        var paused = await Pause(made.Id, 1, "CANARY-PAUSE");
        Assert.Equal((true, 2), (paused.IsPaused, paused.Version));
        Assert.Equal((Monday.AddDays(2), null, "CANARY-PAUSE"), (paused.Pauses[0].From, paused.Pauses[0].ResumedOn, paused.Pauses[0].Reason));
        Assert.True((await Portal(made.Id)).IsPaused);
        Assert.Empty((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).Open);
        await Pause(made.Id, 2).ShouldRefuse(RefusalKind.Conflict, "already-paused");

        Desk.GoTo(Monday.AddDays(6));
        var resumed = await Resume(made.Id, 2);
        Assert.Equal((false, Monday.AddDays(6), new AdherenceTally(2, 2)), (resumed.IsPaused, resumed.Pauses[0].ResumedOn, resumed.Adherence.Couple));
        Assert.Single((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).Open);
        await Resume(made.Id, 3).ShouldRefuse(RefusalKind.Conflict, "not-paused");
        await Pause(made.Id, 2).ShouldRefuse(RefusalKind.Stale, "stale-version");
    }

    [Fact]
    public async Task Nothing_falls_due_while_the_case_is_paused_or_once_it_is_closed()
    {
        var made = await Practice.Assign(Pair);
        await Go(CoupleStatus.Active);
        Desk.GoTo(Monday.AddDays(3));
        await Go(CoupleStatus.Paused);
        Assert.True((await Portal(made.Id)).IsPaused);
        Desk.GoTo(Monday.AddDays(13));
        await Go(CoupleStatus.Active);
        Assert.Equal(6, (await Read(made.Id)).Adherence.Couple.Expected);
        Desk.GoTo(Monday.AddDays(15));
        Assert.Equal(10, (await Read(made.Id)).Adherence.Couple.Expected);
        await Go(CoupleStatus.Closed);
        Desk.GoTo(Monday.AddDays(40));
        Assert.Equal(10, (await Read(made.Id)).Adherence.Couple.Expected);
    }

    [Fact]
    public async Task Refuses_everyone_but_the_cases_clinicians()
    {
        var made = await Practice.Assign(Pair);
        var other = await GivenPractice.Open(Desk);
        foreach (var (caller, kind, code) in new[]
        {
            (other.Therapist, RefusalKind.NotFound, "not-found"), (Practice.OtherTherapist, RefusalKind.Forbidden, "not-your-case"),
            (Pair.PartnerA, RefusalKind.Forbidden, "role-may-not"), (Practice.Frontdesk, RefusalKind.Forbidden, "role-may-not"),
        })
        {
            await Desk.Send(caller, new PauseAssignmentCommand(made.Id, 1, new PauseText())).ShouldRefuse(kind, code);
            await Desk.Send(caller, new ResumeAssignmentCommand(made.Id, 1)).ShouldRefuse(kind, code);
        }
    }

    private Task<Assignment> Read(Guid id) => Desk.Send(Practice.Therapist, new GetAssignmentQuery(id));

    private Task<PortalAssignment> Portal(Guid id) => Desk.Send(Pair.PartnerA, new GetPortalAssignmentQuery(id));

    private Task<Assignment> Change(Guid id, int version, AssignmentChange body) => Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(id, version, body));

    private Task<Assignment> Pause(Guid id, int version, string? reason = null) => Desk.Send(Practice.Therapist, new PauseAssignmentCommand(id, version, new PauseText(reason)));

    private Task<Assignment> Resume(Guid id, int version) => Desk.Send(Practice.Therapist, new ResumeAssignmentCommand(id, version));

    private Task Go(CoupleStatus status) => Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Pair.Id, null, new CoupleStatusChange(status, "As agreed.")));
}
