using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Reports;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Progress;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.Progress;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Measures;

/// <summary>A practice made a measure whose key a later release brings as a built-in one, here <c>csi-4</c>.</summary>
public sealed class LaterBuiltInMeasureTests : ProgressTest
{
    private const string Key = "csi-4";

    private static readonly NewMeasure Calm = new(
        "calm-at-home", "Calm at home", BetterEnd.Higher,
        [new("We could talk.", 0, 4), new("I was on edge.", 0, 4, Reversed: true), new("We found back.", 0, 4)], "Ours.", "Pilot, 2024",
        Bands: [new("strained", 0, 5), new("settling", 6, 9), new("calm", 10, 12)], ReliableChange: new("Pilot, 2024", Points: 3));

    [Fact]
    public async Task The_practice_s_own_is_the_one_that_it_is_shown()
    {
        await Plant();
        var listed = (await Desk.Send(Practice.Admin, new ListMeasuresQuery())).Items;
        Assert.Equal(RealInstruments.Catalogue.All.Select(instrument => instrument.Key).Order(StringComparer.Ordinal), listed.Select(measure => measure.Key).Order(StringComparer.Ordinal));
        foreach (var shown in new[] { listed.Single(measure => measure.Key == Key), await Desk.Send(Practice.Therapist, new GetMeasureQuery(Key)) })
            Assert.Equal((true, "Calm at home", 12m, "We could talk.", 1), (shown.IsOwn, shown.Title, shown.HighestTotal, shown.Items[0].Wording, shown.Version));
        Assert.Equal(3, (await Desk.Send(Practice.Therapist, new GetMeasureWordingQuery(Key))).Items.Count);
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand(Key, 0, new(["a", "b", "c", "d"], true))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand(Key, 0, new(["a", "b", "c"], true)));
        Assert.Equal("a", (await Desk.Send(Practice.Therapist, new GetMeasureQuery(Key))).Items[0].Wording);
        await Desk.Send(Practice.Admin, new CreateMeasureCommand(Calm with { Key = Key })).ShouldRefuse(RefusalKind.Conflict, "key-taken");
    }

    [Fact]
    public async Task Answers_are_scored_corrected_imported_and_followed_by_its_facts()
    {
        await Plant();
        await Record(Key, Given.A, [1, 1, 1, 1]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var first = await Record(Key, Given.A, [1, 3, 1]);
        Assert.Equal((3m, "strained"), (first.Score.Total, first.Score.Band));
        var corrected = await Desk.Send(Practice.Therapist, new CorrectResponseCommand(Given.Id, first.Id, first.Version, new ResponseCorrection([2, 3, 1], "A slip.")));
        Assert.Equal(4m, corrected.Score.Total);
        At(Monday.AddDays(7));
        var sheet = new ResponseImport($"partner,measure,answeredOn,item1,item2,item3\na,{Key},2026-03-09,3,1,3\n");
        Assert.Equal(1, (await Desk.Send(Practice.Therapist, new ImportResponsesCommand(Given.Id, sheet, DryRun: false))).Entered);

        var progress = await Desk.Send(Practice.Therapist, new GetProgressQuery(Given.Id));
        var series = progress.Measures.Single(measure => measure.Measure == Key);
        Assert.Equal(("Calm at home", 12m, 3m), (series.Title, series.HighestTotal, series.SmallestReliable!.Points));
        Assert.Equal([4m, 9m], series.Partners[0].Points.Select(point => point.Total!.Value));
        Assert.Equal(ChangeClass.Improved, series.Partners[0].Change!.Class);
        Assert.Equal(first.Id, (await Desk.Send(Practice.Therapist, new GetBaselineQuery(Given.Id, Key, Given.A))).ResponseId);
        Assert.Equal([9m, 4m], (await Desk.Send(Practice.Therapist, new ListResponsesQuery(Given.Id, default, Key, null))).Items.Select(one => one.Score.Total!.Value));
        Assert.Contains("Calm at home", await Desk.Send(Practice.Therapist, new DrawProgressChartQuery(Given.Id, Key)), StringComparison.Ordinal);
        Assert.Contains("Calm at home", await Desk.Send(Practice.Therapist, new PrintReportQuery(Given.Id)), StringComparison.Ordinal);
        At(new DateOnly(2026, 4, 1));
        var counted = Assert.Single((await Desk.Send(Practice.Admin, new ReportOutcomesQuery(new ReportRequest(null, null, null, null), Key))).Rows).Measures;
        Assert.Equal((Key, "Calm at home"), (Assert.Single(counted).Measure, counted[0].Title));
    }

    [Fact]
    public async Task Partners_are_asked_in_its_words_and_answer_its_items()
    {
        await Plant();
        Assert.Equal("Calm at home", (await Ask()).Title);
        Assert.Equal("Calm at home", Assert.Single((await Desk.Send(Given.PartnerA, new GetPortalHomeQuery())).MeasuresDue).Title);
        Assert.Equal(["We could talk.", "I was on edge.", "We found back."], (await Desk.Send(Given.PartnerA, new GetPortalMeasureQuery(Key))).Items.Select(item => item.Text));
        await Desk.Send(Given.PartnerA, new SaveResponseDraftCommand(0, new DraftAnswers([1, null, null, 1], Key))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.Send(Given.PartnerA, new SaveResponseDraftCommand(0, new DraftAnswers([1, null, 4], Key)));
        await Desk.Send(Given.PartnerA, new AnswerTrustPulseCommand(new TrustPulseAnswers([1, 2, 3, 4], Measure: Key))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.Send(Given.PartnerA, new AnswerTrustPulseCommand(new TrustPulseAnswers([1, 2, 4], Measure: Key)));
        Assert.Equal(7m, Assert.Single((await Desk.Send(Practice.Therapist, new ListResponsesQuery(Given.Id, default, Key, Given.A))).Items).Score.Total);
    }

    [Fact]
    public async Task Once_retired_nothing_takes_its_place()
    {
        await Plant();
        var answered = await Record(Key, Given.A, [1, 3, 1]);
        await Ask();
        await Desk.Send(Practice.Admin, new RetireMeasureCommand(Key, 1));

        await Record(Key, Given.B, [1, 1, 1, 1]).ShouldRefuse(RefusalKind.Rule, "measure-retired");
        await Ask().ShouldRefuse(RefusalKind.Rule, "measure-retired");
        await Desk.Send(Given.PartnerB, new AnswerTrustPulseCommand(new TrustPulseAnswers([1, 1, 1, 1], Measure: Key))).ShouldRefuse(RefusalKind.Rule, "measure-retired");
        Assert.Empty((await Desk.Send(Given.PartnerB, new GetPortalHomeQuery())).MeasuresDue);
        var sheet = new ResponseImport($"partner,measure,answeredOn,item1,item2,item3,item4\nb,{Key},2026-03-01,1,1,1,1\n");
        Assert.Equal("measure", Assert.Single((await Desk.Send(Practice.Therapist, new ImportResponsesCommand(Given.Id, sheet, DryRun: true))).Faults).Field);
        Assert.NotNull((await Desk.Send(Practice.Therapist, new ListMeasuresQuery())).Items.Single(measure => measure.Key == Key).RetiredAt);
        Assert.Equal(3m, (await Desk.Send(Practice.Therapist, new GetResponseQuery(Given.Id, answered.Id))).Score.Total);

        await Desk.Send(Practice.Admin, new RestoreMeasureCommand(Key, 2));
        Assert.Equal(3m, (await Record(Key, Given.B, [1, 3, 1])).Score.Total);
    }

    [Fact]
    public async Task Every_other_practice_has_the_built_in_one()
    {
        await Plant();
        var other = await GivenPractice.Open(Desk);
        var theirs = await other.Couple();
        var shown = await Desk.Send(other.Therapist, new GetMeasureQuery(Key));
        Assert.Equal((false, 4, 21m, 0), (shown.IsOwn, shown.Items.Count, shown.HighestTotal, shown.Version));
        Assert.Empty((await Desk.Send(other.Therapist, new GetMeasureWordingQuery(Key))).Items);
        var answered = await Desk.Send(other.Therapist, new RecordResponseCommand(theirs.Id, new NewResponse(Key, theirs.A, [3, 3, 3, 3])));
        Assert.Equal((12m, "distressed"), (answered.Score.Total, answered.Score.Band));
        await Desk.Send(other.Admin, new CreateMeasureCommand(Calm with { Key = Key })).ShouldRefuse(RefusalKind.Conflict, "key-taken");
        await Desk.Send(other.Admin, new RetireMeasureCommand(Key, 0)).ShouldRefuse(RefusalKind.Conflict, "built-in-measure");
    }

    [Fact]
    public async Task Its_words_stay_its_practice_s_even_where_the_built_in_one_brings_ours()
    {
        await Plant("trust-pulse");
        var own = await Desk.Send(Practice.Therapist, new GetMeasureWordingQuery("trust-pulse"));
        Assert.Equal((false, "We could talk."), (own.IsOurs, own.Items[0]));
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("trust-pulse", 0, new(["a", "b", "c"], true)));
        var other = await GivenPractice.Open(Desk);
        Assert.Equal((true, 5), ((await Desk.Send(other.Therapist, new GetMeasureWordingQuery("trust-pulse"))).IsOurs, (await Desk.Send(other.Therapist, new GetMeasureQuery("trust-pulse"))).Items.Count));
    }

    [Fact]
    public void One_place_alone_knows_which_measures_are_built_in() => Assert.Equal(
        [typeof(PracticeMeasures)],
        typeof(PracticeMeasures).Assembly.GetTypes().Where(type => type.GetConstructors().SelectMany(made => made.GetParameters()).Any(parameter => parameter.ParameterType == typeof(IInstruments))));

    /// <summary>As if the practice had made it before the release: no command gives a measure the key of a built-in one.</summary>
    private async Task Plant(string key = Key)
    {
        await Desk.Send(Practice.Admin, new CreateMeasureCommand(Calm));
        var changed = await Desk.InScope(Practice.Admin, services => services.GetRequiredService<IUnitOfWork>().InTransaction(
            () => services.GetRequiredService<IDb>().Execute(
                "UPDATE OwnMeasures SET MeasureKey = @Key, Facts = REPLACE(Facts, 'calm-at-home', @Key) WHERE PracticeId = @PracticeId", new { Key = key }, CancellationToken.None),
            CancellationToken.None));
        Assert.Equal(1, changed);
    }

    private Task<MeasureRequest> Ask() => Desk.Send(Practice.Therapist, new RequestMeasureCommand(Given.Id, new(Key, MeasureRepeat.Once)));
}
