using System.Globalization;
using System.Text;

namespace CounselDesk.Domain.Progress;

/// <summary>One week of a couple's progress.</summary>
/// <param name="WeekStart">First day of the week.</param>
/// <param name="TrustOfOne">The first partner's trust pulse, 0 to 50; null: none answered.</param>
/// <param name="TrustOfOther">The second partner's trust pulse, 0 to 50; null: none answered.</param>
/// <param name="Adherence">The couple's homework, credited / expected, 0 to 1; null: nothing due.</param>
public sealed record ProgressWeek(DateOnly WeekStart, int? TrustOfOne, int? TrustOfOther, decimal? Adherence);

/// <summary>
/// Draws a couple's trust and homework by week as one self-contained SVG picture: trust pulses as two lines above, homework
/// as bars below, on one time axis.
/// </summary>
/// <remarks>
/// Two panels rather than two scales on one: scales can be stretched until any two things seem to move together. The partners
/// differ by dash and marker as well as by colour and are named at the line's end, so that the chart works printed in grey and
/// for the colour-blind. No style, script, font or address is inside, so that the strictest content policy lets it pass.
/// </remarks>
public static class ProgressChart
{
    const double Left = 64;
    const double Right = 716;
    const double Middle = (Left + Right) / 2;
    const double TrustTop = 84;
    const double TrustBottom = 294;
    const double BarsTop = 350;
    const double BarsBottom = 440;
    const int HighestTrust = 50;
    const int LongestName = 15;
    const double MarkerSize = 4.4;
    const double NarrowSlot = 14;
    const string Ink = "#22303c";
    const string Quiet = "#5d6b78";
    const string Grid = "#e3e8ec";
    const string Bar = "#8fa3b3";

    /// <summary>Draws the chart, 900 by 500, scalable.</summary>
    /// <param name="title">Heading, also the picture's name to a screen reader.</param>
    /// <param name="one">What to call the first partner.</param>
    /// <param name="other">What to call the second partner; null for one person seen alone.</param>
    /// <param name="weeks">Weeks in rising order; a week may be left out.</param>
    /// <exception cref="ArgumentException">Weeks are out of order, or a value is out of its range.</exception>
    public static string Draw(string title, string one, string? other, IReadOnlyList<ProgressWeek> weeks)
    {
        Check(weeks);
        var axis = new ChartWeeks([.. weeks.Select(week => week.WeekStart)], Left, Right);
        ChartLine[] lines =
        [
            new(one, weeks, week => week.TrustOfOne, "#1b4f8a", null, ChartMarker.Disc),
            .. other is null ? (ChartLine[])[] : [new(other, weeks, week => week.TrustOfOther, "#c2561a", "7 4", ChartMarker.Diamond)],
        ];

        var svg = new StringBuilder();
        svg.Append("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 500" width="900" height="500" role="img" aria-labelledby="progress-title progress-desc" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif" font-size="12">""");
        svg.Append("<title id=\"progress-title\">").Append(SvgText.Escape(title)).Append("</title>");
        svg.Append("<desc id=\"progress-desc\">").Append(SvgText.Escape(Describe(lines, weeks))).Append("</desc>");
        svg.Append("<rect width=\"900\" height=\"500\" fill=\"#ffffff\"/>");
        Text(svg, Left, 34, title, Ink, "start", "font-size=\"18\" font-weight=\"600\"");
        DrawScale(svg, "Trust pulse, 0 to 50", TrustTop, [0, 10, 20, 30, 40, 50], value => TrustY(value), "");
        DrawScale(svg, "Homework done, % of what was due", BarsTop, [0, 50, 100], value => BarY(value / 100m), " %");
        DrawBars(svg, weeks, axis);
        DrawTicks(svg, axis);
        DrawLines(svg, lines, axis);
        if (weeks.Count == 0)
            Text(svg, Middle, (TrustTop + TrustBottom) / 2, "Nothing recorded yet", Quiet, "middle", "font-size=\"15\"");
        return svg.Append("</svg>").ToString();
    }

    static void Check(IReadOnlyList<ProgressWeek> weeks)
    {
        if (weeks.Zip(weeks.Skip(1)).Any(pair => pair.First.WeekStart >= pair.Second.WeekStart))
            throw new ArgumentException("The weeks are not in rising order.", nameof(weeks));
        if (weeks.Any(week => week.TrustOfOne is < 0 or > HighestTrust || week.TrustOfOther is < 0 or > HighestTrust || week.Adherence is < 0 or > 1))
            throw new ArgumentException("A trust pulse lies outside 0 to 50, or an adherence outside 0 to 1.", nameof(weeks));
    }

