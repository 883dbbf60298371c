using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Couples;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Practices;

namespace CounselDesk.Application.Tests.Consents;

/// <summary>A couple, and the steps that tests about consents share. Today is 2 March 2026.</summary>
public abstract class ConsentTests : CaseTests
{
    protected const string Recipient = "Dr. Ana  Müller, County Court";

    protected static readonly DateOnly Signed = new(2026, 3, 1);

    protected Task<Consent> Authorize(Guid partner, string recipient = Recipient, DateOnly? expiresOn = null, Guid? coupleId = null) =>
        Record(new NewConsent(partner, ConsentKind.Release, Signed, Recipient: recipient, Purpose: "Custody hearing", ExpiresOn: expiresOn ?? new DateOnly(2026, 6, 1)), coupleId);

    protected Task<Consent> Record(NewConsent consent, Guid? coupleId = null) => Desk.Send(Practice.Therapist, new RecordConsentCommand(coupleId ?? Given.Id, consent));

    protected Task<Release> Release(string scope = "joint", string recipient = Recipient, Guid? coupleId = null) =>
        Desk.Send(Practice.Therapist, new ReleaseRecordCommand(
            coupleId ?? Given.Id, new NewRelease(recipient, "Custody hearing", "Treatment summary, two pages", ReleaseMethod.Mail, scope)));
}

public sealed class RecordConsentTests : ConsentTests
{
    [Fact]
    public async Task Keeps_the_practices_policy_of_the_time_or_the_one_that_the_form_states()
    {
        var today = await Record(new NewConsent(Given.A, ConsentKind.SecretsPolicy, Signed));
        var practice = await Desk.Rows<string>("SELECT SecretsPolicy FROM Practices WHERE Id = @Id", new { Practice.Id });
        Assert.Equal(practice.Single(), today.Policy.ToString());
        Assert.Equal(SecretsPolicy.Confidential, (await Record(new NewConsent(Given.B, ConsentKind.SecretsPolicy, Signed, SecretsPolicy.Confidential))).Policy);
        Assert.Null((await Record(new NewConsent(Given.B, ConsentKind.Treatment, Signed))).Policy);
    }

