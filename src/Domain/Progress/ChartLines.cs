namespace CounselDesk.Domain.Progress;

/// <summary>Draws the partners' lines into the upper panel, each named at its end.</summary>
sealed class ChartLines(SvgCanvas svg, ChartPicture picture, ChartFrame frame)
{
    const int LongestName = 15;
    const double MarkerSize = 4.4;
    const double NarrowWeek = 14;

    readonly ChartScale _scale = picture.Scale;
    readonly ChartLine[] _lines =
    [
        .. picture.Partners.Index().Select(partner => partner.Index == 0
            ? new ChartLine(partner.Item, picture.Scale, "#1b4f8a", null, ChartMarker.Disc)
            : new ChartLine(partner.Item, picture.Scale, "#b84d14", "7 4", ChartMarker.Diamond)),
    ];

    /// <summary>Reaches below lines, lines below markers, and the labels on top.</summary>
    public void Draw()
    {
        foreach (var line in _lines)
            DrawReach(line);
        // The second partner's wide hollow marker lies under the first one's small full one: equal values show both.
        foreach (var line in _lines.Reverse())
        {
            foreach (var run in line.Runs)
                svg.Path(run.Select(frame.At), line.Colour, line.Dash, 2.2);
            foreach (var (before, after) in line.Runs.Zip(line.Runs.Skip(1)))
                svg.Path([frame.At(before[^1]), frame.At(after[0])], line.Colour, "1 5", 1);
        }

        foreach (var line in _lines.Reverse())
        {
            foreach (var run in line.Runs)
                DrawMarkers(line, run);
        }

        var labels = LabelHeights().ToList();
        foreach (var (line, y) in labels)
            Label(line, y);
        if (frame.Days.Any)
            NameSilent(labels.Select(label => (double?)label.Y).FirstOrDefault());
    }

    // Who has not answered is named where their line would end, away from the other's name.
    void NameSilent(double? taken)
    {
        var y = taken < (frame.PlotTop + frame.PlotBottom) / 2 ? frame.PlotBottom - 30 : frame.PlotTop + 12;
        foreach (var line in _lines.Where(line => line.Last is null))
        {
            Name(line, y, "no answers yet");
            y += 40;
        }
    }

    // How far a score may stray from the baseline before the change is reliable: a whisker on the baseline point.
    void DrawReach(ChartLine line)
    {
        if (_scale.SmallestReliable is not { } smallest || line.Baseline is not { } baseline)
            return;
        var x = frame.Days.X(baseline.Day);
        var (top, bottom) = (frame.PlotY(Math.Min(baseline.Value + smallest, _scale.Highest)), frame.PlotY(Math.Max(baseline.Value - smallest, _scale.Lowest)));
        svg.Line(x, top, x, bottom, line.Colour);
        svg.Line(x - 4, top, x + 4, top, line.Colour);
        svg.Line(x - 4, bottom, x + 4, bottom, line.Colour);
    }

    // Where weeks are narrow, markers would hide the dashes: only points that no line shows, and reliable ones, keep theirs.
    void DrawMarkers(ChartLine line, IReadOnlyList<ChartPoint> run)
    {
        var isNarrow = _scale.IsWeekly && frame.Days.Week < NarrowWeek;
        foreach (var point in run)
        {
            var (x, y) = frame.At(point);
            if (!isNarrow || run.Count == 1)
                Marker(line, x, y, isNarrow ? MarkerSize / 2 : MarkerSize);
            if (point.IsReliable)
                svg.Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"9.5\" fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"1.6\"/>");
        }
    }

    /// <summary>Labels stand at the height of their line's end, moved apart where they would overlap, and above what is below the plot.</summary>
    IEnumerable<(ChartLine Line, double Y)> LabelHeights()
    {
        var isJudged = _lines.Any(line => Verdict(line) is not null);
        var (apart, lowest) = isJudged ? (56, frame.PlotBottom - 24) : (40, frame.PlotBottom - 9);
        var sorted = _lines.Where(line => line.Last is not null)
            .Select(line => (Line: line, Y: Math.Min(frame.PlotY(line.Last!.Value), lowest))).OrderBy(label => frame.PlotY(label.Line.Last!.Value)).ToList();
        if (sorted.Count == 2 && sorted[1].Y - sorted[0].Y < apart)
        {
            var centre = Math.Clamp((sorted[0].Y + sorted[1].Y) / 2, frame.PlotTop + (apart / 2), lowest - (apart / 2));
            sorted = [(sorted[0].Line, centre - (apart / 2)), (sorted[1].Line, centre + (apart / 2))];
        }

        return sorted;
    }

    static string? Verdict(ChartLine line) => SvgText.Of(line.Last?.Class);

    void Label(ChartLine line, double y)
    {
        var end = line.Last!;
        var (x, height) = frame.At(end);
        svg.Path([(x + 8, height), (Math.Max(x + 8, ChartFrame.Right - 2), height), (ChartFrame.Right + 12, y)], line.Colour, "1 4", 1);
        Name(line, y, $"{SvgText.Number(end.Value)}, {SvgText.Day(end.Day)}");
        if (Verdict(line) is { } verdict)
            svg.Text(ChartFrame.LabelX + 12, y + 32, verdict, SvgCanvas.Ink);
    }

    void Name(ChartLine line, double y, string below)
    {
        Marker(line, ChartFrame.LabelX, y, MarkerSize);
        svg.Text(ChartFrame.LabelX + 12, y + 1, SvgText.Shorten(line.Partner.Name, LongestName), line.Colour, more: "font-size=\"14\" font-weight=\"600\"");
        svg.Text(ChartFrame.LabelX + 12, y + 17, below);
    }

    void Marker(ChartLine line, double x, double y, double size)
    {
        if (line.Marker == ChartMarker.Disc)
        {
            svg.Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{size:0.#}\" fill=\"{line.Colour}\"/>");
            return;
        }

        var reach = size * 1.6;
        svg.Path([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], line.Colour, null, Math.Min(2, size / 2), "#ffffff", isClosed: true);
    }
}
