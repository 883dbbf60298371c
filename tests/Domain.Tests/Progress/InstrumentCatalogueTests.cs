using CounselDesk.Domain.Progress;
using static CounselDesk.Domain.Tests.Progress.SomeInstrument;

namespace CounselDesk.Domain.Tests.Progress;

public sealed class InstrumentCatalogueTests
{
    public static TheoryData<string, Instrument> Faulty => new()
    {
        { "no items", Symptoms with { Items = [] } },
        { "a gap in the numbers", Symptoms with { Items = [.. Items(3, 0, 3), new(5, 0, 3, 1, false, null)] } },
        { "an empty range", Symptoms with { Items = Items(4, 3, 3) } },
        { "a step that misses the end", Symptoms with { Items = [.. Items(3, 0, 3), new(4, 0, 3, 2, false, null)] } },
        { "no step", Symptoms with { Items = [.. Items(3, 0, 3), new(4, 0, 3, 0, false, null)] } },
        { "three decimals", Symptoms with { Decimals = 3 } },
        { "no multiplier", Symptoms with { Multiplier = 0 } },
        { "a sub-scale of other items", Satisfaction with { Subscales = [new("odd", [4], "made up")] } },
        { "an empty sub-scale", Satisfaction with { Subscales = [new("odd", [], "made up")] } },
        { "a risk item beyond", Symptoms with { RiskItem = 5 } },
        { "bands without a total", Symptoms with { HasTotal = false } },
        { "required, yet not all", Satisfaction with { Missing = new(MissingRule.AllRequired, 2, "made up") } },
        { "prorating from all", Symptoms with { Missing = new(MissingRule.Prorate, 4, "made up") } },
        { "prorating from none", Symptoms with { Missing = new(MissingRule.Prorate, 0, "made up") } },
        { "prorating over two ranges", Symptoms with { Items = [.. Items(3, 0, 3), new(4, 0, 4, 1, false, null)] } },
        { "prorating a sub-scale", Symptoms with { Subscales = [new("one", [1], "made up")] } },
        { "a cut-off beyond the totals", Symptoms with { CutOffs = [Symptoms.CutOffs[0] with { Hundredths = 1200 }] } },
        { "a first band above the lowest total", Symptoms with { Bands = [new("mild", 100)] } },
        { "bands out of order", Symptoms with { Bands = [new("a", 0), new("b", 600), new("c", 600)] } },
        { "no reliable change in the constant", Symptoms with { ReliableChange = Symptoms.ReliableChange! with { Hundredths = 0 } } },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Refuses_an_instrument_that_contradicts_itself(string fault, Instrument instrument)
    {
        Assert.NotEmpty(fault);
        var refused = Assert.Throws<ArgumentException>(() => new InstrumentCatalogue([instrument]));
        Assert.StartsWith($"Instrument '{instrument.Key}', ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_key_twice() => Assert.Throws<ArgumentException>(() => new InstrumentCatalogue([Tenths, Tenths]));

    [Fact]
    public void A_practices_own_measure_stands_before_a_built_in_one_of_the_same_key()
    {
        var own = Symptoms with { Key = Tenths.Key };
        var catalogue = new InstrumentCatalogue([Tenths, Satisfaction]).With([own]);
        Assert.Same(own, catalogue[Tenths.Key]);
        Assert.Equal([Satisfaction.Key, Tenths.Key], catalogue.All.Select(instrument => instrument.Key));
    }

    [Fact]
    public void Without_a_practices_own_nothing_takes_its_place()
    {
        var catalogue = new InstrumentCatalogue([Tenths, Satisfaction]).With([Symptoms with { Key = Tenths.Key }]).Without(new HashSet<string>(StringComparer.Ordinal) { Tenths.Key });
        Assert.False(catalogue.TryGet(Tenths.Key, out _));
        Assert.Equal([Satisfaction.Key], catalogue.All.Select(instrument => instrument.Key));
    }

    [Fact]
    public void Finds_by_key_with_its_case()
    {
        var catalogue = new InstrumentCatalogue([Symptoms, Satisfaction, Tenths, Styles]);
        Assert.Same(Tenths, catalogue["tenths"]);
        Assert.True(catalogue.TryGet("styles", out var found));
        Assert.Same(Styles, found);
        Assert.False(catalogue.TryGet("Styles", out _));
        Assert.Equal(4, catalogue.All.Count);
    }
}
