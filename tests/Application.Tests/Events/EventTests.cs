using CounselDesk.Application.Common;
using CounselDesk.Application.Events;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Events;

namespace CounselDesk.Application.Tests.Events;

public sealed class EventTests : HomeworkTest
{
    private static readonly DateOnly Monday = GivenHomework.Monday;

    [Fact]
    public async Task Partners_see_their_own_and_what_the_other_shared_and_nothing_of_the_clinicians()
    {
        await Log(new NewEvent(CaseEventKind.TurningPoint, "joint", Monday, "CANARY joint"));
        await Log(new NewEvent(CaseEventKind.Setback, Pair.A.ToString(), Monday, "CANARY of A", Severity: 3));
        var kept = await Own(Pair.PartnerA, new OwnEvent(CaseEventKind.Setback, Monday, "CANARY kept", "More", 2));
        var shared = await Own(Pair.PartnerA, new OwnEvent(CaseEventKind.Milestone, Monday, "CANARY shared", Share: EventShare.PartnerToo));
        Assert.Equal([(shared.Id, true), (kept.Id, true)], (await Mine(Pair.PartnerA)).Select(one => (one.Id, one.IsMine)));
        Assert.Equal([(shared.Id, false, "CANARY shared")], (await Mine(Pair.PartnerB)).Select(one => (one.Id, one.IsMine, one.Title)));
        Assert.Equal(
            [("CANARY shared", true, Pair.A.ToString()), ("CANARY kept", true, Pair.A.ToString()), ("CANARY of A", false, Pair.A.ToString()), ("CANARY joint", false, "joint")],
            (await List()).Select(one => (one.Title, one.ByPartner, one.Scope)));
        Assert.Empty(await Desk.Rows<string>("SELECT e.Texts FROM CaseEvents e WHERE e.Texts LIKE '%CANARY%'"));
        foreach (var stranger in new[] { (await Practice.Couple()).PartnerA, (await (await GivenPractice.Open(Desk)).Couple()).PartnerB })
            Assert.Empty(await Mine(stranger));
    }

    [Fact]
    public async Task Withdrawn_it_is_gone_from_the_portal_and_stays_in_the_record_marked()
    {
        var shared = await Own(Pair.PartnerA, new OwnEvent(CaseEventKind.Milestone, Monday, "Too soon", Share: EventShare.PartnerToo));
        await TakeBack(Pair.PartnerB, shared.Id).ShouldRefuse(RefusalKind.Forbidden, "not-your-event");
        await TakeBack(Pair.PartnerA, shared.Id);
        Assert.Empty(await Mine(Pair.PartnerA));
        Assert.Empty(await Mine(Pair.PartnerB));
        await TakeBack(Pair.PartnerA, shared.Id).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Equal((shared.Id, Desk.Clock.Now), ((await List()).Single().Id, (await List()).Single().WithdrawnAt!.Value));

        var noted = await Log(new NewEvent(CaseEventKind.Setback, "joint", Monday));
        await TakeBack(Pair.PartnerA, noted.Id).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Withdraw(noted.Id, noted.Version + 1).ShouldRefuse(RefusalKind.Stale, "stale-version");
        Assert.NotNull((await Withdraw(noted.Id, noted.Version)).WithdrawnAt);
        await Withdraw(noted.Id, null).ShouldRefuse(RefusalKind.Conflict, "already-withdrawn");
    }

    [Fact]
    public async Task Is_listed_by_kind_and_by_the_days_on_which_it_happened()
    {
        foreach (var (kind, days) in new[] { (CaseEventKind.Setback, 9), (CaseEventKind.Milestone, 5), (CaseEventKind.Setback, 1), (CaseEventKind.TurningPoint, 3) })
            await Log(new NewEvent(kind, "joint", Monday.AddDays(-days)));
        Assert.Equal([1, 9], await Days(new ListEventsQuery(Pair.Id, default, CaseEventKind.Setback)));
        Assert.Equal([3, 5], await Days(new ListEventsQuery(Pair.Id, default, From: Monday.AddDays(-5), To: Monday.AddDays(-3))));
        var first = await Desk.Send(Practice.Therapist, new ListEventsQuery(Pair.Id, new PageRequest(3, null)));
        Assert.Equal([9], await Days(new ListEventsQuery(Pair.Id, new PageRequest(3, first.NextCursor))));

        async Task<IEnumerable<int>> Days(ListEventsQuery query) =>
            (await Desk.Send(Practice.Therapist, query)).Items.Select(one => Monday.DayNumber - one.On.DayNumber);
    }

    [Fact]
    public async Task Lies_in_the_past_has_a_severity_only_as_a_setback_and_is_the_cases_own()
    {
        await Log(new NewEvent(CaseEventKind.Setback, "joint", Monday.AddDays(1))).ShouldRefuse(RefusalKind.Invalid, "day-in-future");
        await Own(Pair.PartnerA, new OwnEvent(CaseEventKind.Setback, Monday.AddDays(1))).ShouldRefuse(RefusalKind.Invalid, "day-in-future");
        foreach (var (kind, severity) in new[] { (CaseEventKind.Milestone, 0), (CaseEventKind.Setback, 4), (CaseEventKind.Setback, -1) })
        {
            await Log(new NewEvent(kind, "joint", Monday, Severity: severity)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            await Own(Pair.PartnerA, new OwnEvent(kind, Monday, Severity: severity)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        }

        var others = await Practice.Couple();
        await Log(new NewEvent(CaseEventKind.Setback, others.A.ToString(), Monday)).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Desk.Send(Practice.Frontdesk, new ListEventsQuery(Pair.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.OtherTherapist, new ListEventsQuery(Pair.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Practice.Write("UPDATE Couples SET Status = 'Closed' WHERE PracticeId = @PracticeId", _ => new { });
        await Log(new NewEvent(CaseEventKind.Setback, "joint", Monday)).ShouldRefuse(RefusalKind.Conflict, "case-closed");
        await Own(Pair.PartnerA, new OwnEvent(CaseEventKind.Setback, Monday)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private Task<CaseEvent> Log(NewEvent body) => Desk.Send(Practice.Therapist, new LogEventCommand(Pair.Id, body));

    private Task<PortalEvent> Own(Caller partner, OwnEvent body) => Desk.Send(partner, new LogOwnEventCommand(body));

    private Task<PortalEvent> TakeBack(Caller partner, Guid id) => Desk.Send(partner, new WithdrawOwnEventCommand(id));

    private Task<CaseEvent> Withdraw(Guid id, int? version) => Desk.Send(Practice.Therapist, new WithdrawEventCommand(id, version));

    private async Task<IReadOnlyList<CaseEvent>> List() => (await Desk.Send(Practice.Therapist, new ListEventsQuery(Pair.Id, default))).Items;

    private async Task<IReadOnlyList<PortalEvent>> Mine(Caller partner) => (await Desk.Send(partner, new ListPortalEventsQuery(default))).Items;
}
