using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.People;

public sealed class ChangeStaffMemberTests : OnePractice
{
    private Task<StaffMember> Change(Caller who, StaffChanges changes, int? version = null) =>
        Desk.Send(Practice.Admin, new ChangeStaffMemberCommand(who.AccountId, version, changes));

    private static StaffChanges To(params Role[] roles) => new(Roles: new Optional<IReadOnlyList<Role>>(roles, true));

    [Fact]
    public async Task Changes_what_is_given_and_leaves_the_rest()
    {
        var before = await Member(Practice.Associate);
        var after = await Change(Practice.Associate, new StaffChanges(DisplayName: "  Alexis  "), before.Version);
        Assert.Equal(before with { DisplayName = "Alexis", Roles = after.Roles, Version = before.Version + 1 }, after);
        Assert.Equal(before.Roles, after.Roles);
        await Change(Practice.Associate, new StaffChanges(DisplayName: "Alex"), before.Version).ShouldRefuse(RefusalKind.Stale, "stale-version");
    }

    [Fact]
    public async Task New_roles_hold_for_a_sign_in_that_is_open()
    {
        var tokens = await Accept(Practice.Therapist);
        Assert.Equal(Roles.Therapist, (await BearerOf(tokens))!.Roles);
        await Change(Practice.Therapist, To(Role.Frontdesk));
        Assert.Equal(Roles.Frontdesk, (await BearerOf(tokens))!.Roles);
    }

    [Fact]
    public async Task The_last_admin_who_can_sign_in_keeps_the_role()
    {
        await Change(Practice.Admin, To(Role.Therapist)).ShouldRefuse(RefusalKind.Conflict, "last-admin");
        // An administrator who never accepted the invitation cannot let anybody in.
        await Change(Practice.Therapist, To(Role.Therapist, Role.Admin));
        await Change(Practice.Admin, To(Role.Therapist)).ShouldRefuse(RefusalKind.Conflict, "last-admin");
        await Accept(Practice.Therapist);
        await Change(Practice.Admin, To(Role.Therapist));
    }

    [Fact]
    public async Task A_supervisor_in_use_keeps_the_role()
    {
        await Change(Practice.Supervisor, To(Role.Therapist)).ShouldRefuse(RefusalKind.Conflict, "supervisor-in-use");
        await Change(Practice.Associate, To(Role.Therapist) with { SupervisorId = new Optional<Guid?>(null, true) });
        await Change(Practice.Supervisor, To(Role.Therapist));
    }

    [Fact]
    public async Task A_therapist_with_open_cases_keeps_a_role_that_sees_them()
    {
        await Practice.Couple();
        await Change(Practice.Therapist, To(Role.Frontdesk)).ShouldRefuse(RefusalKind.Conflict, "has-open-cases");
        await Change(Practice.Therapist, To(Role.Associate) with { SupervisorId = Practice.Supervisor.AccountId });
    }

    [Fact]
    public async Task An_associate_needs_a_supervisor_who_is_one()
    {
        await Change(Practice.Therapist, To(Role.Associate)).ShouldRefuse(RefusalKind.Invalid, "supervisor-needed");
        await Change(Practice.Associate, new StaffChanges(SupervisorId: new Optional<Guid?>(null, true))).ShouldRefuse(RefusalKind.Invalid, "supervisor-needed");
        await Change(Practice.Associate, new StaffChanges(SupervisorId: Practice.Therapist.AccountId)).ShouldRefuse(RefusalKind.Invalid, "not-a-supervisor");
        var other = await GivenPractice.Open(Desk);
        await Change(Practice.Associate, new StaffChanges(SupervisorId: other.Supervisor.AccountId)).ShouldRefuse(RefusalKind.Invalid, "not-a-supervisor");
    }

    [Fact]
    public async Task Refuses_no_role_a_role_twice_the_partner_role_and_null_naming_the_field()
    {
        StaffChanges[] wrong = [To(), To(Role.Admin, Role.Admin), To(Role.Partner), new(Roles: new Optional<IReadOnlyList<Role>>(null!, true))];
        foreach (var changes in wrong)
        {
            var refusal = await Change(Practice.Therapist, changes).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            Assert.Equal("body.roles", Assert.Single(refusal.Faults!.Errors).PropertyName);
        }

        var nameless = await Change(Practice.Therapist, new StaffChanges(DisplayName: new Optional<string>(null!, true))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal("body.displayName", Assert.Single(nameless.Faults!.Errors).PropertyName);
    }

    [Fact]
    public async Task Only_an_admin_of_the_same_practice_may()
    {
        var command = new ChangeStaffMemberCommand(Practice.Therapist.AccountId, null, new StaffChanges(DisplayName: "Tessa"));
        foreach (var caller in new[] { Practice.Therapist, Practice.Supervisor, Practice.Frontdesk })
            await Desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send((await GivenPractice.Open(Desk)).Admin, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}
