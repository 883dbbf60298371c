using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.People;

public sealed class SignInTests : OnePractice
{
    private Task<SignInTokens> Wrong() => SignIn(Practice.Admin, "not the password");

    [Fact]
    public async Task Opens_the_account_with_its_roles_and_time_zone()
    {
        var caller = await BearerOf(await SignIn(Practice.Admin));
        Assert.Equal((Practice.Admin.AccountId, Practice.Id, Roles.Admin, "America/Chicago"), (caller!.AccountId, caller.PracticeId, caller.Roles, caller.TimeZone));
    }

    [Fact]
    public async Task An_unknown_address_a_wrong_password_and_a_closed_account_get_one_answer()
    {
        await Accept(Practice.Therapist);
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(Practice.Therapist.AccountId, null));
        Refused[] answers =
        [
            await Wrong().ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed"),
            await SignIn(Practice.Therapist).ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed"),
            await Desk.Send(Caller.Anonymous, new SignInCommand(new Credentials("nobody@example.test", TestDesk.Password)))
                .ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed"),
        ];
        Assert.Single(answers.Select(answer => answer.Message).Distinct());
    }

    [Fact]
    public async Task Nobody_signs_in_before_accepting_the_invitation() =>
        await SignIn(Practice.Therapist, "").ShouldRefuse(RefusalKind.Invalid, "invalid-input");

    [Fact]
    public async Task Five_failures_lock_the_account_for_fifteen_minutes()
    {
        for (var i = 0; i < 5; i++)
            await Wrong().ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        await SignIn(Practice.Admin).ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        Desk.Clock.Now += TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1);
        await SignIn(Practice.Admin).ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        Desk.Clock.Now += TimeSpan.FromMilliseconds(1);
        await SignIn(Practice.Admin);
    }

    [Fact]
    public async Task Four_failures_do_not_lock_and_a_success_forgets_them()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
                await Wrong().ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
            await SignIn(Practice.Admin);
        }
    }

    [Fact]
    public async Task Failures_are_counted_whatever_characters_the_address_has()
    {
        var invited = await Desk.Send(Practice.Admin, new InviteStaffCommand(new NewStaffMember("Mo", "mo.o'brien&co@example.test", [Role.Therapist])));
        await Desk.Send(Caller.Anonymous, new SignInCommand(new Credentials(invited.Member.Email, "not the password")))
            .ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        Assert.Equal([1L], await Desk.Rows<long>("SELECT a.AccessFailedCount FROM Accounts a WHERE a.Id = @Id", new { invited.Member.Id }));
    }

    [Fact]
    public async Task The_same_credentials_in_two_practices_ask_for_the_practice()
    {
        var other = await GivenPractice.Open(Desk);
        var email = (await Member(Practice.Admin)).Email;
        await Tamper("UPDATE Accounts SET Email = @Email, NormalizedEmail = @Normalized WHERE Id = @Id", new { Email = email, Normalized = Account.Normalize(email), Id = other.Admin.AccountId });
        await SignIn(Practice.Admin).ShouldRefuse(RefusalKind.Conflict, "which-practice");
        var tokens = await Desk.Send(Caller.Anonymous, new SignInCommand(new Credentials(email, TestDesk.Password, PracticeId: other.Id)));
        Assert.Equal(other.Id, (await BearerOf(tokens))!.PracticeId);
    }

    [Fact]
    public async Task Signing_in_and_failing_to_are_in_the_audit_without_the_password()
    {
        await SignIn(Practice.Admin);
        await Wrong().ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        var rows = await Desk.Rows<string>(
            "SELECT CONCAT(Outcome, ':', Code) FROM AuditEntries WHERE PracticeId = @Id AND Action = 'sign-in' ORDER BY Seq", new { Practice.Id });
        Assert.Equal(["Allowed:", "Refused:sign-in-failed"], rows);
    }
}
