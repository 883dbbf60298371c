using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.People;

public sealed class RenewInvitationTests : OnePractice
{
    [Fact]
    public async Task The_invitation_before_stops_working()
    {
        var first = await Desk.Send(Practice.Admin, new InviteStaffCommand(new NewStaffMember("Nia", "nia@example.test", [Role.Therapist])));
        var second = await Desk.Send(Practice.Admin, new RenewInvitationCommand(first.Member.Id, first.Version));
        await Desk.Send(Caller.Anonymous, new AcceptInvitationCommand(new InvitationAnswer(first.Member.Id, first.Invitation.Token, TestDesk.Password)))
            .ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
        await Desk.Send(Caller.Anonymous, new AcceptInvitationCommand(new InvitationAnswer(first.Member.Id, second.Invitation.Token, TestDesk.Password)));
    }

    [Fact]
    public async Task As_a_reset_it_ends_the_password_the_lock_out_and_every_sign_in()
    {
        var tokens = await Accept(Practice.Therapist);
        Assert.NotNull(await BearerOf(tokens));
        for (var i = 0; i < 5; i++)
            await SignIn(Practice.Therapist, "not the password").ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        var renewed = await Desk.Send(Practice.Admin, new RenewInvitationCommand(Practice.Therapist.AccountId, null));
        Assert.False(renewed.Member.HasPassword);
        Assert.Null(await BearerOf(tokens));
        await SignIn(Practice.Therapist).ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        await Desk.Send(Caller.Anonymous, new AcceptInvitationCommand(
            new InvitationAnswer(Practice.Therapist.AccountId, renewed.Invitation.Token, "another good password")));
        await SignIn(Practice.Therapist, "another good password");
    }

    [Fact]
    public async Task Refuses_ones_own_account_a_deactivated_one_a_stale_version_and_anybody_but_an_admin()
    {
        var id = Practice.Therapist.AccountId;
        await Desk.Send(Practice.Admin, new RenewInvitationCommand(Practice.Admin.AccountId, null)).ShouldRefuse(RefusalKind.Conflict, "own-account");
        await Desk.Send(Practice.Admin, new RenewInvitationCommand(id, 99)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Practice.Supervisor, new RenewInvitationCommand(id, null)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Admin, new RenewInvitationCommand(id, null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(id, null));
        await Desk.Send(Practice.Admin, new RenewInvitationCommand(id, null)).ShouldRefuse(RefusalKind.Conflict, "deactivated");
    }
}
