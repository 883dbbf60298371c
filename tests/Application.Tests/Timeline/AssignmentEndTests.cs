using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Timeline;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Tests.Timeline;

/// <summary>When homework ended, how, and whose it was.</summary>
public sealed class AssignmentEndTests : HomeworkTest
{
    private static readonly DateOnly Monday = GivenHomework.Monday;

    [Fact]
    public async Task Homework_ends_when_it_is_completed_withdrawn_or_past_its_due_day()
    {
        var once = await Practice.Assign(Pair, GivenHomework.Some(cadence: Cadence.Once));
        var own = await Practice.Assign(Pair, GivenHomework.Some("self-care", Pair.B.ToString(), due: Monday.AddDays(4)));
        var taken = await Practice.Assign(Pair, GivenHomework.Some("acts-of-kindness"));
        var running = await Practice.Assign(Pair, GivenHomework.Some("daily-check-in", "couple"));
        Desk.GoTo(Monday.AddDays(1));
        await Desk.Log(Pair.PartnerA, once.Id, Monday.AddDays(1));
        Assert.Empty(await Ends());
        Desk.GoTo(Monday.AddDays(2));
        await Desk.Log(Pair.PartnerB, once.Id, Monday.AddDays(2));
        Desk.GoTo(Monday.AddDays(3));
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(taken.Id, null, new Withdrawal("CANARY reason")));
        Desk.GoTo(Monday.AddDays(4));
        Assert.Equal(2, (await Ends()).Count);

        Desk.GoTo(Monday.AddDays(5));
        var ends = await Ends();
        Assert.Equal(
            [(own.Id, "expired", Monday.AddDays(4), (Guid?)Pair.B), (taken.Id, "withdrawn", Monday.AddDays(3), null), (once.Id, "completed", Monday.AddDays(2), null)],
            ends.Select(end => (end.Id!.Value, end.State!, end.On, end.PartnerId)));
        Assert.Equal([true, false, false], ends.Select(end => end.At is null));
        Assert.Equal([own.Title, taken.Title, once.Title], ends.Select(end => end.Title));
        Assert.DoesNotContain(ends, end => end.Id == running.Id);
        Assert.Equal([own.Id], (await Ends(partner: Pair.B)).Select(end => end.Id!.Value));
        Assert.Empty(await Ends(partner: Pair.A));
        Assert.Equal([taken.Id], (await Ends(from: Monday.AddDays(3), to: Monday.AddDays(3))).Select(end => end.Id!.Value));
    }

    [Fact]
    public async Task A_late_entry_or_another_due_day_undoes_an_end_and_a_later_one_moves_no_completion()
    {
        var late = await Practice.Assign(Pair, GivenHomework.Some("self-care", Pair.B.ToString(), due: Monday.AddDays(2)));
        var longer = await Practice.Assign(Pair, GivenHomework.Some(due: Monday.AddDays(2)));
        Desk.GoTo(Monday.AddDays(6));
        Assert.Equal(["expired", "expired"], (await Ends()).Select(end => end.State));
        await Desk.Log(Pair.PartnerB, late.Id, Monday.AddDays(2));
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(longer.Id, null, new AssignmentChange(DueOn: Monday.AddDays(20))));
        Assert.Equal((late.Id, "completed", Monday.AddDays(6)), Assert.Single(await Ends()) is var end ? (end.Id!.Value, end.State, end.On) : default);

        Desk.GoTo(Monday.AddDays(9));
        await Desk.Log(Pair.PartnerB, late.Id, Monday.AddDays(1));
        Assert.Equal(Monday.AddDays(6), Assert.Single(await Ends()).On);
        // No longer done in full up to the end: it is past its day again.
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(late.Id, null, new AssignmentChange(DueOn: Monday.AddDays(5))));
        Assert.Equal(("expired", Monday.AddDays(5)), Assert.Single(await Ends()) is var again ? (again.State, again.On) : default);
    }

    [Fact]
    public async Task Pages_of_ends_neither_skip_nor_repeat_and_cost_the_same_however_many_there_are()
    {
        var empty = await Desk.StatementsOf(Practice.Therapist, Query());
        var given = new List<Assignment>();
        foreach (var due in new DateOnly?[] { Monday, Monday, null, null, Monday.AddDays(1), null, Monday })
            given.Add(await Practice.Assign(Pair, GivenHomework.Some(due: due)));
        // Taken back at the very instant at which they were given.
        foreach (var open in given.Where(one => one.DueOn is null))
            await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(open.Id, null, new Withdrawal("A slip.")));
        Desk.GoTo(Monday.AddDays(3));
        Assert.Equal(empty, await Desk.StatementsOf(Practice.Therapist, Query()));
        foreach (var kind in new TimelineKind?[] { null, TimelineKind.AssignmentEnd })
        {
            var whole = (await Desk.Send(Practice.Therapist, Query(kind))).Items;
            Assert.Equal(kind is null ? 14 : 7, whole.Count);
            Assert.Equal(7, whole.Count(item => item.Kind == TimelineKind.AssignmentEnd));
            foreach (var limit in new[] { 1, 2, 3, 5 })
            {
                var pieces = new List<TimelineItem>();
                string? cursor = null;
                do
                {
                    var page = await Desk.Send(Practice.Therapist, Query(kind, new PageRequest(limit, cursor)));
                    pieces.AddRange(page.Items);
                    cursor = page.NextCursor;
                }
                while (cursor is not null && pieces.Count <= whole.Count);
                Assert.Equal(whole, pieces);
            }
        }
    }

    private GetTimelineQuery Query(TimelineKind? kind = TimelineKind.AssignmentEnd, PageRequest page = default) => new(Pair.Id, page, kind);

    private async Task<IReadOnlyList<TimelineItem>> Ends(DateOnly? from = null, DateOnly? to = null, Guid? partner = null) =>
        (await Desk.Send(Practice.Therapist, new GetTimelineQuery(Pair.Id, default, TimelineKind.AssignmentEnd, from, to, partner))).Items;
}
