using System.Globalization;
using System.Xml.Linq;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Domain.Tests.Progress;

public sealed class ProgressChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    static readonly DateOnly Monday = new(2025, 11, 3);

    [Fact]
    public void Is_a_picture_with_a_name_and_a_description()
    {
        var chart = Draw(Week(0, 20, 15, 0.5m), Week(1, 25, 30, 1m));
        Assert.Equal("img", chart.Attribute("role")!.Value);
        Assert.Equal("progress-title progress-desc", chart.Attribute("aria-labelledby")!.Value);
        Assert.Equal("By week", chart.Element(Svg + "title")!.Value);
        Assert.Equal(
            "Weeks of 3 November 2025 to 10 November 2025. Alex: trust pulse 20 of 50 in the week of 3 November 2025, 25 in the week of 10 November 2025. "
            + "Sam: trust pulse 15 of 50 in the week of 3 November 2025, 30 in the week of 10 November 2025. "
            + "Homework: 100 % of what was due done in the week of 10 November 2025; 2 weeks with homework due.",
            chart.Element(Svg + "desc")!.Value);
    }

    [Fact]
    public void Without_data_it_says_so() => Assert.Contains("Nothing recorded yet", Texts(Draw()));

    [Fact]
    public void One_point_is_a_marker_and_no_line_beyond_it()
    {
        var chart = Draw(Week(0, 20, null, null));
        Assert.Equal(2, chart.Elements(Svg + "circle").Count()); // The point and the label's.
        Assert.Contains("20, 3 Nov", Texts(chart));
        Assert.Contains("Sam: no pulse yet", Texts(chart));
    }

    [Fact]
    public void A_gap_breaks_the_line_and_is_bridged_faintly()
    {
        var chart = Draw(Week(0, 20, null, null), Week(1, 21, null, null), Week(2, null, null, null), Week(3, 22, null, null), Week(4, 23, null, null));
        Assert.Equal(2, Paths(chart, width: "2.2").Count);
        Assert.Contains(Paths(chart, width: "1"), path => path.Attribute("stroke-dasharray")?.Value == "1 5");
    }

    [Fact]
    public void A_week_left_out_is_a_gap_too() => Assert.Equal(2, Paths(Draw(Week(0, 20, null, null), Week(2, 22, null, null)), width: "2.2").Count);

    [Fact]
    public void Partners_differ_by_dash_and_marker_not_by_colour_alone()
    {
        var chart = Draw(Week(0, 20, 15, null), Week(1, 25, 30, null));
        var lines = Paths(chart, width: "2.2");
        Assert.Equal(["7 4", null], lines.Select(line => line.Attribute("stroke-dasharray")?.Value));
        Assert.NotEmpty(chart.Elements(Svg + "circle"));
        Assert.Contains(chart.Elements(Svg + "path"), path => path.Attribute("fill")!.Value == "#ffffff");
    }

    [Fact]
    public void Labels_of_equal_ends_do_not_overlap()
    {
        var heights = Draw(Week(0, 50, 50, null)).Elements(Svg + "text")
            .Where(text => text.Value is "Alex" or "Sam")
            .Select(text => double.Parse(text.Attribute("y")!.Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(2, heights.Count);
        Assert.True(Math.Abs(heights[0] - heights[1]) >= 36);
    }

    [Fact]
    public void Nothing_done_leaves_a_stub_and_nothing_due_leaves_none()
    {
        Assert.Equal(["2"], Bars(Draw(Week(0, null, null, 0m), Week(1, null, null, null))));
        Assert.Equal(["90", "45"], Bars(Draw(Week(0, null, null, 1m), Week(1, null, null, 0.5m))));
    }

    [Fact]
    public void Two_years_of_weeks_have_few_enough_ticks_to_read()
    {
        var chart = Draw([.. Enumerable.Range(0, 104).Select(week => Week(week, week % 51, 50 - (week % 51), 0.5m))]);
        var ticks = chart.Elements(Svg + "text").Where(text => text.Attribute("text-anchor")!.Value == "middle").ToList();
        var places = ticks.Where(tick => !int.TryParse(tick.Value, out _))
            .Select(tick => double.Parse(tick.Attribute("x")!.Value, CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(places.Count, 5, 11);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 60));
        Assert.Equal(["2025", "2026", "2027"], ticks.Select(tick => tick.Value).Where(text => int.TryParse(text, out _)));
    }

    [Fact]
    public void Everything_stays_inside_the_picture()
    {
        var chart = Draw([.. Enumerable.Range(0, 200).Select(week => Week(week, week % 2 * 50, 50 - (week % 2 * 50), week % 2))]);
        var places = chart.Descendants().SelectMany(element => new[] { element.Attribute("x"), element.Attribute("cx"), element.Attribute("x2") })
            .Where(place => place is not null).Select(place => double.Parse(place!.Value, CultureInfo.InvariantCulture));
        Assert.All(places, place => Assert.InRange(place, 0, 900));
    }

    [Fact]
    public void Names_are_escaped_and_what_xml_cannot_hold_is_replaced()
    {
        const string Nasty = "<b a='\"'>&\u0001\ud800";
        var chart = XElement.Parse(ProgressChart.Draw(Nasty, Nasty, "Sam", [Week(0, 1, 2, null)]));
        Assert.Equal("<b a='\"'>&\uFFFD\uFFFD", chart.Element(Svg + "title")!.Value);
        Assert.DoesNotContain(chart.Descendants(), element => element.Name.LocalName == "b");
    }

    [Fact]
    public void Long_names_are_shortened_by_characters_as_seen()
    {
        var family = string.Concat(Enumerable.Repeat("👩‍👩‍👧", 20));
        var chart = XElement.Parse(ProgressChart.Draw("By week", family, "Sam", [Week(0, 1, 2, null)]));
        Assert.Contains(string.Concat(Enumerable.Repeat("👩‍👩‍👧", 14)) + "…", Texts(chart));
    }

    [Fact]
    public void Is_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var neutral = ProgressChart.Draw("t", "a", "b", [Week(0, 1, 2, 0.333m), Week(1, 3, 4, 0.5m)]);
            CultureInfo.CurrentCulture = new CultureInfo("de-DE") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(neutral, ProgressChart.Draw("t", "a", "b", [Week(0, 1, 2, 0.333m), Week(1, 3, 4, 0.5m)]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Holds_nothing_a_strict_content_policy_would_stop()
    {
        var chart = Draw(Week(0, 20, 15, 0.5m), Week(1, 25, 30, 1m));
        Assert.DoesNotContain(chart.DescendantsAndSelf(), element => element.Name.LocalName is "style" or "script" or "image" or "use");
        Assert.DoesNotContain(chart.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "style" or "href");
    }

    [Fact]
    public void Refuses_weeks_out_of_order_and_values_out_of_range()
    {
        Assert.Throws<ArgumentException>(() => Draw(Week(1, 1, 1, null), Week(0, 1, 1, null)));
        Assert.Throws<ArgumentException>(() => Draw(Week(0, 1, 1, null), Week(0, 1, 1, null)));
        Assert.Throws<ArgumentException>(() => Draw(Week(0, 51, 1, null)));
        Assert.Throws<ArgumentException>(() => Draw(Week(0, 1, -1, null)));
        Assert.Throws<ArgumentException>(() => Draw(Week(0, 1, 1, 1.01m)));
    }

    static ProgressWeek Week(int number, int? one, int? other, decimal? adherence) => new(Monday.AddDays(7 * number), one, other, adherence);

    static XElement Draw(params ProgressWeek[] weeks) => XElement.Parse(ProgressChart.Draw("By week", "Alex", "Sam", weeks));

    static List<string> Texts(XElement chart) => [.. chart.Elements(Svg + "text").Select(text => text.Value)];

    static List<XElement> Paths(XElement chart, string width) =>
        [.. chart.Elements(Svg + "path").Where(path => path.Attribute("stroke-width")?.Value == width && path.Attribute("fill")!.Value == "none")];

    static IEnumerable<string> Bars(XElement chart) =>
        chart.Elements(Svg + "rect").Skip(1).Select(bar => bar.Attribute("height")!.Value);
}
