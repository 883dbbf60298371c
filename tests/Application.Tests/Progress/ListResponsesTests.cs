using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Tests.Progress;

public sealed class ListResponsesTests : ProgressTest
{
    [Fact]
    public async Task Lists_both_partners_last_entered_first_each_with_its_change()
    {
        await Record("csi-4", Given.A, 5);
        await Pulse(Given.PartnerB, 20);
        At(Monday.AddDays(7));
        await Record("csi-4", Given.A, 15);
        var items = (await List()).Items;
        Assert.Equal([("csi-4", ResponseOrigin.Session), ("trust-pulse", ResponseOrigin.Portal), ("csi-4", ResponseOrigin.Session)], items.Select(item => (item.Measure, item.Origin)));
        Assert.Equal(ChangeClass.Recovered, items[0].Change!.Class);
        Assert.Equal(Answers("csi-4", 15), items[0].Answers);
        Assert.True(items[2].IsBaseline);
    }

    [Fact]
    public async Task Filters_by_measure_and_partner_and_pages()
    {
        await Record("csi-4", Given.A, 5);
        await Record("csi-4", Given.B, 6);
        await Record("csi-16", Given.A, 40);
        Assert.Equal(2, (await List(measure: "csi-4")).Items.Count);
        Assert.Equal(6m, Assert.Single((await List(measure: "csi-4", partnerId: Given.B)).Items).Score.Total);
        var first = await List(new PageRequest(2, null));
        var second = await List(new PageRequest(2, first.NextCursor));
        Assert.Equal((2, 1), (first.Items.Count, second.Items.Count));
        await List(measure: "mood-ring").ShouldRefuse(RefusalKind.Invalid, "no-such-measure");
        await List(partnerId: Practice.Admin.AccountId).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians_and_no_other_practice()
    {
        var response = await Record("csi-4", Given.A, 5);
        var list = new ListResponsesQuery(Given.Id, default, null, null);
        await Desk.Send(Practice.Admin, list).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.OtherTherapist, list).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, list).ShouldRefuse(RefusalKind.NotFound, "not-found");
        var another = await other.Couple();
        await Desk.Send(other.Therapist, new GetResponseQuery(another.Id, response.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private Task<Page<MeasureResponse>> List(PageRequest page = default, string? measure = null, Guid? partnerId = null) =>
        Desk.Send(Practice.Therapist, new ListResponsesQuery(Given.Id, page, measure, partnerId));
}
