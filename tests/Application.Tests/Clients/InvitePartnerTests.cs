using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
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
        var client = await GivenClient(email: "robin@example.test");
        var invited = await Desk.Send(Practice.Frontdesk, new InvitePartnerCommand(client.Id));
        Assert.False(invited.InPersonOnly);
        Assert.Equal(PortalState.Invited, (await Desk.Send(Practice.Frontdesk, new GetClientQuery(client.Id))).Portal.State);

        await Accept(invited);
        Assert.Equal(new PortalAccess(PortalState.Active, "robin@example.test"), (await Desk.Send(Practice.Frontdesk, new GetClientQuery(client.Id))).Portal);
        var partner = Practice.Admin with { AccountId = invited.Invitation.AccountId, ClientId = client.Id, Roles = Roles.Partner };
        Assert.Equal("Robin Reed", (await Desk.Send(partner, new GetMeQuery())).DisplayName);
        await Desk.Send(Practice.Frontdesk, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.Conflict, "has-portal-account");
    }

    [Fact]
    public async Task Needs_an_address_of_the_clients_own()
    {
        var client = await GivenClient();
        await Desk.Send(Practice.Frontdesk, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.Conflict, "no-email");
        await Desk.Send(Practice.Frontdesk, new InvitePartnerCommand((await GivenClient(email: "shared@example.test")).Id));
        var partner = await GivenClient("Kit", "Lark", "SHARED@example.test");
        await Desk.Send(Practice.Frontdesk, new InvitePartnerCommand(partner.Id)).ShouldRefuse(RefusalKind.Conflict, "email-taken");
    }

    [Fact]
    public async Task Renewing_takes_the_corrected_address_and_ends_the_token_before()
    {
        var client = await GivenClient(email: "wrong@example.test");
        var first = await Desk.Send(Practice.Frontdesk, new InvitePartnerCommand(client.Id));
        await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(client.Id, null, new ClientChange(Email: "right@example.test")));
        var second = await Desk.Send(Practice.Frontdesk, new InvitePartnerCommand(client.Id));
        Assert.Equal(("right@example.test", first.Invitation.AccountId), (second.SignInEmail, second.Invitation.AccountId));
        await Accept(first).ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
        await Accept(second);
    }

    [Fact]
    public async Task A_new_contact_address_leaves_the_sign_in_address_alone()
    {
        var client = await GivenClient(email: "robin@example.test");
        await Accept(await Desk.Send(Practice.Frontdesk, new InvitePartnerCommand(client.Id)));
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
        var client = await GivenClient(email: "robin@example.test", safe: new SafeContact(method));
        Assert.Equal(inPersonOnly, (await Desk.Send(Practice.Therapist, new InvitePartnerCommand(client.Id))).InPersonOnly);
    }

    [Fact]
    public async Task Another_practice_invites_nobody_here()
    {
        var client = await GivenClient(email: "robin@example.test");
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Frontdesk, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Admin, new InvitePartnerCommand(client.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    private Task<SignInTokens> Accept(InvitedPartner invited) => Desk.Send(Caller.Anonymous, new AcceptInvitationCommand(
        new InvitationAnswer(invited.Invitation.AccountId, invited.Invitation.Token, TestDesk.Password)));
}
