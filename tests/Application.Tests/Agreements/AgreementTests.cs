using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Agreements;

public sealed class AgreementTests : HomeworkTest
{
    private static readonly NewAgreement Some = new([new AgreementRow("transparency", "CANARY plans", Cadence.PerWeek(3))], Monday.AddDays(60));

    [Fact]
    public async Task Starts_from_the_template()
    {
        var none = await Read();
        Assert.Equal((0, null, false), (none.Version, none.ReviewOn, none.InForce));
        Assert.Equal(["transparency", "reassurance", "connection"], none.Rows.Select(row => row.Need));
        await Desk.Send(Pair.PartnerA, new GetPortalAgreementQuery()).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Accept(Pair.A, 0).ShouldRefuse(RefusalKind.Conflict, "no-agreement");
    }

    [Fact]
    public async Task Is_in_force_once_each_partner_has_accepted_that_version()
    {
        await Write(0);
        await Accept(Pair.A, 1);
        Assert.False((await Read()).InForce);
        var portal = await Desk.Send(Pair.PartnerB, new AcceptOwnAgreementCommand(1));
        Assert.Equal((true, Desk.Clock.Now), (portal.InForce, portal.AcceptedAt));
        var read = await Read();
        Assert.True(read.InForce);
        Assert.Equal([(Pair.A, true), (Pair.B, false)], read.Acceptances.Select(one => (one.PartnerId, one.InSession)).OrderByDescending(one => one.Item2));

        var next = await Write(1);
        Assert.Equal((2, false, 0), (next.Version, next.InForce, next.Acceptances.Count));
        Assert.Equal((1, 2), (next.History.Single().Version, next.History.Single().Acceptances.Count));
        Assert.Null((await Desk.Send(Pair.PartnerA, new GetPortalAgreementQuery())).AcceptedAt);
    }

    [Fact]
    public async Task Accepts_only_the_version_that_was_read()
    {
        await Write(0);
        await Write(1);
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(1)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(null)).ShouldRefuse(RefusalKind.Invalid, "version-required");
        await Write(1).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(2));
        Desk.GoTo(Monday.AddDays(1));
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(2));
        Assert.Single((await Read()).Acceptances);
    }

    [Fact]
    public async Task Refuses_rows_and_days_that_break_a_rule()
    {
        await Write(0, Some with { Rows = [] }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Write(0, Some with { Rows = [new AgreementRow("suspicion", "x", Cadence.Daily)] }).ShouldRefuse(RefusalKind.Invalid, "unknown-code");
        await Write(0, Some with { Rows = [new AgreementRow("respect", new string('x', 301), Cadence.Daily)] }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Write(0, Some with { Rows = [new AgreementRow("respect", "x", Cadence.PerWeek(7))] }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Write(0, Some with { ReviewOn = Monday.AddDays(-1) }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Accept((await Practice.Couple()).A, 0).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
    }

    [Fact]
    public async Task Versions_written_at_the_same_time_do_not_overwrite_each_other()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            try
            {
                await Write(0);
                return "written";
            }
            catch (Refused refusal)
            {
                return refusal.Code;
            }
        }));
        Assert.Equal(["stale-version", "stale-version", "stale-version", "stale-version", "written"], outcomes.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("CANARY", (await Desk.Rows<string>("SELECT AgreementRows FROM Agreements")).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_the_couples_and_their_clinicians_alone()
    {
        await Write(0);
        var strangers = await Practice.Couple();
        await Desk.Send(strangers.PartnerA, new GetPortalAgreementQuery()).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new GetAgreementQuery(Pair.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.OtherTherapist, new GetAgreementQuery(Pair.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(Pair.PartnerA, new GetAgreementQuery(Pair.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.Therapist, new AcceptOwnAgreementCommand(1)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        Assert.Equal(0, (await Desk.Send(Practice.Therapist, new GetAgreementQuery(strangers.Id))).Version);
        Assert.Contains("accept-own-agreement", await AfterAccepting());
    }

    private async Task<IReadOnlyList<string>> AfterAccepting()
    {
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(1));
        return await Desk.Rows<string>("SELECT Action FROM AuditEntries WHERE CoupleId = @Id AND SubjectId = @A", new { Pair.Id, Pair.A });
    }

    private Task<Agreement> Read() => Desk.Send(Practice.Therapist, new GetAgreementQuery(Pair.Id));

    private Task<Agreement> Write(int version, NewAgreement? body = null) => Desk.Send(Practice.Therapist, new WriteAgreementCommand(Pair.Id, version, body ?? Some));

    private Task<Agreement> Accept(Guid partner, int version) =>
        Desk.Send(Practice.Therapist, new AcceptAgreementCommand(Pair.Id, version, new AgreementAcceptance(partner)));
}