    static void DrawScale(StringBuilder svg, string heading, double top, int[] values, Func<int, double> y, string unit)
    {
        Text(svg, Left, top - 16, heading, Quiet, "start", "font-size=\"13\"");
        foreach (var value in values)
        {
            Add(svg, $"<line x1=\"{Left}\" y1=\"{y(value):0.#}\" x2=\"{Right}\" y2=\"{y(value):0.#}\" stroke=\"{(value == 0 ? Bar : Grid)}\"/>");
            Text(svg, Left - 10, y(value) + 4, Number(value) + unit, Quiet, "end");
        }
    }

    static void DrawBars(StringBuilder svg, IReadOnlyList<ProgressWeek> weeks, ChartWeeks axis)
    {
        var width = Math.Min(30, axis.Slot * 0.62);
        foreach (var week in weeks)
        {
            if (week.Adherence is not { } share)
                continue;
            // Nothing done of what was due leaves a stub, unlike nothing due, which leaves none.
            var height = Math.Max(BarsBottom - BarY(share), 2);
            Add(svg, $"<rect x=\"{axis.X(week.WeekStart) - (width / 2):0.#}\" y=\"{BarsBottom - height:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"{(share == 0 ? Ink : Bar)}\"/>");
        }

        if (weeks.LastOrDefault(week => week.Adherence is not null) is { } last)
        {
            Add(svg, $"<path d=\"M{axis.X(last.WeekStart) + (width / 2) + 3:0.#} {BarY(last.Adherence!.Value):0.#}H{Right + 14}\" stroke=\"{Quiet}\" stroke-dasharray=\"1 4\"/>");
            Text(svg, Right + 20, BarY(last.Adherence.Value) + 4, "Homework", Ink, "start", "font-size=\"14\" font-weight=\"600\"");
            Text(svg, Right + 20, BarY(last.Adherence.Value) + 20, $"{Percent(last.Adherence.Value)}, {ChartWeeks.Day(last.WeekStart)}", Quiet, "start");
        }
    }

    static void DrawTicks(StringBuilder svg, ChartWeeks axis)
    {
        foreach (var (week, year) in axis.Ticks())
        {
            Add(svg, $"<line x1=\"{axis.X(week):0.#}\" y1=\"{BarsBottom}\" x2=\"{axis.X(week):0.#}\" y2=\"{BarsBottom + 5}\" stroke=\"{Bar}\"/>");
            Text(svg, axis.X(week), BarsBottom + 20, ChartWeeks.Day(week), Quiet, "middle");
            if (year)
                Text(svg, axis.X(week), BarsBottom + 36, Number(week.Year), Ink, "middle", "font-weight=\"600\"");
        }
    }

    static void DrawLines(StringBuilder svg, ChartLine[] lines, ChartWeeks axis)
    {
        // The second partner's wide hollow marker lies under the first one's small full one: equal values show both.
        foreach (var line in lines.Reverse())
        {
            foreach (var run in line.Runs)
                Path(svg, run.Select(point => (axis.X(point.Week), TrustY(point.Value))), line.Colour, line.Dash, 2.2);
            foreach (var (before, after) in line.Runs.Zip(line.Runs.Skip(1)))
                Path(svg, [(axis.X(before[^1].Week), TrustY(before[^1].Value)), (axis.X(after[0].Week), TrustY(after[0].Value))], line.Colour, "1 5", 1);
        }

        foreach (var line in lines.Reverse())
        {
            // Where weeks are narrow, markers would hide the dashes: only points that no line shows keep theirs.
            foreach (var run in line.Runs.Where(run => axis.Slot >= NarrowSlot || run.Count == 1))
            {
                foreach (var point in run)
                    Marker(svg, line, axis.X(point.Week), TrustY(point.Value), axis.Slot >= NarrowSlot ? MarkerSize : MarkerSize / 2);
            }
        }

        foreach (var (line, y) in LabelHeights(lines))
            Label(svg, line, axis, y);
        var silent = lines.Where(line => line.Points.Count == 0).Select(line => SvgText.Shorten(line.Name, LongestName)).ToList();
        if (silent.Count > 0 && axis.HasWeeks)
            Text(svg, Right, TrustTop - 16, $"{string.Join(", ", silent)}: no pulse yet", Quiet, "end", "font-size=\"13\"");
    }

