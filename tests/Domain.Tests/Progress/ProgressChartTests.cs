using System.Globalization;
using System.Xml.Linq;
using CounselDesk.Domain.Events;
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
            "Weeks of 3 November 2025 to 10 November 2025. Trust pulse, 0 to 50, higher is better. "
            + "Alex: 20 of 50 on 3 November 2025, 25 on 10 November 2025; 2 answers. Sam: 15 of 50 on 3 November 2025, 30 on 10 November 2025; 2 answers. "
            + "Homework: 100 % of what was due done in the week of 10 November 2025; 2 weeks with homework due.",
            chart.Element(Svg + "desc")!.Value);
    }

    [Fact]
    public void Describes_cut_off_verdicts_sessions_and_events_too()
    {
        var chart = Drawn(Csi() with
        {
            Events = [new(Monday.AddDays(2), CaseEventKind.Setback), new(Monday.AddDays(9), CaseEventKind.TurningPoint)],
            SessionsHeld = [Monday, Monday.AddDays(7)],
        });
        Assert.Equal(
            "Weeks of 3 November 2025 to 10 November 2025. Satisfaction, 0 to 81, higher is better. Cut-off 51.5. "
            + "Alex: 40 of 81 on 4 November 2025, 60 on 12 November 2025, recovered; 2 answers. Sam: 50 of 81 on 5 November 2025. "
            + "Homework: nothing was due. Sessions held: 2, the last on 10 November 2025. "
            + "Events: setback on 5 November 2025, turning point on 12 November 2025.",
            chart.Element(Svg + "desc")!.Value);
    }

    [Fact]
    public void Without_data_it_says_so()
    {
        var chart = Draw();
        Assert.Contains("Nothing recorded yet", Texts(chart));
        Assert.Equal("Nothing recorded yet.", chart.Element(Svg + "desc")!.Value);
    }

    [Fact]
    public void One_point_is_a_marker_and_no_line_beyond_it()
    {
        var chart = Draw(Week(0, 20, null, null));
        Assert.Equal(2, chart.Elements(Svg + "circle").Count()); // The point and the label's.
        Assert.Contains("20, 3 Nov", Texts(chart));
        Assert.Equal(2, Texts(chart).Count(text => text is "Sam" or "no answers yet"));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(0)]
    public void Whoever_has_not_answered_is_named_apart_from_the_other(int value)
    {
        var heights = Heights(Draw(Week(0, value, null, null)), "Alex", "Sam");
        Assert.True(Math.Abs(heights[0] - heights[1]) >= 40);
    }

    [Fact]
    public void A_week_without_an_answer_breaks_a_weekly_line_and_is_bridged_faintly()
    {
        var chart = Draw(Week(0, 20, null, null), Week(1, 21, null, null), Week(2, null, null, null), Week(3, 22, null, null), Week(4, 23, null, null));
        Assert.Equal(2, Paths(chart, width: "2.2").Count);
        Assert.Contains(Paths(chart, width: "1"), path => path.Attribute("stroke-dasharray")?.Value == "1 5");
    }

    [Fact]
    public void Answers_of_neighbouring_weeks_are_joined_however_many_days_lie_between()
    {
        var picture = Picture(Week(0, null, null, null), Week(1, null, null, null)) with
        {
            Partners = [new("Alex", [new(Monday, 20, null), new(Monday.AddDays(13), 22, null)], Monday)],
        };
        Assert.Single(Paths(Drawn(picture), width: "2.2"));
    }

    [Fact]
    public void A_measure_that_is_not_weekly_has_no_gaps() =>
        Assert.Single(Paths(Drawn(Picture(Week(0, 20, null, null), Week(9, 22, null, null)) with { Scale = Pulse with { IsWeekly = false } }), width: "2.2"));

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
        var heights = Heights(Draw(Week(0, 50, 50, null)), "Alex", "Sam");
        Assert.True(Math.Abs(heights[0] - heights[1]) >= 36);
    }

    [Fact]
    public void Labels_keep_clear_of_the_sessions_below_the_lines()
    {
        var chart = Drawn(Csi() with { Partners = [new("Alex", [new(Monday, 8, null), new(Monday.AddDays(8), 0, ChangeClass.Deteriorated)], Monday)], SessionsHeld = [Monday] });
        Assert.True(Heights(chart, "1 session held")[0] - Heights(chart, "reliably worse")[0] >= 12);
    }

    [Fact]
    public void Rings_what_changed_reliably_and_says_so_in_words()
    {
        var chart = Drawn(Csi());
        Assert.Single(Rings(chart));
        Assert.Contains("recovered", Texts(chart));
        Assert.Contains("A ring marks a reliable change from the baseline: 6.66 points or more, up or down.", Texts(chart));
    }

    [Fact]
    public void Rings_nothing_where_no_constant_is_published_and_says_so()
    {
        var chart = Draw(Week(0, 10, null, null), Week(1, 50, null, null));
        Assert.Empty(Rings(chart));
        Assert.Contains("No smallest reliable change is published for this measure: no change is marked as reliable.", Texts(chart));
    }

    [Theory]
    [InlineData(ChangeClass.Recovered, true)]
    [InlineData(ChangeClass.Improved, true)]
    [InlineData(ChangeClass.Deteriorated, true)]
    [InlineData(ChangeClass.Unchanged, false)]
    [InlineData(ChangeClass.NotClassified, false)]
    public void Rings_reliable_classes_alone(ChangeClass change, bool isRinged) =>
        Assert.Equal(isRinged, Rings(Drawn(Csi() with { Partners = [new("Alex", [new(Monday, 40, null), new(Monday.AddDays(8), 41, change)], Monday)] })).Count == 1);

    [Fact]
    public void Shows_how_far_a_score_may_stray_from_the_baseline()
    {
        var whisker = Drawn(Csi()).Elements(Svg + "line").Where(line => line.Attribute("stroke")!.Value == "#1b4f8a" && line.Attribute("x1")!.Value == line.Attribute("x2")!.Value).ToList();
        var length = Number(whisker.Single(), "y2") - Number(whisker.Single(), "y1");
        Assert.InRange(length, (210 * 2 * 6.66 / 81) - 0.2, (210 * 2 * 6.66 / 81) + 0.2);
    }

    [Fact]
    public void Names_cut_off_and_bands_at_the_edge_of_the_scale()
    {
        var chart = Drawn(Csi());
        Assert.Contains("cut-off 51.5", Texts(chart));
        Assert.Contains("distressed", Texts(chart));
        Assert.Contains("not distressed", Texts(chart));
    }

    [Fact]
    public void A_cut_off_inside_a_band_leaves_both_to_be_read()
    {
        var scale = new ChartScale("GAD-7", 0, 21, BetterEnd.Lower, false, [new("minimal", 0), new("mild", 5), new("moderate", 10), new("severe", 15)], 8, 4);
        var heights = Heights(Drawn(Csi() with { Scale = scale, Partners = [new("Alex", [], null)] }), "mild", "cut-off 8");
        Assert.True(Math.Abs(heights[0] - heights[1]) >= 14);
    }

    [Fact]
    public void Marks_each_kind_of_event_by_a_shape_and_a_word()
    {
        var chart = Drawn(Picture(Enumerable.Range(0, 20).Select(week => Week(week, 20, 20, null)).ToArray()) with
        {
            Events = [new(Monday, CaseEventKind.Setback), new(Monday.AddDays(40), CaseEventKind.Milestone), new(Monday.AddDays(90), CaseEventKind.TurningPoint)],
        });
        Assert.All(["setback", "milestone", "turning point"], word => Assert.Contains(word, Texts(chart)));
        var shapes = Shapes(chart);
        Assert.Equal([3, 3, 4], shapes.Select(shape => shape.Attribute("d")!.Value.Count(letter => letter == 'L') + 1));
        Assert.NotEqual(shapes[0].Attribute("fill")!.Value, shapes[1].Attribute("fill")!.Value);
    }

    [Fact]
    public void Words_of_crowded_events_do_not_overlap_and_every_event_keeps_its_shape()
    {
        var chart = Drawn(Picture(Enumerable.Range(0, 104).Select(week => Week(week, 20, 20, null)).ToArray()) with
        {
            Events = [.. Enumerable.Range(0, 30).Select(n => new ChartEvent(Monday.AddDays(n * 20), (CaseEventKind)(n % 3)))],
        });
        Assert.Equal(30, Shapes(chart).Count);
        var words = chart.Elements(Svg + "text").Where(text => text.Value is "setback" or "milestone" or "turning point").ToList();
        Assert.True(words.Count >= 8);
        foreach (var row in words.GroupBy(word => word.Attribute("y")!.Value))
        {
            var places = row.Select(word => (From: Number(word, "x"), To: Number(word, "x") + (word.Value.Length * 6.4))).OrderBy(place => place.From).ToList();
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
        }
    }

    [Fact]
    public void Counts_the_sessions_held_beside_their_marks()
    {
        var chart = Drawn(Picture(Week(0, 1, 1, null), Week(1, 1, 1, null)) with { SessionsHeld = [Monday, Monday.AddDays(7)] });
        Assert.Contains("2 sessions held", Texts(chart));
        Assert.Equal(2, chart.Elements(Svg + "line").Count(line => line.Attribute("stroke-width")!.Value == "2"));
    }

    [Fact]
    public void One_person_seen_alone_has_one_line() =>
        Assert.Single(Paths(Drawn(Picture(Week(0, 20, null, null), Week(1, 22, null, null)) with { Partners = [new("Alex", [new(Monday, 20, null), new(Monday.AddDays(7), 22, null)], Monday)] }), width: "2.2"));

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
        var places = ticks.Where(tick => !int.TryParse(tick.Value, out _)).Select(tick => Number(tick, "x")).ToList();
        Assert.InRange(places.Count, 5, 11);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 60));
        Assert.Equal(["2025", "2026", "2027"], ticks.Select(tick => tick.Value).Where(text => int.TryParse(text, out _)));
    }

    [Fact]
    public void Everything_stays_inside_the_picture()
    {
        var chart = Drawn(Picture([.. Enumerable.Range(0, 200).Select(week => Week(week, week % 2 * 50, 50 - (week % 2 * 50), week % 2))]) with
        {
            Events = [new(Monday, CaseEventKind.TurningPoint), new(Monday.AddDays((7 * 199) + 6), CaseEventKind.TurningPoint)],
        });
        var height = double.Parse(chart.Attribute("height")!.Value, CultureInfo.InvariantCulture);
        Assert.All(Places(chart, "x", "cx", "x1", "x2"), place => Assert.InRange(place, 0, 900));
        Assert.All(Places(chart, "y", "cy", "y1", "y2"), place => Assert.InRange(place, 0, height));
    }

    [Fact]
    public void Names_are_escaped_and_what_xml_cannot_hold_is_replaced()
    {
        const string Nasty = "<b a='\"'>&\u0001\ud800";
        var chart = Drawn(Picture(Week(0, 1, 2, null)) with { Title = Nasty, Partners = [new(Nasty, [], null)], Scale = Pulse with { Name = Nasty, Bands = [new(Nasty, 0)] } });
        Assert.Equal("<b a='\"'>&\uFFFD\uFFFD", chart.Element(Svg + "title")!.Value);
        Assert.DoesNotContain(chart.Descendants(), element => element.Name.LocalName == "b");
    }

    [Fact]
    public void Long_names_are_shortened_by_characters_as_seen()
    {
        var family = string.Concat(Enumerable.Repeat("👩‍👩‍👧", 20));
        var chart = Drawn(Picture(Week(0, 1, 2, null)) with { Partners = [new(family, [new(Monday, 1, null)], Monday)] });
        Assert.Contains(string.Concat(Enumerable.Repeat("👩‍👩‍👧", 14)) + "…", Texts(chart));
    }

    [Fact]
    public void Is_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var neutral = ProgressChart.Draw(Csi());
            CultureInfo.CurrentCulture = new CultureInfo("de-DE") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(neutral, ProgressChart.Draw(Csi()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Holds_nothing_a_strict_content_policy_would_stop()
    {
        var chart = Drawn(Csi());
        Assert.DoesNotContain(chart.DescendantsAndSelf(), element => element.Name.LocalName is "style" or "script" or "image" or "use");
        Assert.DoesNotContain(chart.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "style" or "href");
    }

    [Fact]
    public void Refuses_days_out_of_order_or_outside_the_weeks_and_values_out_of_range()
    {
        Assert.Throws<ArgumentException>(() => Draw(Week(1, 1, 1, null), Week(0, 1, 1, null)));
        Assert.Throws<ArgumentException>(() => Draw(Week(0, 1, 1, null), Week(0, 1, 1, null)));
        Assert.Throws<ArgumentException>(() => Draw(Week(0, 51, 1, null)));
        Assert.Throws<ArgumentException>(() => Draw(Week(0, 1, -1, null)));
        Assert.Throws<ArgumentException>(() => Draw(Week(0, 1, 1, 1.01m)));
        var picture = Picture(Week(0, 1, 1, null));
        Assert.Throws<ArgumentException>(() => ProgressChart.Draw(picture with { SessionsHeld = [Monday.AddDays(7)] }));
        Assert.Throws<ArgumentException>(() => ProgressChart.Draw(picture with { Events = [new(Monday.AddDays(-1), CaseEventKind.Setback)] }));
        Assert.Throws<ArgumentException>(() => ProgressChart.Draw(picture with { Partners = [new("Alex", [new(Monday.AddDays(1), 1, null), new(Monday, 1, null)], null)] }));
        Assert.Throws<ArgumentException>(() => ProgressChart.Draw(picture with { Partners = [] }));
    }

    static readonly ChartScale Pulse = new("Trust pulse", 0, 50, BetterEnd.Higher, true, [], null, null);

    static (DateOnly Monday, int? One, int? Other, decimal? Adherence) Week(int number, int? one, int? other, decimal? adherence) =>
        (Monday.AddDays(7 * number), one, other, adherence);

    static XElement Draw(params (DateOnly Monday, int? One, int? Other, decimal? Adherence)[] weeks) => Drawn(Picture(weeks));

    static XElement Drawn(ChartPicture picture) => XElement.Parse(ProgressChart.Draw(picture));

    static ChartPicture Picture(params (DateOnly Monday, int? One, int? Other, decimal? Adherence)[] weeks) => new(
        "By week", Pulse,
        [Partner("Alex", weeks.Select(week => (week.Monday, week.One))), Partner("Sam", weeks.Select(week => (week.Monday, week.Other)))],
        [.. weeks.Select(week => new ProgressWeek(week.Monday, week.Adherence))], [], []);

    static ChartPartner Partner(string name, IEnumerable<(DateOnly Day, int? Value)> points) =>
        new(name, [.. points.Where(point => point.Value is not null).Select(point => new ChartPoint(point.Day, point.Value!.Value, null))], null);

    static ChartPicture Csi() => new(
        "Satisfaction", new ChartScale("Satisfaction", 0, 81, BetterEnd.Higher, false, [new("distressed", 0), new("not distressed", 51.5m)], 51.5m, 6.66m),
        [
            new("Alex", [new(Monday.AddDays(1), 40, null), new(Monday.AddDays(9), 60, ChangeClass.Recovered)], Monday.AddDays(1)),
            new("Sam", [new(Monday.AddDays(2), 50, null)], null),
        ],
        [new ProgressWeek(Monday, null), new ProgressWeek(Monday.AddDays(7), null)], [], []);

    static List<string> Texts(XElement chart) => [.. chart.Elements(Svg + "text").Select(text => text.Value)];

    static List<double> Heights(XElement chart, params string[] texts) =>
        [.. texts.Select(text => Number(chart.Elements(Svg + "text").Single(element => element.Value == text), "y"))];

    static List<XElement> Rings(XElement chart) => [.. chart.Elements(Svg + "circle").Where(circle => circle.Attribute("r")!.Value == "9.5")];

    static List<XElement> Shapes(XElement chart) => Closed(chart, "#22303c");

    static List<XElement> Closed(XElement chart, string stroke) =>
        [.. chart.Elements(Svg + "path").Where(path => path.Attribute("stroke")!.Value == stroke && path.Attribute("d")!.Value.EndsWith('z'))];

    static IEnumerable<double> Places(XElement chart, params string[] names) => chart.Descendants()
        .SelectMany(element => names.Select(name => element.Attribute(name))).OfType<XAttribute>()
        .Select(place => double.Parse(place.Value, CultureInfo.InvariantCulture));

    static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    static List<XElement> Paths(XElement chart, string width) =>
        [.. chart.Elements(Svg + "path").Where(path => path.Attribute("stroke-width")?.Value == width && path.Attribute("fill")!.Value == "none")];

    static IEnumerable<string> Bars(XElement chart) =>
        chart.Elements(Svg + "rect").Skip(1).Select(bar => bar.Attribute("height")!.Value);
}
