using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class ListSeriesTests : OnePractice
{
    [Fact]
    public async Task Lists_a_cases_series_last_booked_first_with_what_is_to_come()
    {
        var (couple, other) = (await Practice.Couple(), await Practice.Couple());
        var first = await Desk.BookSeries(Practice.Therapist, couple, Desk.Clock.Now.AddDays(1), count: 3);
        await Desk.BookSeries(Practice.Therapist, other, Desk.Clock.Now.AddDays(2), count: 2);
        await Desk.Book(Practice.Therapist, couple, Desk.At(9 * 24 * 60));
        var second = await Desk.BookSeries(Practice.Therapist, couple, Desk.Clock.Now.AddDays(3), everyWeeks: 2, count: 2);
        await Desk.Send(Practice.Therapist, new CancelSessionCommand(first.Sessions[0].Id, null, new SessionCancellation(SessionCanceller.Couple)));
        await Desk.Send(Practice.Therapist, new CancelFollowingCommand(second.Sessions[0].Id, null, new SessionCancellation(SessionCanceller.Couple)));

        var list = await List(Practice.Frontdesk, couple);
        Assert.Equal([second.Id, first.Id], list.Select(one => one.Id));
        Assert.Equal((2, 2, null), (list[0].Sessions, list[0].EveryWeeks, list[0].NextStartsAt));
        Assert.Equal((3, first.Sessions[0].StartsAt, first.Sessions[2].StartsAt, first.Sessions[1].StartsAt), (list[1].Sessions, list[1].FirstStartsAt, list[1].LastStartsAt, list[1].NextStartsAt!.Value));
    }

    [Fact]
    public async Task Only_the_cases_clinicians_and_the_front_desk_see_them()
    {
        var couple = await Practice.Couple();
        await List(Practice.Therapist, couple);
        await List(Practice.OtherTherapist, couple).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await List(couple.PartnerA, couple).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await List((await GivenPractice.Open(Desk)).Frontdesk, couple).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private async Task<IReadOnlyList<SeriesEntry>> List(Caller caller, GivenCouple couple) =>
        (await Desk.Send(caller, new ListSeriesQuery(couple.Id, new PageRequest(null, null)))).Items;
}
