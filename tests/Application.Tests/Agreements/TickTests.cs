using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Agreements;

public sealed class TickTests : HomeworkTest
{
    private static readonly AgreementRow Plans = new("transparency", "Share plans", Cadence.Daily);
    private static readonly AgreementRow Thanks = new("reassurance", "Say thanks", Cadence.Weekly);

    [Fact]
    public async Task Counts_what_each_partner_kept_since_their_own_acceptance()
    {
        await Write(0, Plans, Thanks);
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(1));
        Desk.GoTo(Monday.AddDays(2));
        await Desk.Send(Pair.PartnerB, new AcceptOwnAgreementCommand(1));
        await Tick(Pair.PartnerA, 1, Monday);
        await Tick(Pair.PartnerA, 1, Monday.AddDays(1), isKept: false);
        await Tick(Pair.PartnerB, 2, Monday.AddDays(2));

        Assert.Equal(
            [(1, Pair.A, 1, 2, true), (1, Pair.B, 0, 0, true), (2, Pair.A, 0, 0, true), (2, Pair.B, 1, 1, false)],
            (await Read()).Keeping.Select(row => (row.Row, row.PartnerId, row.Kept, row.Expected, row.IsDue)));
        Desk.GoTo(Monday.AddDays(7));
        Assert.Equal(
            [(1, 7), (0, 5), (0, 1), (1, 1)],
            (await Read()).Keeping.Select(row => (row.Kept, row.Expected)));
    }

    [Fact]
    public async Task Ticking_again_for_a_period_changes_what_stands()
    {
        await Agreed(Plans, Thanks);
        Desk.GoTo(Monday.AddDays(3));
        var first = await Tick(Pair.PartnerA, 2, Monday.AddDays(1));
        var again = await Desk.Send(Practice.Therapist, new TickAgreementCommand(Pair.Id, new SessionTick(Pair.A, 1, 2, Monday.AddDays(3), IsKept: false)));
        Assert.Equal((first.Id, 1, false, true, 2), (again.Id, again.Period, again.IsKept, again.InSession, again.Version));
        Assert.Equal(again, (await Desk.Send(Practice.Therapist, new ListTicksQuery(Pair.Id, default))).Items.Single());
        Assert.Equal((0, 1), (await Read()).Keeping.Where(row => (row.Row, row.PartnerId) == (2, Pair.A)).Select(row => (row.Kept, row.Expected)).Single());
    }

    [Fact]
    public async Task A_partner_sees_their_own_ticks_alone()
    {
        await Agreed(Plans);
        await Tick(Pair.PartnerA, 1, Monday);
        Assert.Empty((await Desk.Send(Pair.PartnerB, new ListOwnTicksQuery(default))).Items);
        Assert.Single((await Desk.Send(Pair.PartnerA, new ListOwnTicksQuery(default))).Items);
        var kept = (await Desk.Send(Pair.PartnerB, new GetPortalAgreementQuery())).Keeping.Single();
        Assert.Equal((1, 0, true), (kept.Row, kept.Kept, kept.IsDue));
        Assert.Equal([1], (await Desk.Send(Pair.PartnerB, new GetPortalHomeQuery())).AgreementToTick);
        Assert.Empty((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).AgreementToTick);
        Assert.Empty((await Desk.Send((await Practice.Couple()).PartnerA, new ListOwnTicksQuery(default))).Items);
    }

    [Fact]
    public async Task Ticks_only_what_was_accepted_in_the_newest_version()
    {
        await Tick(Pair.PartnerA, 1, Monday).ShouldRefuse(RefusalKind.Conflict, "no-agreement");
        await Write(0, Plans);
        await Tick(Pair.PartnerA, 1, Monday).ShouldRefuse(RefusalKind.Conflict, "not-accepted");
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(1));
        await Tick(Pair.PartnerA, 1, Monday);
        await Tick(Pair.PartnerA, 2, Monday).ShouldRefuse(RefusalKind.Invalid, "unknown-row");
        await Tick(Pair.PartnerA, 0, Monday).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Tick(Pair.PartnerA, 1, Monday.AddDays(1)).ShouldRefuse(RefusalKind.Invalid, "day-in-future");
        await Tick(Pair.PartnerA, 1, Monday.AddDays(-1)).ShouldRefuse(RefusalKind.Invalid, "outside-agreement");

        await Write(1, Plans, Thanks);
        await Tick(Pair.PartnerA, 1, Monday).ShouldRefuse(RefusalKind.Conflict, "agreement-changed");
        await Tick(Pair.PartnerA, 1, Monday, version: 2).ShouldRefuse(RefusalKind.Conflict, "not-accepted");
        Assert.Empty((await Read()).Keeping);

        var stranger = await Practice.Couple();
        await Desk.Send(stranger.PartnerA, new TickOwnAgreementCommand(new AgreementTick(2, 1, Monday))).ShouldRefuse(RefusalKind.Conflict, "no-agreement");
        await Desk.Send(Practice.Therapist, new TickAgreementCommand(Pair.Id, new SessionTick(stranger.A, 2, 1, Monday))).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Desk.Send(Practice.OtherTherapist, new ListTicksQuery(Pair.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
    }

    [Fact]
    public async Task Tells_row_by_row_what_changed_between_two_versions()
    {
        await Desk.Send(Practice.Therapist, new CompareAgreementsQuery(Pair.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        var evening = new AgreementRow("connection", "An evening out", Cadence.Weekly);
        await Write(0, Plans, Thanks, evening);
        await Desk.Send(Practice.Therapist, new CompareAgreementsQuery(Pair.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        var respect = new AgreementRow("respect", "Knock first", Cadence.Daily);
        var often = Thanks with { Frequency = Cadence.Daily };
        await Write(1, respect, often, Plans);
        await Write(2, respect);

        var changes = await Desk.Send(Practice.Therapist, new CompareAgreementsQuery(Pair.Id, 1, 2));
        Assert.Equal(
            [
                new RowChange(RowChangeKind.Added, null, respect), new RowChange(RowChangeKind.Changed, Thanks, often),
                new RowChange(RowChangeKind.Unchanged, Plans, Plans), new RowChange(RowChangeKind.Removed, evening, null),
            ],
            changes.Rows);
        var newest = await Desk.Send(Practice.Therapist, new CompareAgreementsQuery(Pair.Id));
        Assert.Equal((2, 3), (newest.From, newest.To));
        await Desk.Send(Practice.Therapist, new CompareAgreementsQuery(Pair.Id, 3, 2)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var versions = (await Desk.Send(Practice.Therapist, new ListAgreementVersionsQuery(Pair.Id, default))).Items;
        Assert.Equal([3, 2, 1], versions.Select(version => version.Version));
        Assert.Equal(3, (await Desk.Send(Practice.Therapist, new GetAgreementVersionQuery(Pair.Id, versions[2].Id))).Rows.Count);
        await Desk.Send(Practice.Therapist, new GetAgreementVersionQuery((await Practice.Couple()).Id, versions[2].Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Shows_when_the_day_of_review_has_come()
    {
        await Agreed(Plans);
        Assert.False((await Read()).IsReviewDue);
        Desk.GoTo(Monday.AddDays(60));
        Assert.True((await Read()).IsReviewDue);
        Assert.True((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).AgreementReviewDue);
    }

    private async Task Agreed(params AgreementRow[] rows)
    {
        await Write(0, rows);
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(1));
        await Desk.Send(Pair.PartnerB, new AcceptOwnAgreementCommand(1));
    }

    private Task<Agreement> Write(int version, params AgreementRow[] rows) =>
        Desk.Send(Practice.Therapist, new WriteAgreementCommand(Pair.Id, version, new NewAgreement(rows, Monday.AddDays(60))));

    private Task<Agreement> Read() => Desk.Send(Practice.Therapist, new GetAgreementQuery(Pair.Id));

    private Task<KeptTick> Tick(Caller partner, int row, DateOnly day, bool isKept = true, int version = 1) =>
        Desk.Send(partner, new TickOwnAgreementCommand(new AgreementTick(version, row, day, isKept)));
}
