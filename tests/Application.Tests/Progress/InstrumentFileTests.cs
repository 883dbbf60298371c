using System.Text;
using System.Text.Json;
using CounselDesk.Domain.Progress;
using CounselDesk.Infrastructure.Progress;
using static CounselDesk.Application.Tests.Progress.RealInstruments;

namespace CounselDesk.Application.Tests.Progress;

public sealed class InstrumentFileTests
{
    [Fact]
    public void Holds_the_15_instruments() => Assert.Equal(
        ["csi-32", "csi-16", "csi-4", "rdas", "ras", "dyadic-trust", "phq-9", "phq-2", "gad-7", "who-5", "ors", "srs", "ecr-s", "hits", "trust-pulse"],
        Catalogue.All.Select(instrument => instrument.Key));

    [Theory]
    // key, items, lowest and highest total (scaled), decimals, multiplier, better end, reversed items
    [InlineData("csi-32", 32, 0, 161, 0, 1, BetterEnd.Higher, new int[0])]
    [InlineData("csi-16", 16, 0, 81, 0, 1, BetterEnd.Higher, new int[0])]
    [InlineData("csi-4", 4, 0, 21, 0, 1, BetterEnd.Higher, new int[0])]
    [InlineData("rdas", 14, 0, 69, 0, 1, BetterEnd.Higher, new int[0])]
    [InlineData("ras", 7, 7, 35, 0, 1, BetterEnd.Higher, new[] { 4, 7 })]
    [InlineData("dyadic-trust", 8, 8, 56, 0, 1, BetterEnd.Higher, new[] { 1, 2, 6 })]
    [InlineData("phq-9", 9, 0, 27, 0, 1, BetterEnd.Lower, new int[0])]
    [InlineData("phq-2", 2, 0, 6, 0, 1, BetterEnd.Lower, new int[0])]
    [InlineData("gad-7", 7, 0, 21, 0, 1, BetterEnd.Lower, new int[0])]
    [InlineData("who-5", 5, 0, 100, 0, 4, BetterEnd.Higher, new int[0])]
    [InlineData("ors", 4, 0, 400, 1, 1, BetterEnd.Higher, new int[0])]
    [InlineData("srs", 4, 0, 400, 1, 1, BetterEnd.Higher, new int[0])]
    [InlineData("ecr-s", 12, 12, 84, 0, 1, BetterEnd.Lower, new[] { 1, 5, 8, 9 })]
    [InlineData("hits", 4, 4, 20, 0, 1, BetterEnd.Lower, new int[0])]
    [InlineData("trust-pulse", 5, 0, 50, 0, 1, BetterEnd.Higher, new int[0])]
    public void Has_the_published_items_and_totals(
        string key, int items, int lowest, int highest, int decimals, int multiplier, BetterEnd better, int[] reversed)
    {
        var instrument = Catalogue[key];
        Assert.Equal(
            (items, lowest, highest, decimals, multiplier, better),
            (instrument.Items.Count, instrument.LowestTotal, instrument.HighestTotal, instrument.Decimals, instrument.Multiplier, instrument.Better));
        Assert.Equal(reversed, instrument.Items.Where(item => item.Reversed).Select(item => item.Number));
        Assert.All(instrument.Items, item => Assert.Equal(1, item.Step));
    }

    [Theory]
    [InlineData("csi-32", 1, 0, 6, 0, 5)]
    [InlineData("csi-16", 1, 0, 6, 0, 5)]
    [InlineData("csi-4", 1, 0, 6, 0, 5)]
    [InlineData("rdas", 11, 0, 4, 0, 5)]
    [InlineData("ras", null, 0, 0, 1, 5)]
    [InlineData("dyadic-trust", null, 0, 0, 1, 7)]
    [InlineData("phq-9", null, 0, 0, 0, 3)]
    [InlineData("phq-2", null, 0, 0, 0, 3)]
    [InlineData("gad-7", null, 0, 0, 0, 3)]
    [InlineData("who-5", null, 0, 0, 0, 5)]
    [InlineData("ors", null, 0, 0, 0, 100)]
    [InlineData("srs", null, 0, 0, 0, 100)]
    [InlineData("ecr-s", null, 0, 0, 1, 7)]
    [InlineData("hits", null, 0, 0, 1, 5)]
    [InlineData("trust-pulse", null, 0, 0, 0, 10)]
    public void Has_the_published_item_ranges(string key, int? special, int specialMin, int specialMax, int min, int max) =>
        Assert.All(Catalogue[key].Items, item =>
            Assert.Equal(item.Number == special ? (specialMin, specialMax) : (min, max), (item.Min, item.Max)));

