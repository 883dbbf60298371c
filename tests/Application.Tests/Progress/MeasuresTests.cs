using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Progress;

public sealed class MeasuresTests : ProgressTest
{
    [Fact]
    public async Task Lists_every_instrument_with_its_facts_and_sources()
    {
        var measures = (await Desk.Send(Practice.Admin, new ListMeasuresQuery())).Items;
        Assert.Equal(RealInstruments.Catalogue.All.Select(instrument => instrument.Key), measures.Select(measure => measure.Key));
        Assert.All(measures, measure => Assert.NotEmpty(measure.Source));
        Assert.Equal(["trust-pulse"], measures.Where(measure => measure.Items.Any(item => item.Wording is not null)).Select(measure => measure.Key));
        Assert.Equal(["hits"], measures.Where(measure => measure.AnswersGoTo == AnswersGoTo.Screenings).Select(measure => measure.Key));
    }

    [Fact]
    public async Task Gives_ranges_and_constants_in_points()
    {
        var ors = await Desk.Send(Practice.Therapist, new GetMeasureQuery("ors"));
        Assert.Equal((10m, 0.1m, 40m), (ors.Items[0].Max, ors.Items[0].Step, ors.HighestTotal));
        var csi = await Desk.Send(Practice.Therapist, new GetMeasureQuery("csi-16"));
        Assert.Equal((51.5m, 6.66m, 0.98m), (csi.CutOffs[0].Points, csi.ReliableChange!.Points, csi.ReliableChange.Alpha));
        var ecr = await Desk.Send(Practice.Therapist, new GetMeasureQuery("ecr-s"));
        Assert.Null(ecr.HighestTotal);
        Assert.Equal([10m, 11m], (await Desk.Send(Practice.Therapist, new GetMeasureQuery("hits"))).CutOffs[0].Choices);
    }

    [Fact]
    public async Task Knows_no_other_measure()
    {
        await Desk.Send(Practice.Therapist, new GetMeasureQuery("CSI-16")).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Is_for_clinicians_and_administrators()
    {
        await Desk.Send(Practice.Frontdesk, new ListMeasuresQuery()).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Given.PartnerA, new GetMeasureQuery("trust-pulse")).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }
}
