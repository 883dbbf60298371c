using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class AssignBatchTests : HomeworkTest
{
    [Fact]
    public async Task Gives_several_at_once_in_the_order_asked_for()
    {
        var given = await Batch(Some(), Some("apology", Pair.B.ToString()), Some("empathy", "couple"));
        Assert.Equal(["gratitude", "apology", "empathy"], given.Assignments.Select(assignment => assignment.ExerciseKey));
        Assert.Equal(3, await Count(Pair));
    }

    [Fact]
    public async Task Gives_none_where_one_is_refused_and_names_it()
    {
        await Practice.ScreenBoth(Pair, positive: true);
        var rule = await Batch(Some(), Some("empathy", "couple")).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        Assert.StartsWith("assignments[1]: ", rule.Message, StringComparison.Ordinal);
        var unknown = await Batch(Some(), Some(), Some("no-such")).ShouldRefuse(RefusalKind.Invalid, "unknown-exercise");
        Assert.Equal("assignments[2].exerciseKey", unknown.Faults!.Errors.Single().PropertyName);
        var due = await Batch(Some(), Some(due: Monday.AddDays(-1))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.EndsWith("assignments[1].dueOn", due.Faults!.Errors.Single().PropertyName, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await Count(Pair));
    }

    [Fact]
    public async Task Takes_1_to_20()
    {
        await Batch().ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Batch([.. Enumerable.Repeat(Some(), 21)]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(20, (await Batch([.. Enumerable.Repeat(Some(), 20)])).Assignments.Count);
    }

    [Fact]
    public async Task Gives_to_several_couples_with_an_audit_entry_in_each_case()
    {
        var second = await Practice.Couple();
        var given = await ToCouples((second, Some()), (Pair, Some()), (second, Some("apology", second.B.ToString())));
        Assert.Equal([second.Id, Pair.Id, second.Id], given.Assignments.Select(assignment => assignment.CoupleId));
        const string Sql = "SELECT COUNT(*) FROM AuditEntries WHERE Action = 'assign-to-couples' AND Outcome = 'Allowed' AND CoupleId = @Id";
        Assert.Equal([2L], await Desk.Rows<long>(Sql, new { second.Id }));
        Assert.Equal([1L], await Desk.Rows<long>(Sql, new { Pair.Id }));
    }

    [Fact]
    public async Task Gives_no_couple_anything_where_one_case_is_closed_to_the_caller_or_held_back()
    {
        var (second, others) = (await Practice.Couple(), await Practice.Couple(Practice.Associate));
        var elsewhere = await (await GivenPractice.Open(Desk)).Couple();
        await Practice.ScreenBoth(second, positive: true);
        var rule = await ToCouples((Pair, Some()), (second, Some("empathy", "couple"))).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        Assert.StartsWith("assignments[1].assignment: ", rule.Message, StringComparison.Ordinal);
        await ToCouples((Pair, Some()), (others, Some())).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await ToCouples((Pair, Some()), (elsewhere, Some())).ShouldRefuse(RefusalKind.Invalid, "no-such-case");
        await ToCouples((Pair, Some()), (second, Some("apology", Pair.B.ToString()))).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Desk.Send(Pair.PartnerA, new AssignToCouplesCommand(new CouplesBatch([new(Pair.Id, Some())]))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        Assert.Equal((0, 0), (await Count(Pair), await Count(second)));
    }

    private Task<AssignedBatch> Batch(params NewAssignment[] assignments) =>
        Desk.Send(Practice.Therapist, new AssignBatchCommand(Pair.Id, new AssignmentBatch(assignments)));

    private Task<AssignedBatch> ToCouples(params (GivenCouple Couple, NewAssignment Body)[] assignments) =>
        Desk.Send(Practice.Therapist, new AssignToCouplesCommand(new CouplesBatch([.. assignments.Select(one => new CoupleAssignment(one.Couple.Id, one.Body))])));

    private async Task<int> Count(GivenCouple couple) => (await Desk.Send(Practice.Therapist, new ListAssignmentsQuery(couple.Id, default))).Items.Count;
}