    [Theory]
    [InlineData("csi-32", CutOffComparison.Below, 10450)]
    [InlineData("csi-16", CutOffComparison.Below, 5150)]
    [InlineData("csi-4", CutOffComparison.Below, 1350)]
    [InlineData("rdas", CutOffComparison.Below, 4731)]
    [InlineData("phq-9", CutOffComparison.AtOrAbove, 1000)]
    [InlineData("phq-2", CutOffComparison.AtOrAbove, 300)]
    [InlineData("gad-7", CutOffComparison.AtOrAbove, 800)]
    [InlineData("who-5", CutOffComparison.AtOrBelow, 5000)]
    [InlineData("ors", CutOffComparison.Below, 2500)]
    [InlineData("srs", CutOffComparison.Below, 3600)]
    [InlineData("hits", CutOffComparison.AtOrAbove, 1000)]
    public void Has_the_published_cut_off(string key, CutOffComparison comparison, int hundredths) =>
        Assert.Equal((comparison, hundredths), (Catalogue[key].CutOffs[0].Comparison, Catalogue[key].CutOffs[0].Hundredths));

    [Theory]
    [InlineData("csi-32", 1254, ReliableChangeMethod.JacobsonTruax)]
    [InlineData("csi-16", 666, ReliableChangeMethod.JacobsonTruax)]
    [InlineData("csi-4", 272, ReliableChangeMethod.JacobsonTruax)]
    [InlineData("rdas", 1158, ReliableChangeMethod.PublishedThreshold)]
    [InlineData("phq-9", 600, ReliableChangeMethod.PublishedThreshold)]
    [InlineData("gad-7", 400, ReliableChangeMethod.PublishedThreshold)]
    [InlineData("who-5", 1000, ReliableChangeMethod.PublishedThreshold)]
    [InlineData("ors", 500, ReliableChangeMethod.PublishedThreshold)]
    public void Has_the_published_reliable_change(string key, int hundredths, ReliableChangeMethod method) =>
        Assert.Equal((hundredths, method), (Catalogue[key].ReliableChange!.Hundredths, Catalogue[key].ReliableChange!.Method));

    [Fact]
    public void Has_no_cut_off_and_no_reliable_change_where_none_is_published()
    {
        Assert.Equal(["ras", "dyadic-trust", "ecr-s", "trust-pulse"], Keys(instrument => instrument.CutOffs.Count == 0));
        Assert.Equal(["ras", "dyadic-trust", "ecr-s", "trust-pulse"], Keys(instrument => instrument.Bands.Count == 0));
        Assert.Equal(["ras", "dyadic-trust", "phq-2", "srs", "ecr-s", "hits", "trust-pulse"], Keys(instrument => instrument.ReliableChange is null));
    }

    [Fact]
    public void Computed_constants_follow_from_their_spread_and_reliability()
    {
        var computed = Catalogue.All.Where(instrument => instrument.ReliableChange?.Method == ReliableChangeMethod.JacobsonTruax).ToList();
        Assert.Equal(3, computed.Count);
        Assert.All(computed, instrument => Assert.Equal(
            instrument.ReliableChange!.Hundredths / 100m,
            ReliableChange.JacobsonTruax(instrument.ReliableChange.Sd!.Value, instrument.ReliableChange.Alpha!.Value)));
    }

