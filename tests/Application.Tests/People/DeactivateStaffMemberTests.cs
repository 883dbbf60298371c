using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.People;

public sealed class DeactivateStaffMemberTests : OnePractice
{
    private Task<DeactivatedStaffMember> Deactivate(Caller who, int? version = null) =>
        Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(who.AccountId, version));

    [Fact]
    public async Task Ends_every_sign_in_at_once()
    {
        var tokens = await Accept(Practice.Therapist);
        Assert.NotNull(await BearerOf(tokens));
        Assert.False((await Deactivate(Practice.Therapist)).Member.Active);
        Assert.Null(await BearerOf(tokens));
        await Refresh(tokens).ShouldRefuse(RefusalKind.Unauthenticated, "refresh-token-invalid");
        await SignIn(Practice.Therapist).ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
    }

    [Fact]
    public async Task Is_not_held_up_by_open_cases_or_supervisees_but_counts_them()
    {
        await Practice.Couple();
        await Practice.Couple();
        var therapist = await Deactivate(Practice.Therapist);
        Assert.Equal((2, 0), (therapist.OpenCases, therapist.Supervisees));
        var supervisor = await Deactivate(Practice.Supervisor);
        Assert.Equal((0, 1), (supervisor.OpenCases, supervisor.Supervisees));
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        await Deactivate(Practice.Admin).ShouldRefuse(RefusalKind.Conflict, "last-admin");
        Assert.True((await Member(Practice.Admin)).Active);
    }

    [Fact]
    public async Task Of_two_admins_who_remove_each_other_at_once_one_stays()
    {
        await Desk.Send(Practice.Admin, new ChangeStaffMemberCommand(Practice.Therapist.AccountId, null, new StaffChanges(Roles: new Optional<IReadOnlyList<Role>>([Role.Admin], true))));
        await Accept(Practice.Therapist);
        var second = Practice.Therapist with { Roles = Roles.Admin };
        async Task<string> Try(Caller by, Caller who)
        {
            try
            {
                await Desk.Send(by, new DeactivateStaffMemberCommand(who.AccountId, null));
                return "done";
            }
            catch (Refused refusal)
            {
                return refusal.Code;
            }
        }

        var answers = await Task.WhenAll(Try(Practice.Admin, second), Try(second, Practice.Admin));
        Assert.Equal(["done", "last-admin"], answers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Refuses_a_second_time_a_stale_version_another_practice_and_anybody_but_an_admin()
    {
        await Deactivate(Practice.Therapist, 99).ShouldRefuse(RefusalKind.Stale, "stale-version");
        var command = new DeactivateStaffMemberCommand(Practice.Therapist.AccountId, null);
        await Desk.Send((await GivenPractice.Open(Desk)).Admin, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Frontdesk, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Deactivate(Practice.Therapist);
        await Deactivate(Practice.Therapist).ShouldRefuse(RefusalKind.Conflict, "already-deactivated");
    }
}
