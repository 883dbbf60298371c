using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Goals;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Application.Timeline;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Events;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Safety;

namespace CounselDesk.Application.Tests.Timeline;

public sealed class GetTimelineTests : HomeworkTest
{
    private static readonly DateOnly Monday = GivenHomework.Monday;

    [Fact]
    public async Task Holds_everything_dated_newest_first_and_no_psychotherapy_note()
    {
        await Fill(Monday);
        var apart = await Desk.Signed(Practice.Therapist, Pair, GivenNotes.Psychotherapy());
        var all = await Read();
        Assert.Equal(
            Enum.GetValues<TimelineKind>().Except([TimelineKind.Pathway, TimelineKind.Consent]).Order(), all.Select(item => item.Kind).Distinct().Order());
        Assert.DoesNotContain(all, item => item.Id == apart.Id);
        Assert.Equal(all.Select(item => item.On).OrderDescending(), all.Select(item => item.On));
        var rating = all.First(item => item.Kind == TimelineKind.GoalRating);
        Assert.Equal(("partner", Pair.A, "Talk about money", 1), (rating.State, rating.PartnerId!.Value, rating.Title, rating.Number!.Value));
        Assert.Equal(2, all.Single(item => item.Kind == TimelineKind.Logs && item.PartnerId == Pair.A).Number);
        Assert.Equal("signed", all.Single(item => item.Kind == TimelineKind.Note).State);
        Assert.DoesNotContain(all, item => item.Kind is TimelineKind.Note or TimelineKind.Alert && item.Title is not null);
    }

    [Fact]
    public async Task Pages_neither_skip_nor_repeat_among_equal_times_and_while_more_comes()
    {
        // The clock stands still: nearly everything has the same instant or day.
        await Fill(Monday);
        Desk.GoTo(Monday.AddDays(9));
        await Fill(Monday.AddDays(9));
        var whole = await Read();
        foreach (var limit in new[] { 1, 2, 3, 7 })
        {
            var pieces = new List<TimelineItem>();
            string? cursor = null;
            do
            {
                var page = await Desk.Send(Practice.Therapist, new GetTimelineQuery(Pair.Id, new PageRequest(limit, cursor)));
                pieces.AddRange(page.Items);
                if (pieces.Count == 2 * limit)
                    await Desk.Send(Practice.Therapist, new LogEventCommand(Pair.Id, new NewEvent(CaseEventKind.Milestone, "joint", Monday.AddDays(9), "Meanwhile")));
                cursor = page.NextCursor;
            }
            while (cursor is not null && pieces.Count <= whole.Count + 9);
            Assert.Equal(whole, pieces.Where(item => item.Title != "Meanwhile"));
            whole = await Read();
            pieces.Clear();
            whole = [.. whole.Where(item => item.Title != "Meanwhile")];
        }
    }

    [Fact]
    public async Task Is_filtered_by_kind_by_day_and_by_partner()
    {
        await Fill(Monday);
        Desk.GoTo(Monday.AddDays(9));
        await Fill(Monday.AddDays(9));
        var whole = await Read();
        foreach (var kind in Enum.GetValues<TimelineKind>())
            Assert.Equal(whole.Where(item => item.Kind == kind), await Read(kind));
        Assert.Equal(whole.Where(item => item.On <= Monday), await Read(to: Monday));
        Assert.Equal(whole.Where(item => item.On >= Monday.AddDays(1)), await Read(from: Monday.AddDays(1)));
        Assert.Empty(await Read(from: Monday.AddDays(2), to: Monday.AddDays(8)));
        Assert.Equal(whole.Where(item => item.PartnerId == Pair.A), await Read(partner: Pair.A));
        await Desk.Send(Practice.Therapist, new GetTimelineQuery(Pair.Id, default, PartnerId: (await Practice.Couple()).A)).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Desk.Send(Practice.Therapist, new GetTimelineQuery(Pair.Id, new PageRequest(5, "bm9uc2Vuc2U"))).ShouldRefuse(RefusalKind.Invalid, "invalid-cursor");
    }

    [Fact]
    public async Task Takes_a_fixed_number_of_statements_and_is_for_the_cases_clinicians_alone()
    {
        var empty = await Desk.StatementsOf(Practice.Therapist, new GetTimelineQuery(Pair.Id, default));
        await Fill(Monday);
        Assert.Equal(empty, await Desk.StatementsOf(Practice.Therapist, new GetTimelineQuery(Pair.Id, default)));
        Assert.Equal(2, await Desk.StatementsOf(Practice.Therapist, new GetTimelineQuery(Pair.Id, default, TimelineKind.Session)));
        foreach (var caller in new[] { Practice.Frontdesk, Practice.Admin, Pair.PartnerA })
            await Desk.Send(caller, new GetTimelineQuery(Pair.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.OtherTherapist, new GetTimelineQuery(Pair.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new GetTimelineQuery(Pair.Id, default)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private async Task<IReadOnlyList<TimelineItem>> Read(TimelineKind? kind = null, DateOnly? from = null, DateOnly? to = null, Guid? partner = null) =>
        (await Desk.Send(Practice.Therapist, new GetTimelineQuery(Pair.Id, new PageRequest(200, null), kind, from, to, partner))).Items;

    private async Task Fill(DateOnly today)
    {
        var isFirst = today == Monday;
        if (isFirst)
            await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Pair.Id, null, new CoupleStatusChange(CoupleStatus.Active, "Begin.")));
        await Desk.Book(Practice.Therapist, Pair, Desk.At(minutesFromNow: 10));
        await Desk.Signed(Practice.Therapist, Pair, GivenNotes.Full());
        foreach (var key in new[] { "gratitude", "self-care" })
        {
            var assignment = await Practice.Assign(Pair, GivenHomework.Some(key) with { StartOn = today });
            foreach (var partner in new[] { Pair.PartnerA, Pair.PartnerB })
                await Desk.Log(partner, assignment.Id, today);
            if (key == "self-care")
                await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(assignment.Id, null, new Withdrawal("Too much.")));
        }

        await Desk.Send(Practice.Therapist, new WriteAgreementCommand(
            Pair.Id, null, new NewAgreement([new AgreementRow("reassurance", "Say so", Cadence.Daily)], today.AddDays(60))));
        foreach (var partner in new[] { Pair.PartnerA, Pair.PartnerB })
            await Desk.Send(partner, new AcceptOwnAgreementCommand(isFirst ? 1 : 2));
        await Desk.Send(Pair.PartnerA, new AnswerTrustPulseCommand(new TrustPulseAnswers([5, 6, 5, 7, 4])));
        await Desk.Send(Practice.Therapist, new RecordScreeningCommand(Pair.Id, new NewScreening(Pair.A, today, ScreeningMethod.Judgement, Positive: true)));
        var goal = await Practice.SetGoal(Pair);
        await Practice.Rate(goal, 0);
        await Desk.RateOwn(Pair.PartnerA, goal, 1);
        await Desk.Send(Practice.Therapist, new ChangeGoalStatusCommand(goal.Id, null, new GoalStatusChange(GoalStatus.Reached, "By both accounts.")));
        await Desk.Send(Practice.Therapist, new LogEventCommand(Pair.Id, new NewEvent(CaseEventKind.Setback, Pair.B.ToString(), today, "A quarrel", Severity: 2)));
    }
}