    [Fact]
    public void Second_cut_offs_choices_and_special_rules_are_as_published()
    {
        Assert.Equal([("low-well-being", 5000), ("likely-depression", 2800)], Catalogue["who-5"].CutOffs.Select(cutOff => (cutOff.Meaning, cutOff.Hundredths)));
        Assert.Equal([1000, 1100], Catalogue["hits"].CutOffs[0].ChoicesHundredths);
        Assert.Equal(["hits"], Keys(instrument => instrument.Confidential));
        Assert.Equal(["ecr-s"], Keys(instrument => !instrument.HasTotal));
        Assert.Equal(["phq-9"], Keys(instrument => instrument.RiskItem is not null));
        Assert.Equal(9, Catalogue["phq-9"].RiskItem);
    }

    [Fact]
    public void Only_phq_9_and_gad_7_may_be_prorated()
    {
        Assert.Equal(["phq-9", "gad-7"], Keys(instrument => instrument.Missing.Rule == MissingRule.Prorate));
        Assert.Equal((8, 6), (Catalogue["phq-9"].Missing.AtLeast, Catalogue["gad-7"].Missing.AtLeast));
    }

    [Fact]
    public void Sub_scales_hold_the_published_items()
    {
        Assert.Equal(["rdas", "ecr-s"], Keys(instrument => instrument.Subscales.Count > 0));
        Assert.Equal(["consensus 1 2 3 4 5 6", "satisfaction 7 8 9 10", "cohesion 11 12 13 14"], Described("rdas"));
        Assert.Equal(["anxiety 2 4 6 8 10 12", "avoidance 1 3 5 7 9 11"], Described("ecr-s"));

        static IEnumerable<string> Described(string key) => Catalogue[key].Subscales.Select(scale => $"{scale.Key} {string.Join(' ', scale.Items)}");
    }

    [Fact]
    public void Carries_wording_for_our_own_pulse_and_for_nothing_else() => Assert.All(Catalogue.All, instrument =>
    {
        Assert.Equal(instrument.Key == "trust-pulse", instrument.Instruction is not null);
        Assert.All(instrument.Items, item => Assert.Equal(instrument.Key == "trust-pulse", item.Wording is not null));
    });

    [Fact]
    public void The_pulse_alert_speaks_of_an_instrument_that_is_there_with_50_points() =>
        Assert.Equal(50, Catalogue[TrustPulseAlert.InstrumentKey].HighestTotal);

    [Fact]
    public void Names_a_source_beside_every_constant() => Assert.All(Catalogue.All, instrument =>
    {
        Assert.NotEmpty(instrument.Source);
        Assert.NotEmpty(instrument.Missing.Source);
        Assert.All(instrument.CutOffs, cutOff => Assert.NotEmpty(cutOff.Source));
        Assert.All(instrument.Subscales, scale => Assert.NotEmpty(scale.Source));
        Assert.NotEqual("", instrument.ReliableChange?.Source);
    });

    [Theory]
    [InlineData("""{ "about": "", "instruments": [], "extra": 1 }""")]
    [InlineData("""{ "about": "" }""")]
    [InlineData("""{ "about": "", "instruments": null }""")]
    [InlineData("""{ "About": "", "instruments": [] }""")]
    [InlineData("null")]
    public void Refuses_a_file_with_unknown_missing_or_null_properties(string json) =>
        Assert.Throws<JsonException>(() => Read(json));

    [Theory]
    [InlineData("\"better\": \"higher\"", "\"better\": \"Upwards\"")]
    [InlineData("\"better\": \"higher\"", "\"better\": 0")]
    [InlineData("\"confidential\": false", "\"secret\": false")]
    [InlineData("\"step\": 1", "\"step\": \"1\"")]
    [InlineData("\"step\": 1, ", "")]
    [InlineData("\"step\": 1", "\"step\": 1, \"weight\": 2")]
    public void Refuses_a_slip_in_the_real_file(string right, string wrong)
    {
        using var stream = typeof(MeasureFiles).Assembly.GetManifestResourceStream("measures/instruments.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var json = reader.ReadToEnd();
        Assert.Equal(15, Read(json).All.Count);
        Assert.Contains(right, json, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => Read(json.Replace(right, wrong, StringComparison.Ordinal)));
    }

    static InstrumentCatalogue Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return MeasureFiles.Read(stream);
    }

    static IEnumerable<string> Keys(Func<Instrument, bool> which) => Catalogue.All.Where(which).Select(instrument => instrument.Key);
}
