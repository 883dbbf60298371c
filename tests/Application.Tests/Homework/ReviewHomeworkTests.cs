using CounselDesk.Application.Briefs;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class ReviewHomeworkTests : HomeworkTest
{
    [Fact]
    public async Task Quality_stands_beside_quantity_for_clinicians()
    {
        var made = await Practice.Assign(Pair);
        var a = await Desk.Log(Pair.PartnerA, made.Id);
        var b = await Desk.Log(Pair.PartnerB, made.Id, outcome: LogOutcome.Partly);
        var review = await Review(made.Id, new NewReview(Ratings: [new(a.Id, 9), new(b.Id, 4)]));
        Assert.Equal([new ReviewedQuality(a.Id, 1, 9), new ReviewedQuality(b.Id, 1, 4)], review.Ratings);

        var logs = (await Desk.Send(Practice.Therapist, new ListLogsQuery(made.Id, default))).Items;
        Assert.Equal([(4, true), (9, true)], logs.Select(log => (log.Quality ?? -1, log.IsReviewed)));
        var brief = await Desk.Send(Practice.Therapist, new GetBriefQuery(Pair.Id));
        Assert.Equal([4, 9], brief.Homework.Entries.Select(entry => entry.Quality));
        var week = (await Desk.Send(Practice.Therapist, new GetProgressQuery(Pair.Id))).Weeks.Single();
        Assert.Equal([new HomeworkQuality(1, 9), new HomeworkQuality(1, 4)], week.Partners.Select(partner => partner.Quality));
    }

    [Fact]
    public async Task The_comment_is_read_by_those_whom_it_is_about()
    {
        var made = await Practice.Assign(Pair);
        await Review(made.Id, new NewReview(Comment: "To both."));
        await Review(made.Id, new NewReview(Pair.A, "To A alone."));
        Assert.Equal(["To A alone.", "To both."], await Comments(Pair.PartnerA, made.Id));
        Assert.Equal(["To both."], await Comments(Pair.PartnerB, made.Id));
        Assert.Equal(["To A alone.", "To both."], (await Desk.Send(Practice.Therapist, new ListReviewsQuery(made.Id, default))).Items.Select(review => review.Comment));
    }

    [Fact]
    public async Task An_amended_entry_is_to_be_reviewed_again()
    {
        var made = await Practice.Assign(Pair);
        var a = await Desk.Log(Pair.PartnerA, made.Id);
        await Desk.Log(Pair.PartnerB, made.Id);
        Assert.Equal((2, 1, 0), await Counts(made.Id));
        await Review(made.Id, new NewReview(Pair.A, Ratings: [new(a.Id, 7)]));
        Assert.Equal((1, 1, 0), await Counts(made.Id));
        await Review(made.Id, new NewReview(Comment: "Thank you."));
        Assert.Equal((0, 0, 1), await Counts(made.Id));
        await Desk.Log(Pair.PartnerA, made.Id, outcome: LogOutcome.Partly);
        Assert.Equal((1, 1, 0), await Counts(made.Id));
        var log = (await Desk.Send(Practice.Therapist, new ListLogsQuery(made.Id, default))).Items.Single(one => one.Id == a.Id);
        Assert.Equal((null, false), (log.Quality, log.IsReviewed));
    }

    [Fact]
    public async Task Refuses_what_is_empty_or_out_of_range_or_another_entry()
    {
        var (made, other) = (await Practice.Assign(Pair), await Practice.Assign(Pair, Some("apology", Pair.B.ToString())));
        var a = await Desk.Log(Pair.PartnerA, made.Id);
        foreach (var body in new[]
        {
            new NewReview(), new NewReview(Comment: " "), new NewReview(Ratings: []), new NewReview(Ratings: [new(a.Id, 11)]), new NewReview(Ratings: [new(a.Id, -1)]),
            new NewReview(Ratings: [new(a.Id, 1), new(a.Id, 2)]), new NewReview(Comment: new string('x', HomeworkLimits.ReviewComment + 1)),
        })
        {
            await Review(made.Id, body).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        }

        await Review(made.Id, new NewReview(Pair.B, Ratings: [new(a.Id, 5)])).ShouldRefuse(RefusalKind.Invalid, "not-an-entry");
        await Review(other.Id, new NewReview(Ratings: [new(a.Id, 5)])).ShouldRefuse(RefusalKind.Invalid, "not-an-entry");
        await Review(other.Id, new NewReview(Pair.A, "Hello.")).ShouldRefuse(RefusalKind.Invalid, "not-expected");
        await Review(made.Id, new NewReview(Guid.Empty, "Hello.")).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        Assert.Empty((await Desk.Send(Practice.Therapist, new ListReviewsQuery(made.Id, default))).Items);
    }

    [Fact]
    public async Task Refuses_everyone_but_the_cases_clinicians()
    {
        var made = await Practice.Assign(Pair);
        var other = await GivenPractice.Open(Desk);
        foreach (var (caller, kind, code) in new[]
        {
            (other.Therapist, RefusalKind.NotFound, "not-found"), (Practice.OtherTherapist, RefusalKind.Forbidden, "not-your-case"),
            (Pair.PartnerA, RefusalKind.Forbidden, "role-may-not"), (Practice.Frontdesk, RefusalKind.Forbidden, "role-may-not"),
        })
        {
            await Desk.Send(caller, new ReviewHomeworkCommand(made.Id, new NewReview(Comment: "Hello."))).ShouldRefuse(kind, code);
            await Desk.Send(caller, new ListReviewsQuery(made.Id, default)).ShouldRefuse(kind, code);
        }
    }

    private Task<HomeworkReview> Review(Guid id, NewReview body) => Desk.Send(Practice.Therapist, new ReviewHomeworkCommand(id, body));

    private async Task<IEnumerable<string>> Comments(Caller partner, Guid id) =>
        (await Desk.Send(partner, new GetPortalAssignmentQuery(id))).Comments.Select(comment => comment.Text);

    private async Task<(int Entries, int Unreviewed, int Reviewed)> Counts(Guid id)
    {
        async Task<int> Count(bool unreviewed) => (await Desk.Send(Practice.Therapist, new ListAssignmentsQuery(Pair.Id, default, Unreviewed: unreviewed))).Items.Count;
        return ((await Desk.Send(Practice.Therapist, new GetAssignmentQuery(id))).Unreviewed, await Count(true), await Count(false));
    }
}
