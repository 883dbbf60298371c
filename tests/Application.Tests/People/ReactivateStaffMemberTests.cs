using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.People;

public sealed class ReactivateStaffMemberTests : OnePractice
{
    private Task<StaffMember> Reactivate(Caller who) => Desk.Send(Practice.Admin, new ReactivateStaffMemberCommand(who.AccountId, null));

    [Fact]
    public async Task Lets_the_person_sign_in_as_before_while_old_sign_ins_stay_ended()
    {
        var tokens = await Accept(Practice.Therapist);
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(Practice.Therapist.AccountId, null));
        Assert.True((await Reactivate(Practice.Therapist)).Active);
        Assert.Null(await BearerOf(tokens));
        await SignIn(Practice.Therapist);
    }

    [Fact]
    public async Task An_associate_needs_a_supervisor_who_still_is_one()
    {
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(Practice.Associate.AccountId, null));
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(Practice.Supervisor.AccountId, null));
        await Reactivate(Practice.Associate).ShouldRefuse(RefusalKind.Conflict, "supervisor-gone");
        await Reactivate(Practice.Supervisor);
        await Reactivate(Practice.Associate);
    }

    [Fact]
    public async Task Refuses_someone_active() => await Reactivate(Practice.Therapist).ShouldRefuse(RefusalKind.Conflict, "already-active");
}
