using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.People;

public sealed class AcceptInvitationTests : OnePractice
{
    private async Task<InvitedStaffMember> Invite() =>
        await Desk.Send(Practice.Admin, new InviteStaffCommand(new NewStaffMember("Nia", "nia@example.test", [Role.Therapist, Role.Admin])));

    private Task<SignInTokens> Answer(Invitation invitation, string? token = null) =>
        Desk.Send(Caller.Anonymous, new AcceptInvitationCommand(new InvitationAnswer(invitation.AccountId, token ?? invitation.Token, TestDesk.Password)));

    [Fact]
    public async Task Signs_the_person_in_with_the_roles_invited_for()
    {
        var invited = await Invite();
        Assert.False(invited.Member.HasPassword);
        Assert.Equal(Desk.Clock.Now.AddDays(7), invited.Invitation.ExpiresAt);
        var caller = await BearerOf(await Answer(invited.Invitation));
        Assert.Equal((invited.Member.Id, Roles.Admin | Roles.Therapist), (caller!.AccountId, caller.Roles));
        Assert.True((await Member(caller)).HasPassword);
    }

    [Fact]
    public async Task Works_once()
    {
        var invited = await Invite();
        await Answer(invited.Invitation);
        await Answer(invited.Invitation).ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
    }

    [Fact]
    public async Task Expires_after_seven_days()
    {
        var (late, early) = (await Invite(), await Desk.Send(Practice.Admin, new InviteStaffCommand(new NewStaffMember("Ned", "ned@example.test", [Role.Therapist]))));
        Desk.Clock.Now += TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1);
        await Answer(early.Invitation);
        Desk.Clock.Now += TimeSpan.FromMilliseconds(1);
        await Answer(late.Invitation).ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
    }

    [Fact]
    public async Task A_later_expiry_cannot_be_written_into_the_token()
    {
        var invited = await Invite();
        Desk.Clock.Now += TimeSpan.FromDays(7);
        var forged = $"{(Desk.Clock.Now + TimeSpan.FromDays(7)).ToUnixTimeMilliseconds()}.{invited.Invitation.Token.Split('.', 2)[1]}";
        await Answer(invited.Invitation, forged).ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
    }

    [Fact]
    public async Task Another_persons_token_or_an_invented_one_is_refused()
    {
        var invited = await Invite();
        await Answer(invited.Invitation with { AccountId = Practice.Therapist.AccountId }).ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
        await Answer(invited.Invitation, "invented").ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
        await Answer(invited.Invitation, "9999999999999.invented").ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
    }

    [Fact]
    public async Task A_deactivated_persons_invitation_has_ended_for_good()
    {
        var invited = await Invite();
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(invited.Member.Id, null));
        await Answer(invited.Invitation).ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
        await Desk.Send(Practice.Admin, new ReactivateStaffMemberCommand(invited.Member.Id, null));
        await Answer(invited.Invitation).ShouldRefuse(RefusalKind.Unauthenticated, "invitation-invalid");
    }
}
