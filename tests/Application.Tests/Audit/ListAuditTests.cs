using CounselDesk.Application.Audit;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.Audit;

public sealed class ListAuditTests : OnePractice
{
    private async Task<IReadOnlyList<AuditItem>> List(AuditFilter filter) =>
        (await Desk.Send(Practice.Admin, new ListAuditQuery(new PageRequest(200, null), filter))).Items;

    private async Task<IEnumerable<string>> Actions(AuditFilter filter) => (await List(filter)).Select(item => item.Action);

    [Fact]
    public async Task Says_who_did_what_to_whom_and_with_what_outcome()
    {
        var given = await Practice.Couple();
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var item = (await List(new AuditFilter(AccountId: Practice.OtherTherapist.AccountId)))[0];
        Assert.Equal(
            ("get-couple", AuditOutcome.Refused, "not-your-case", "Toby", given.Id, Desk.Clock.Now),
            (item.Action, item.Outcome, item.Code, item.AccountName, item.CoupleId!.Value, item.At));
        Assert.Equal([Role.Therapist], item.Roles);
    }

    [Fact]
    public async Task Finds_a_case_from_its_opening_on()
    {
        var given = await Practice.Couple();
        await Desk.Send(Practice.Therapist, new GetCoupleQuery(given.Id));
        await Practice.Couple();
        Assert.Equal(["get-couple", "create-couple"], await Actions(new AuditFilter(CoupleId: given.Id)));
    }

    [Fact]
    public async Task Finds_a_client_as_the_subject_and_as_a_partner_of_a_case()
    {
        var given = await Practice.Couple();
        await Desk.Send(Practice.Therapist, new GetCoupleQuery(given.Id));
        await Desk.Send(Practice.Therapist, new RecordScreeningCommand(given.Id, new NewScreening(given.A, new DateOnly(2026, 3, 2), ScreeningMethod.Judgement, Positive: false)));
        await Practice.Couple();
        Assert.Equal(["record-screening", "get-couple", "create-couple"], await Actions(new AuditFilter(ClientId: given.A)));
        // That somebody asked is about the client as well.
        Assert.Equal(["list-audit", "record-screening", "get-couple", "create-couple"], await Actions(new AuditFilter(ClientId: given.A)));
    }

    [Fact]
    public async Task Finds_what_one_account_did_about_one_case_and_one_of_its_clients()
    {
        var given = await Practice.Couple();
        await Desk.Send(Practice.Therapist, new GetCoupleQuery(given.Id));
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var other = await Practice.Couple();
        var (own, others) = (Practice.Therapist.AccountId, Practice.OtherTherapist.AccountId);
        Assert.Single(await List(new AuditFilter(AccountId: others, CoupleId: given.Id)));
        Assert.Single(await List(new AuditFilter(AccountId: others, ClientId: given.A)));
        Assert.Contains("get-couple", await Actions(new AuditFilter(AccountId: own, CoupleId: given.Id, ClientId: given.B)));
        Assert.Empty(await List(new AuditFilter(CoupleId: given.Id, ClientId: other.A)));
        Assert.Empty(await List(new AuditFilter(AccountId: others, CoupleId: other.Id)));
    }

    [Fact]
    public async Task Filters_by_action_outcome_and_time()
    {
        var given = await Practice.Couple();
        var start = Desk.Clock.Now;
        Desk.Clock.Now = start.AddHours(1);
        await Desk.Send(Practice.Therapist, new GetCoupleQuery(given.Id));
        Desk.Clock.Now = start.AddHours(2);
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        Assert.Equal(2, (await List(new AuditFilter(Action: "get-couple"))).Count);
        Assert.Single(await List(new AuditFilter(Action: "get-couple", Outcome: AuditOutcome.Refused)));
        Assert.Equal(start.AddHours(1), Assert.Single(await List(new AuditFilter(From: start.AddHours(1), To: start.AddHours(2)))).At);
        await Desk.Send(Practice.Admin, new ListAuditQuery(new PageRequest(null, null), new AuditFilter(From: start, To: start))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Pages_newest_first_without_skipping_although_reading_adds_entries()
    {
        await Practice.Couple();
        var all = (await List(new AuditFilter())).Select(item => item.Sequence).ToList();
        Assert.Equal(all.OrderDescending(), all);
        Assert.Equal(all.Count, all[0]);
        var seen = new List<long>();
        string? cursor = null;
        do
        {
            var page = await Desk.Send(Practice.Admin, new ListAuditQuery(new PageRequest(3, cursor), new AuditFilter()));
            seen.AddRange(page.Items.Select(item => item.Sequence));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal([all[0] + 1, .. all], seen);
    }

    [Fact]
    public async Task Is_for_admins_and_shows_one_practice()
    {
        var given = await Practice.Couple();
        foreach (var caller in new[] { Practice.Therapist, Practice.Supervisor, Practice.Frontdesk, given.PartnerA })
            await Desk.Send(caller, new ListAuditQuery(new PageRequest(null, null), new AuditFilter())).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var other = await GivenPractice.Open(Desk);
        Assert.Empty((await Desk.Send(other.Admin, new ListAuditQuery(new PageRequest(null, null), new AuditFilter(CoupleId: given.Id)))).Items);
        Assert.Empty((await Desk.Send(other.Admin, new ListAuditQuery(new PageRequest(null, null), new AuditFilter(AccountId: Practice.Therapist.AccountId)))).Items);
    }
}
