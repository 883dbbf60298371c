using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.People;

public sealed class ListStaffTests : OnePractice
{
    private async Task<IEnumerable<string>> Names(Caller caller, bool? active = null, Role? role = null) =>
        (await Desk.Send(caller, new ListStaffQuery(new PageRequest(null, null), active, role))).Items.Select(member => member.DisplayName);

    [Fact]
    public async Task Shows_every_member_of_staff_of_this_practice_to_any_of_them()
    {
        await GivenPractice.Open(Desk);
        Assert.Equal(["Ada Admin", "Sam", "Tess", "Toby", "Alex", "Fran"], await Names(Practice.Frontdesk));
        var given = await Practice.Couple();
        await Desk.Send(given.PartnerA, new ListStaffQuery(new PageRequest(null, null))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Filters_by_role_and_activity()
    {
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(Practice.OtherTherapist.AccountId, null));
        Assert.Equal(["Tess", "Toby"], await Names(Practice.Admin, role: Role.Therapist));
        Assert.Equal(["Toby"], await Names(Practice.Admin, active: false));
        Assert.Equal(["Tess"], await Names(Practice.Admin, active: true, role: Role.Therapist));
    }

    [Fact]
    public async Task Pages_neither_skip_nor_repeat()
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Desk.Send(Practice.Admin, new ListStaffQuery(new PageRequest(4, cursor)));
            seen.AddRange(page.Items.Select(member => member.DisplayName));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(["Ada Admin", "Sam", "Tess", "Toby", "Alex", "Fran"], seen);
    }

    [Fact]
    public async Task A_clients_portal_account_is_no_member_of_staff()
    {
        var given = await Practice.Couple();
        await Tamper("UPDATE Accounts SET ClientId = @A, Roles = 'Partner' WHERE Id = @Id", new { given.A, Id = Practice.OtherTherapist.AccountId });
        Assert.DoesNotContain("Toby", await Names(Practice.Admin));
        await Desk.Send(Practice.Admin, new GetStaffMemberQuery(Practice.OtherTherapist.AccountId)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Admin, new RenewInvitationCommand(Practice.OtherTherapist.AccountId, null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Another_practices_member_is_not_there() =>
        await Desk.Send((await GivenPractice.Open(Desk)).Admin, new GetStaffMemberQuery(Practice.Therapist.AccountId)).ShouldRefuse(RefusalKind.NotFound, "not-found");
}
