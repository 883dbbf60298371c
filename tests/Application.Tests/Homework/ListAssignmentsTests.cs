using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using Microsoft.Extensions.DependencyInjection;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class ListAssignmentsTests : HomeworkTest
{
    [Fact]
    public async Task Shows_adherence_and_streaks_of_each_partner_over_the_change_of_clocks()
    {
        // The clocks go forward on 8 March; ten days are due by the 12th.
        var made = await Practice.Assign(Pair);
        Desk.GoTo(Monday.AddDays(10));
        for (var day = 0; day < 10; day++)
            await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(day), day == 4 ? LogOutcome.Skipped : LogOutcome.Done);
        await Desk.Log(Pair.PartnerB, made.Id, Monday, LogOutcome.Partly);

        var item = Assert.Single((await List()).Items);
        var (a, b) = (item.Adherence.Partners[0], item.Adherence.Partners[1]);
        Assert.Equal((Pair.A, 18, 10, 5, 5), (a.PartnerId, a.Tally.HalfCredits, a.Tally.Expected, a.CurrentStreak, a.LongestStreak));
        Assert.Equal((1, 10, 0.05m, 0, 1), (b.Tally.HalfCredits, b.Tally.Expected, b.Tally.Ratio, b.CurrentStreak, b.LongestStreak));
        Assert.Equal((19, 20, 1), (item.Adherence.Couple.HalfCredits, item.Adherence.Couple.Expected, item.Adherence.LongestStreak));
        Assert.Null(item.Exercise);
    }

    [Fact]
    public async Task Filters_by_the_status_of_the_day()
    {
        var expired = await Practice.Assign(Pair, Some(due: Monday.AddDays(2)));
        var running = await Practice.Assign(Pair);
        var done = await Practice.Assign(Pair, Some("calm-down", Pair.A.ToString(), Cadence.Once, Monday.AddDays(1)));
        var withdrawn = await Practice.Assign(Pair, Some("self-care"));
        var fresh = await Practice.Assign(Pair, Some("own-interests"));
        await Desk.Log(Pair.PartnerA, running.Id);
        await Desk.Log(Pair.PartnerA, done.Id);
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(withdrawn.Id, 1, new Withdrawal("Too much at once.")));
        Desk.GoTo(Monday.AddDays(3));

        Assert.Equal([fresh.Id], await Ids(AssignmentStatus.Assigned));
        Assert.Equal([running.Id], await Ids(AssignmentStatus.InProgress));
        Assert.Equal([done.Id], await Ids(AssignmentStatus.Completed));
        Assert.Equal([expired.Id], await Ids(AssignmentStatus.Expired));
        Assert.Equal([withdrawn.Id], await Ids(AssignmentStatus.Withdrawn));
        Assert.Equal(
            [AssignmentStatus.Assigned, AssignmentStatus.Withdrawn, AssignmentStatus.Completed, AssignmentStatus.InProgress, AssignmentStatus.Expired],
            (await List()).Items.Select(item => item.Status));

        // A late entry for a day within it still completes it.
        await Desk.Log(Pair.PartnerA, expired.Id, Monday.AddDays(2));
        await Desk.Log(Pair.PartnerB, expired.Id, Monday.AddDays(2));
        Assert.Empty(await Ids(AssignmentStatus.Expired));
    }

    [Fact]
    public async Task Pages_newest_first_without_repeating()
    {
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
            made.Insert(0, (await Practice.Assign(Pair)).Id);
        var first = await Desk.Send(Practice.Therapist, new ListAssignmentsQuery(Pair.Id, new PageRequest(3, null)));
        var second = await Desk.Send(Practice.Therapist, new ListAssignmentsQuery(Pair.Id, new PageRequest(3, first.NextCursor)));
        Assert.Equal(made, [.. first.Items.Select(item => item.Id), .. second.Items.Select(item => item.Id)]);
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task Shows_no_other_couples_and_nothing_to_another_practice()
    {
        await Practice.Assign(await Practice.Couple());
        Assert.Empty((await List()).Items);
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, new ListAssignmentsQuery(Pair.Id, default)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Pair.PartnerA, new ListAssignmentsQuery(Pair.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Gives_other_features_the_whole_homework_of_a_case()
    {
        var each = await Practice.Assign(Pair);
        var own = await Practice.Assign(Pair, Some("apology", Pair.B.ToString(), Cadence.Weekly));
        await Desk.Log(Pair.PartnerA, each.Id);
        await Desk.Log(Pair.PartnerB, own.Id, outcome: LogOutcome.Partly);

        var file = new CaseFile { CoupleId = Pair.Id, PartnerAId = Pair.A, PartnerBId = Pair.B };
        var records = await Desk.InScope(Practice.Therapist, services => services.GetRequiredService<HomeworkRecords>().Of(file, CancellationToken.None));
        Assert.Equal([each.Id, own.Id], records.Select(record => record.AssignmentId));
        Assert.Equal([1, 0], records[0].Partners.Select(partner => partner.Entries.Count));
        Assert.Equal(new HomeworkEntry(Monday, LogOutcome.Partly), records[1].Partners.Single().Entries.Single());
        Assert.Equal(CadenceKind.Weekly, records[1].Schedule.CadenceOn(Monday).Kind);
    }

    private Task<Page<Assignment>> List(AssignmentStatus? status = null) =>
        Desk.Send(Practice.Therapist, new ListAssignmentsQuery(Pair.Id, default, status));

    private async Task<IEnumerable<Guid>> Ids(AssignmentStatus status) => (await List(status)).Items.Select(item => item.Id);
}
