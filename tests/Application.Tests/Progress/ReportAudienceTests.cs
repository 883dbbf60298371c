using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Safety;

namespace CounselDesk.Application.Tests.Progress;

public sealed class ReportAudienceTests : ProgressTest
{
    private const string Recipient = "Dr. Hill <b>";

    [Fact]
    public async Task The_couple_s_page_holds_what_both_may_see()
    {
        await Joint();
        var page = await Print(ReportAudience.Couple);
        await Keep(page, "couple");
        foreach (var part in new[] { "For both of you", "Robin Reed and Kit Lark", "1 session with both", "1½ of 2", "Say so", "It has not been accepted by both yet" })
            Assert.Contains(part, page, StringComparison.Ordinal);
        foreach (var outside in new[] { "<script", "<link", "<img", "url(", "Trust, week by week", "of 50" })
            Assert.DoesNotContain(outside, page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_couple_s_page_is_the_same_whatever_either_said_alone()
    {
        var assignment = await Joint();
        var before = await Print(ReportAudience.Couple);

        await Desk.Send(Practice.Therapist, new RecordScreeningCommand(Given.Id, new NewScreening(Given.A, Monday, ScreeningMethod.Judgement, Positive: true)));
        await Log(Given.PartnerB, assignment, 7, LogOutcome.Done, LogShare.Therapist, "CANARY");
        await Desk.Send(Given.PartnerA, new LogHomeworkCommand(assignment, new NewLogEntry(Monday.AddDays(14), LogOutcome.Skipped, LogShare.Therapist, BarrierCode: BarrierCode.FeltUnsafe)));
        await Desk.Send(Practice.Therapist, new AssignHomeworkCommand(Given.Id, new NewAssignment("self-care", Given.A.ToString(), Monday.AddDays(14), Cadence.Weekly)));
        await Desk.Send(Practice.Therapist, new AssignHomeworkCommand(Given.Id, new NewAssignment("self-care", "each", Monday.AddDays(14), Cadence.Weekly)));
        await Desk.Draft(Practice.Therapist, Given, GivenNotes.Full("CANARY") with { Scope = Given.A.ToString() });
        await Desk.Held(Practice.Therapist, Given, Given.A);
        await Pulse(Given.PartnerA, 20);
        await Record("phq-9", Given.B, [1, 1, 1, 1, 1, 1, 1, 1, 1]);
        await Desk.Send(Given.PartnerA, new WriteOwnSharingCommand(null, new OwnSharing(true)));

        At(Monday.AddDays(14));
        Assert.Equal(before, await Print(ReportAudience.Couple));
    }

    [Fact]
    public async Task Pulses_stand_on_the_couple_s_page_only_while_both_want_it()
    {
        await Pulse(Given.PartnerA, 21);
        await Pulse(Given.PartnerB, 33);
        Assert.False(await Shows());
        await Share(Given.PartnerA, shares: true);
        Assert.False(await Shows());
        await Desk.Send(Practice.Therapist, new WritePartnerPulseSharingCommand(Given.Id, Given.B, 0, new SignedPulseSharing(true, Monday)));
        Assert.True(await Shows());
        await Keep(await Print(ReportAudience.Couple), "couple-pulses");
        await Share(Given.PartnerB, shares: false);
        Assert.False(await Shows());

        async Task<bool> Shows()
        {
            var page = await Print(ReportAudience.Couple);
            var (a, b) = (page.Contains("<td class=\"n\">21</td>", StringComparison.Ordinal), page.Contains("<td class=\"n\">33</td>", StringComparison.Ordinal));
            Assert.Equal(a, b);
            return a;
        }
    }

    [Fact]
    public async Task What_one_partner_shares_tells_the_other_nothing()
    {
        var before = await Desk.Send(Given.PartnerB, new GetOwnSharingQuery());
        await Share(Given.PartnerA, shares: true);
        Assert.Equal(new PortalSharing(true, 1), await Desk.Send(Given.PartnerA, new GetOwnSharingQuery()));
        Assert.Equal((before, new PortalSharing(false, 0)), (await Desk.Send(Given.PartnerB, new GetOwnSharingQuery()), before));
        var known = await Desk.Send(Practice.Therapist, new GetPartnerPulseSharingQuery(Given.Id, Given.A));
        Assert.Equal((true, null, false, 1), (known.SharesPulses, known.SignedOn, known.InSession, known.Version));
    }

    [Fact]
    public async Task Sharing_keeps_what_was_said_before_and_refuses_an_old_version()
    {
        await Share(Given.PartnerA, shares: true);
        await Desk.Send(Given.PartnerA, new WriteOwnSharingCommand(0, new OwnSharing(false))).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Given.PartnerA, new WriteOwnSharingCommand(1, new OwnSharing(false)));
        Assert.Equal([true, false], await Desk.Rows<bool>("SELECT p.Shares FROM PulseShares p WHERE p.ClientId = @A ORDER BY p.Version", new { Given.A }));
    }

    [Fact]
    public async Task Sharing_is_refused_where_there_is_nobody_to_share_with()
    {
        var alone = await Desk.Send(Practice.Therapist, new OpenIndividualCaseCommand(Given.A, new NewIndividualCase()));
        await Print(ReportAudience.Couple, coupleId: alone.Id).ShouldRefuse(RefusalKind.Conflict, "no-couple");
        await Desk.Send(Practice.Therapist, new GetPartnerPulseSharingQuery(alone.Id, Given.A)).ShouldRefuse(RefusalKind.Conflict, "no-couple");
        await Desk.Send(Practice.Therapist, new GetPartnerPulseSharingQuery(Given.Id, Practice.Admin.AccountId)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Therapist, new WritePartnerPulseSharingCommand(Given.Id, Given.A, null, new SignedPulseSharing(true, Monday.AddDays(1)))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task A_third_party_gets_the_joint_record_within_a_release_of_it()
    {
        await Joint();
        await Pulse(Given.PartnerA, 21);
        await Record("csi-16", Given.B, 40);
        foreach (var partner in new[] { Given.PartnerA, Given.PartnerB })
            await Share(partner, shares: true);
        var release = await Release("joint", Given.A, Given.B);
        var page = await Print(ReportAudience.ThirdParty, release.Id);
        await Keep(page, "third-party-joint");
        foreach (var part in new[] { "For Dr. Hill &lt;b&gt; alone.", "Purpose: Custody hearing", "Robin Reed and Kit Lark", "1½ of 2" })
            Assert.Contains(part, page, StringComparison.Ordinal);
        foreach (var beyond in new[] { "Trust, week by week", "Couples Satisfaction", "Measures", "For the clinician", "<b>" })
            Assert.DoesNotContain(beyond, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_party_gets_one_partner_s_own_record_without_the_other()
    {
        await Joint();
        await Record("csi-16", Given.A, 41);
        await Record("phq-9", Given.B, 11);
        var release = await Release(Given.A.ToString(), Given.A);
        var page = await Print(ReportAudience.ThirdParty, release.Id);
        await Keep(page, "third-party-own");
        Assert.Contains("Robin Reed", page, StringComparison.Ordinal);
        Assert.Contains("Couples Satisfaction Index", page, StringComparison.Ordinal);
        foreach (var other in new[] { "Kit", "Lark", "Patient Health", "Say so", "Sessions together" })
            Assert.DoesNotContain(other, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_printed_only_while_its_authorizations_are_in_force()
    {
        var release = await Release("joint", Given.A, Given.B);
        await Print(ReportAudience.ThirdParty, release.Id);
        await Desk.Send(Practice.Therapist, new RevokeConsentCommand(Given.Id, release.AuthorizationIds[1], new Revocation(null)));
        await Print(ReportAudience.ThirdParty, release.Id).ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        Assert.Equal(
            [(release.Id, "Allowed"), (release.Id, "Refused")],
            (await Desk.Rows<Guid>("SELECT e.ResourceId FROM AuditEntries e WHERE e.Action = 'print-report' AND e.ResourceId IS NOT NULL ORDER BY e.Seq"))
                .Zip(await Desk.Rows<string>("SELECT e.Outcome FROM AuditEntries e WHERE e.Action = 'print-report' ORDER BY e.Seq")));
    }

    [Fact]
    public async Task A_release_is_printed_only_until_its_authorizations_expire()
    {
        var release = await Release(Given.A.ToString(), Given.A);
        At(Monday.AddDays(31));
        await Print(ReportAudience.ThirdParty, release.Id).ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
    }

    [Fact]
    public async Task A_release_is_named_for_a_third_party_and_for_nobody_else_and_is_of_this_case()
    {
        var release = await Release(Given.A.ToString(), Given.A);
        await Print(ReportAudience.ThirdParty).ShouldRefuse(RefusalKind.Invalid, "release-required");
        await Print(ReportAudience.Couple, release.Id).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Print(ReportAudience.Clinical, release.Id).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var other = await Practice.Couple();
        await Print(ReportAudience.ThirdParty, release.Id, other.Id).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private async Task<Guid> Joint()
    {
        await Desk.Held(Practice.Therapist, Given, Given.A, Given.B);
        await Desk.Send(Practice.Therapist, new WriteAgreementCommand(Given.Id, null, new NewAgreement([new AgreementRow("reassurance", "Say so", Cadence.Daily)], Monday.AddDays(60))));
        var assignment = await Desk.Send(Practice.Therapist, new AssignHomeworkCommand(Given.Id, new NewAssignment("daily-check-in", "couple", Monday, Cadence.Weekly)));
        await Log(Given.PartnerA, assignment.Id, 0, LogOutcome.Partly, LogShare.PartnerToo, "Tea");
        await Log(Given.PartnerB, assignment.Id, 0, LogOutcome.Done, LogShare.PartnerToo, "Tea");
        At(Monday.AddDays(8));
        await Log(Given.PartnerA, assignment.Id, 8, LogOutcome.Partly, LogShare.PartnerToo, "Soup");
        At(Monday.AddDays(14));
        return assignment.Id;
    }

    private Task<PortalLogEntry> Log(Caller partner, Guid assignment, int day, LogOutcome outcome, LogShare share, string news) => Desk.Send(partner, new LogHomeworkCommand(
        assignment, new NewLogEntry(Monday.AddDays(day), outcome, share, Answers: new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["news"] = GivenHomework.Json(news) })));

    private async Task<Release> Release(string scope, params Guid[] authorizing)
    {
        foreach (var partner in authorizing)
            await Desk.Send(Practice.Therapist, new RecordConsentCommand(Given.Id, new NewConsent(partner, ConsentKind.Release, Monday, Recipient: Recipient, Purpose: "Custody hearing", ExpiresOn: Monday.AddDays(30))));
        return await Desk.Send(Practice.Therapist, new ReleaseRecordCommand(Given.Id, new NewRelease(Recipient, "Custody hearing", "Report", ReleaseMethod.Mail, scope)));
    }

    private Task<PortalSharing> Share(Caller partner, bool shares) => Desk.Send(partner, new WriteOwnSharingCommand(null, new OwnSharing(shares)));

    private Task<string> Print(ReportAudience audience, Guid? releaseId = null, Guid? coupleId = null) =>
        Desk.Send(Practice.Therapist, new PrintReportQuery(coupleId ?? Given.Id, audience, releaseId));

    // To look at them: COUNSELDESK_KEEP_REPORT names a file, to which the audience is added.
    private static Task Keep(string page, string audience) => Environment.GetEnvironmentVariable("COUNSELDESK_KEEP_REPORT") is { Length: > 0 } file
        ? File.WriteAllTextAsync($"{file}.{audience}.html", page)
        : Task.CompletedTask;
}
