using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.Clients;

public sealed class InvitePartnerTests : ClientTests
{
    [Fact]
    public async Task Makes_an_account_that_signs_in_as_that_client()
    {
        var client = await GivenOwnClient(email: "robin@example.test");
        var invited = await Desk.Send(Practice.Therapist, new InvitePartnerCommand(client.Id));
        Assert.False(invited.InPersonOnly);
        Assert.Equal(PortalState.Invited, (await Desk.Send(Practice.Frontdesk, new GetClientQuery(client.Id))).Portal.State);

        await Accept(invited);
        Assert.Equal(new PortalAccess(PortalState.Active, "robin@example.test"), (await Desk.Send(Practice.Frontdesk, new GetClientQuery(client.Id))).Portal);
        var partner = Practice.Admin with { AccountId = invited.Invitation.AccountId, ClientId = client.Id, Roles = Roles.Partner };
        Assert.Equal("Robin Reed", (await Desk.Send(partner, new GetMeQuery())).DisplayName);
        await Desk.Send(Practice.Therapist, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.Conflict, "has-portal-account");
    }

    [Fact]
    public async Task Needs_an_address_of_the_clients_own()
    {
        var client = await GivenOwnClient();
        await Desk.Send(Practice.Therapist, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.Conflict, "no-email");
        await Desk.Send(Practice.Therapist, new InvitePartnerCommand((await GivenOwnClient(email: "shared@example.test")).Id));
        var partner = await GivenOwnClient("Kit", "Lark", "SHARED@example.test");
        await Desk.Send(Practice.Therapist, new InvitePartnerCommand(partner.Id)).ShouldRefuse(RefusalKind.Conflict, "email-taken");
    }

    [Fact]
    public async Task Renewing_takes_the_corrected_address_and_ends_the_token_before()
    {
        var client = await GivenOwnClient(email: "wrong@example.test");
        var first = await Desk.Send(Practice.Therapist, new InvitePartnerCommand(client.Id));
        await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(client.Id, null, new ClientChange(Email: "right@example.test")));
        var second = await Desk.Send(Practice.Therapist, new InvitePartnerCommand(client.Id));
        Assert.Equal(("right@example.test", first.Invitation.AccountId), (second.SignInEmail, second.Invitation.AccountId));
        await Accept(first).ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
        await Accept(second);
    }

    [Fact]
    public async Task A_new_contact_address_leaves_the_sign_in_address_alone()
    {
        var client = await GivenOwnClient(email: "robin@example.test");
        await Accept(await Desk.Send(Practice.Therapist, new InvitePartnerCommand(client.Id)));
        var changed = await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(client.Id, null, new ClientChange(FirstName: "Rob", Email: "new@example.test")));
        Assert.Equal(("new@example.test", "robin@example.test"), (changed.Email, changed.Portal.SignInEmail));
        Assert.Equal(["Rob Reed"], await Desk.Rows<string>("SELECT DisplayName FROM Accounts WHERE ClientId = @Id", new { client.Id }));
    }

    [Theory]
    [InlineData(SafeContactMethod.Any, false)]
    [InlineData(SafeContactMethod.Email, false)]
    [InlineData(SafeContactMethod.Phone, true)]
    [InlineData(SafeContactMethod.PortalOnly, true)]
    public async Task Says_when_it_must_not_be_written(SafeContactMethod method, bool inPersonOnly)
    {
        var client = await GivenOwnClient(email: "robin@example.test", safe: new SafeContact(method));
        Assert.Equal(inPersonOnly, (await Desk.Send(Practice.Therapist, new InvitePartnerCommand(client.Id))).InPersonOnly);
    }

    [Fact]
    public async Task Another_practice_invites_nobody_here()
    {
        var client = await GivenOwnClient(email: "robin@example.test");
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Is_refused_to_whoever_has_none_of_the_clients_cases()
    {
        var client = await GivenOwnClient(email: "robin@example.test");
        foreach (var caller in new[] { Practice.Frontdesk, Practice.Admin })
            await Desk.Send(caller, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        foreach (var caller in new[] { Practice.OtherTherapist, Practice.Associate, Practice.Supervisor })
            await Desk.Send(caller, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-client");
        var withoutCase = await GivenClient(email: "kit@example.test");
        await Desk.Send(Practice.Therapist, new InvitePartnerCommand(withoutCase.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-client");
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM Accounts WHERE ClientId IS NOT NULL"));
    }

    [Fact]
    public async Task An_emergency_access_to_the_case_is_none_to_the_portal()
    {
        var client = await GivenOwnClient(email: "robin@example.test");
        await Desk.Send(Practice.OtherTherapist, new RequestEmergencyAccessCommand(client.CaseIds.Single(), new EmergencyReason("The partner called in crisis.")));
        await Desk.Send(Practice.OtherTherapist, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-client");
    }

    [Fact]
    public async Task An_associate_invites_own_clients_and_their_supervisor_too()
    {
        var given = await Practice.Couple(Practice.Associate);
        await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(given.B, null, new ClientChange(Email: "kit@example.test")));
        var first = await Desk.Send(Practice.Associate, new InvitePartnerCommand(given.B));
        Assert.Equal(first.Invitation.AccountId, (await Desk.Send(Practice.Supervisor, new InvitePartnerCommand(given.B))).Invitation.AccountId);
        await Desk.Send(Practice.Therapist, new InvitePartnerCommand(given.B)).ShouldRefuse(RefusalKind.Forbidden, "not-your-client");
    }

    /// <summary>A client whom the therapist sees.</summary>
    private async Task<Client> GivenOwnClient(string first = "Robin", string last = "Reed", string? email = null, SafeContact? safe = null)
    {
        var client = await GivenClient(first, last, email, safe: safe);
        await Desk.Send(Practice.Therapist, new OpenIndividualCaseCommand(client.Id, new NewIndividualCase()));
        return await Desk.Send(Practice.Therapist, new GetClientQuery(client.Id));
    }

    private Task<SignInTokens> Accept(InvitedPartner invited) => Desk.Send(Caller.Anonymous, new AcceptInvitationCommand(
        new InvitationAnswer(invited.Invitation.AccountId, invited.Invitation.Token, TestDesk.Password)));
}