    /// <summary>Labels stand at the height of their line's end, moved apart where they would overlap.</summary>
    static IEnumerable<(ChartLine Line, double Y)> LabelHeights(ChartLine[] lines)
    {
        const double Apart = 40;
        var sorted = lines
            .Where(line => line.Points.Count > 0)
            .Select(line => (Line: line, Y: TrustY(line.Points[^1].Value)))
            .OrderBy(label => label.Y)
            .ToList();
        if (sorted.Count == 2 && sorted[1].Y - sorted[0].Y < Apart)
        {
            var centre = Math.Clamp((sorted[0].Y + sorted[1].Y) / 2, TrustTop + (Apart / 2), TrustBottom - (Apart / 2));
            sorted = [(sorted[0].Line, centre - (Apart / 2)), (sorted[1].Line, centre + (Apart / 2))];
        }

        return sorted;
    }

    static void Label(StringBuilder svg, ChartLine line, ChartWeeks axis, double y)
    {
        var end = line.Points[^1];
        Path(svg, [(axis.X(end.Week) + 8, TrustY(end.Value)), (Math.Max(axis.X(end.Week) + 8, Right - 2), TrustY(end.Value)), (Right + 12, y)], line.Colour, "1 4", 1);
        Marker(svg, line, Right + 20, y, MarkerSize);
        Text(svg, Right + 32, y + 1, SvgText.Shorten(line.Name, LongestName), line.Colour, "start", "font-size=\"14\" font-weight=\"600\"");
        Text(svg, Right + 32, y + 17, $"{Number(end.Value)}, {ChartWeeks.Day(end.Week)}", Quiet, "start");
    }

    static void Marker(StringBuilder svg, ChartLine line, double x, double y, double size)
    {
        if (line.Marker == ChartMarker.Disc)
            Add(svg, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{size:0.#}\" fill=\"{line.Colour}\"/>");
        else
            Add(svg, $"<path d=\"M{x:0.#} {y - (size * 1.6):0.#}l{size * 1.6:0.#} {size * 1.6:0.#} {-size * 1.6:0.#} {size * 1.6:0.#} {-size * 1.6:0.#} {-size * 1.6:0.#}z\" fill=\"#ffffff\" stroke=\"{line.Colour}\" stroke-width=\"{Math.Min(2, size / 2):0.#}\"/>");
    }

    static void Path(StringBuilder svg, IEnumerable<(double X, double Y)> points, string colour, string? dash, double width)
    {
        var way = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}")));
        var dashes = dash is null ? "" : $" stroke-dasharray=\"{dash}\"";
        Add(svg, $"<path d=\"M{way}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dashes}/>");
    }

    static void Text(StringBuilder svg, double x, double y, string text, string colour, string anchor, string more = "") =>
        Add(svg, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" fill=\"{colour}\" text-anchor=\"{anchor}\" {more}>{SvgText.Escape(text)}</text>");

    static string Describe(ChartLine[] lines, IReadOnlyList<ProgressWeek> weeks)
    {
        if (weeks.Count == 0)
            return "Nothing recorded yet.";
        var due = weeks.Where(week => week.Adherence is not null).ToList();
        var homework = due.Count == 0
            ? "Homework: nothing was due."
            : $"Homework: {Percent(due[^1].Adherence!.Value)} of what was due done in the week of {ChartWeeks.FullDay(due[^1].WeekStart)}; {Number(due.Count)} weeks with homework due.";
        return string.Join(' ',
            [$"Weeks of {ChartWeeks.FullDay(weeks[0].WeekStart)} to {ChartWeeks.FullDay(weeks[^1].WeekStart)}.", .. lines.Select(line => line.Describe()), homework]);
    }

    static double TrustY(int value) => TrustBottom - ((TrustBottom - TrustTop) * value / HighestTrust);

    static double BarY(decimal share) => BarsBottom - ((BarsBottom - BarsTop) * (double)share);

    static string Percent(decimal share) => Number((int)Math.Round(share * 100, MidpointRounding.AwayFromZero)) + " %";

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    static void Add(StringBuilder svg, FormattableString piece) => svg.Append(piece.ToString(CultureInfo.InvariantCulture));
}