    [Fact]
    public async Task A_release_names_recipient_purpose_and_last_day_and_keeps_texts_unreadable()
    {
        var consent = await Authorize(Given.A);
        Assert.Equal((Recipient, "Custody hearing", new DateOnly(2026, 6, 1), true), (consent.Recipient, consent.Purpose, consent.ExpiresOn, consent.InForce));
        var kept = (await Desk.Rows<string>("SELECT CONCAT(Recipient, Purpose) FROM Consents")).Single();
        Assert.DoesNotContain("Court", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Custody", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_is_missing_out_of_place_or_in_the_future()
    {
        var refusal = await Record(new NewConsent(Given.A, ConsentKind.Release, Signed)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(["body.recipient", "body.purpose", "body.expiresOn"], refusal.Faults!.Errors.Select(fault => fault.PropertyName));
        await Record(new NewConsent(Given.A, ConsentKind.Treatment, Signed, Recipient: "Somebody")).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record(new NewConsent(Given.A, ConsentKind.Treatment, Signed, SecretsPolicy.NoSecrets)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record(new NewConsent(Given.A, ConsentKind.Treatment, new DateOnly(2026, 3, 3))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Authorize(Given.A, expiresOn: new DateOnly(2026, 2, 28)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record(new NewConsent(Practice.Admin.AccountId, ConsentKind.Treatment, Signed)).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
    }

    [Fact]
    public async Task Only_the_cases_clinicians_record_list_and_revoke()
    {
        var consent = await Authorize(Given.A);
        var other = await GivenPractice.Open(Desk);
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, Given.PartnerA, Given.PartnerB })
        {
            await Desk.Send(caller, new ListConsentsQuery(Given.Id, default, null, null)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new RevokeConsentCommand(Given.Id, consent.Id, new Revocation())).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        await Desk.Send(other.Therapist, new ListConsentsQuery(Given.Id, default, null, null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.OtherTherapist, new ListConsentsQuery(Given.Id, default, null, null)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
    }

    [Fact]
    public async Task Lists_by_partner_and_kind_newest_first()
    {
        await Record(new NewConsent(Given.A, ConsentKind.Treatment, Signed));
        await Authorize(Given.B);
        await Authorize(Given.A);
        async Task<IEnumerable<(Guid, ConsentKind)>> Listed(Guid? partner, ConsentKind? kind) =>
            (await Desk.Send(Practice.Therapist, new ListConsentsQuery(Given.Id, default, partner, kind))).Items.Select(consent => (consent.PartnerId, consent.Kind));
        Assert.Equal([(Given.A, ConsentKind.Release), (Given.A, ConsentKind.Treatment)], await Listed(Given.A, null));
        Assert.Equal([(Given.A, ConsentKind.Release), (Given.B, ConsentKind.Release)], await Listed(null, ConsentKind.Release));
    }
}

public sealed class RevokeConsentTests : ConsentTests
{
    [Fact]
    public async Task Ends_the_consent_once_and_keeps_the_reason()
    {
        var consent = await Authorize(Given.A);
        var revoked = await Desk.Send(Practice.Therapist, new RevokeConsentCommand(Given.Id, consent.Id, new Revocation("Changed my mind")));
        Assert.Equal((false, Desk.Clock.Now, "Changed my mind"), (revoked.InForce, revoked.RevokedAt, revoked.RevokeReason));
        Assert.DoesNotContain("Changed my mind", await Desk.Rows<string>("SELECT RevokeReason FROM Consents"));
        await Desk.Send(Practice.Therapist, new RevokeConsentCommand(Given.Id, consent.Id, new Revocation())).ShouldRefuse(RefusalKind.Conflict, "already-revoked");
    }

    [Fact]
    public async Task A_consent_is_found_only_in_its_own_case()
    {
        var consent = await Authorize(Given.A);
        var second = await Practice.Couple();
        await Desk.Send(Practice.Therapist, new RevokeConsentCommand(second.Id, consent.Id, new Revocation())).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}

public sealed class ReleaseRecordTests : ConsentTests
{
    [Fact]
    public async Task The_joint_record_needs_both_partners()
    {
        await Release().ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        var b = await Authorize(Given.B);
        await Release().ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        await Authorize(Given.B);
        await Release().ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        await Desk.Send(Practice.Therapist, new RevokeConsentCommand(Given.Id, b.Id, new Revocation()));
        var a = await Authorize(Given.A);
        var release = await Release();
        Assert.Equal(("joint", a.Id, 2), (release.Scope, release.AuthorizationIds[0], release.AuthorizationIds.Count));
        Assert.DoesNotContain(b.Id, release.AuthorizationIds);
    }

    [Fact]
    public async Task A_partners_own_compartment_needs_that_partner_alone()
    {
        await Authorize(Given.A);
        Assert.Equal(Given.A.ToString(), (await Release(Given.A.ToString())).Scope);
        await Release(Given.B.ToString()).ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        await Release().ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        await Release(Practice.Admin.AccountId.ToString()).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Release("both").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task A_revoked_authorization_no_longer_counts()
    {
        await Authorize(Given.A);
        var b = await Authorize(Given.B);
        await Release();
        await Desk.Send(Practice.Therapist, new RevokeConsentCommand(Given.Id, b.Id, new Revocation()));
        await Release().ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        Assert.Single((await Desk.Send(Practice.Therapist, new ListReleasesQuery(Given.Id, default))).Items);
    }

    [Fact]
    public async Task An_authorization_holds_through_its_last_day_in_the_practices_time_zone()
    {
        await Authorize(Given.A);
        await Authorize(Given.B, expiresOn: new DateOnly(2026, 3, 10));
        Desk.Clock.Now = new DateTimeOffset(2026, 3, 11, 4, 59, 59, TimeSpan.Zero);
        await Release();
        Desk.Clock.Now = new DateTimeOffset(2026, 3, 11, 5, 0, 0, TimeSpan.Zero);
        await Release().ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
    }

    [Theory]
    [InlineData("dr. ana müller, county  court ", true)]
    [InlineData("Dr. Ana Mu\u0308ller, County Court", true)]
    [InlineData("Dr. Ana Muller, County Court", false)]
    [InlineData("County Court", false)]
    [InlineData("%", false)]
    public async Task Only_the_named_recipient_is_given_it(string recipient, bool same)
    {
        await Authorize(Given.A);
        await Authorize(Given.B);
        if (same)
            await Release(recipient: recipient);
        else
            await Release(recipient: recipient).ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
    }

    [Fact]
    public async Task Is_entered_in_the_accounting_which_the_administrator_reads_too()
    {
        await Authorize(Given.A);
        await Authorize(Given.B);
        var release = await Release();
        foreach (var caller in new[] { Practice.Therapist, Practice.Admin })
        {
            var line = (await Desk.Send(caller, new ListDisclosuresQuery(Given.Id, default))).Items.Single();
            Assert.Equal((new DateOnly(2026, 3, 2), Recipient, "Treatment summary, two pages", "Custody hearing", "joint", (Guid?)release.Id, "Tess"),
                (line.DisclosedOn, line.Recipient, line.Description, line.Purpose, line.Scope, line.ReleaseId, line.ByName));
        }

        foreach (var caller in new[] { Practice.Frontdesk, Given.PartnerA })
            await Desk.Send(caller, new ListDisclosuresQuery(Given.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send((await GivenPractice.Open(Desk)).Admin, new ListDisclosuresQuery(Given.Id, default)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Admin, new ListReleasesQuery(Given.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var kept = (await Desk.Rows<string>("SELECT CONCAT(Recipient, Description, Purpose) FROM Disclosures")).Single();
        Assert.DoesNotContain("Court", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("summary", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frozen_record_still_needs_both_and_can_still_be_released()
    {
        await Authorize(Given.A);
        var alone = (await Separate(null, Given.A)).IndividualCases.Single();
        await Release().ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        await Release(coupleId: alone.Id).ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        await Record(new NewConsent(Given.A, ConsentKind.Treatment, Signed)).ShouldRefuse(RefusalKind.Conflict, "record-frozen");
        await Authorize(Given.B);
        await Release();
    }

    [Fact]
    public async Task A_case_of_one_needs_that_client_alone()
    {
        var alone = (await Separate(null, Given.A)).IndividualCases.Single();
        await Authorize(Given.A, coupleId: alone.Id);
        Assert.Single((await Release(coupleId: alone.Id)).AuthorizationIds);
        await Release().ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
    }

    [Fact]
    public async Task What_was_authorized_with_one_partner_does_not_count_with_the_next()
    {
        await Authorize(Given.A);
        await Authorize(Given.B);
        await Separate();
        var later = await Desk.Send(Practice.Therapist, new CreateCoupleCommand(new NewCouple([new NewPartner(Given.A), new NewPartner(FirstName: "New", LastName: "Love")])));
        await Authorize(later.Partners[1].ClientId, coupleId: later.Id);
        await Release(coupleId: later.Id).ShouldRefuse(RefusalKind.Conflict, "authorization-missing");
        Assert.Empty((await Desk.Send(Practice.Therapist, new ListReleasesQuery(later.Id, default))).Items);
    }
}
