using CounselDesk.Domain.Events;

namespace CounselDesk.Domain.Progress;

/// <summary>
/// Draws a couple's progress as one self-contained SVG picture: each partner's totals on a measure as lines above, what
/// happened and the sessions held beside them, homework by week as bars below, on one time axis.
/// </summary>
/// <remarks>
/// Two panels rather than two scales on one: scales can be stretched until any two things seem to move together. The partners
/// differ by dash and marker as well as by colour, kinds of events by shape and word, and all are named where they stand, so
/// that the chart works without a legend, printed in grey and for the colour-blind. No style, script, font or address is
/// inside, so that the strictest content policy lets it pass.
/// </remarks>
public sealed class ProgressChart
{
    const double Right = 716;
    const double LabelX = Right + 20;
    const double PlotHeight = 210;
    const double BarsHeight = 90;
    const int LongestName = 15;
    const double MarkerSize = 4.4;
    const double NarrowWeek = 14;
    const double EventRow = 15;
    const double LetterWidth = 6.4;
    const string Grid = "#e3e8ec";
    const string Bar = "#8fa3b3";
    const string Wash = "#f3f5f7";
    const string OnWhite = "stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"";

    readonly SvgCanvas _svg = new();
    readonly ChartPicture _picture;
    readonly ChartScale _scale;
    readonly ChartDays _days;
    readonly ChartLine[] _lines;
    readonly double _left;
    readonly double _plotTop;
    readonly double _barsTop;

    ProgressChart(ChartPicture picture)
    {
        (_picture, _scale) = (picture, picture.Scale);
        _left = _scale.Bands.Count > 0 || _scale.CutOff is not null ? 180 : 64;
        _days = new ChartDays(picture.Weeks, _left, Right);
        _plotTop = picture.Events.Count > 0 ? 164 : 104;
        _barsTop = PlotBottom + (picture.SessionsHeld.Count > 0 ? 84 : 56);
        _lines =
        [
            .. picture.Partners.Index().Select(partner => partner.Index == 0
                ? new ChartLine(partner.Item, _scale, "#1b4f8a", null, ChartMarker.Disc)
                : new ChartLine(partner.Item, _scale, "#b84d14", "7 4", ChartMarker.Diamond)),
        ];
    }

    double PlotBottom => _plotTop + PlotHeight;

    double BarsBottom => _barsTop + BarsHeight;

    double Height => BarsBottom + 54;

    /// <summary>Draws the picture, 900 wide, scalable.</summary>
    /// <exception cref="ArgumentException">Days are out of order or outside the weeks, or a value is out of its range.</exception>
    public static string Draw(ChartPicture picture)
    {
        picture.Check();
        return new ProgressChart(picture).Drawn();
    }

    string Drawn()
    {
        _svg.Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {Height}" width="900" height="{Height}" role="img" aria-labelledby="progress-title progress-desc" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif" font-size="12">""");
        _svg.Add($"<title id=\"progress-title\">{SvgText.Escape(_picture.Title)}</title>");
        _svg.Add($"<desc id=\"progress-desc\">{SvgText.Escape(ChartWords.Describe(_picture))}</desc>");
        _svg.Rect(0, 0, 900, Height, "#ffffff");
        _svg.Text(_left, 34, _picture.Title, SvgCanvas.Ink, more: "font-size=\"18\" font-weight=\"600\"");
        _svg.Text(_left, 56, ChartWords.Reliability(_scale) + ".");
        DrawBands();
        DrawEvents();
        DrawScale(ChartWords.Range(_scale), _plotTop, _scale.Lowest, Steps(), PlotY, "");
        DrawScale("Homework done, % of what was due", _barsTop, 0, [0, 50, 100], value => BarY(value / 100m), " %");
        DrawCutOff();
        DrawSessions();
        DrawBars();
        DrawTicks();
        DrawLines();
        if (!_days.Any)
            _svg.Text((_left + Right) / 2, (_plotTop + PlotBottom) / 2, "Nothing recorded yet", SvgCanvas.Quiet, "middle", "font-size=\"15\"");
        _svg.Raw("</svg>");
        return _svg.ToString();
    }

    /// <summary>Round numbers inside the scale, at most seven.</summary>
    decimal[] Steps()
    {
        decimal[] widths = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
        var width = Array.Find(widths, step => (_scale.Highest - _scale.Lowest) / step <= 6);
        if (width == 0)
            width = _scale.Highest - _scale.Lowest;
        var first = Math.Ceiling(_scale.Lowest / width) * width;
        return [.. Enumerable.Range(0, 8).Select(n => first + (n * width)).Where(value => value <= _scale.Highest)];
    }

    void DrawBands()
    {
        foreach (var (index, band) in _scale.Bands.Index())
        {
            var (low, high) = (band.From, index + 1 < _scale.Bands.Count ? _scale.Bands[index + 1].From : _scale.Highest);
            if (index % 2 == 0)
                _svg.Rect(_left, PlotY(high), Right - _left, PlotY(low) - PlotY(high), Wash);
            _svg.Text(_left - 40, BesideCutOff((PlotY(low) + PlotY(high)) / 2) + 4, band.Label, SvgCanvas.Quiet, "end");
        }
    }

    // A cut-off may lie in the middle of a band (gad-7): its word and the band's must both be read.
    double BesideCutOff(double y)
    {
        const double Apart = 16;
        if (_scale.CutOff is not { } cutOff || Math.Abs(y - PlotY(cutOff)) >= Apart)
            return y;
        return y < PlotY(cutOff) ? PlotY(cutOff) - Apart : PlotY(cutOff) + Apart;
    }

    void DrawScale(string heading, double top, decimal zero, decimal[] values, Func<decimal, double> y, string unit)
    {
        _svg.Text(_left, top - 14, heading, SvgCanvas.Quiet, more: "font-size=\"13\" " + OnWhite);
        _svg.Line(_left, y(zero), Right, y(zero), Bar);
        foreach (var value in values)
        {
            if (value != zero)
                _svg.Line(_left, y(value), Right, y(value), Grid);
            _svg.Text(_left - 10, y(value) + 4, SvgText.Number(value) + unit, SvgCanvas.Quiet, "end");
        }
    }

    void DrawCutOff()
    {
        if (_scale.CutOff is not { } cutOff)
            return;
        _svg.Line(_left, PlotY(cutOff), Right, PlotY(cutOff), SvgCanvas.Ink, "2 3");
        _svg.Text(_left - 40, PlotY(cutOff) + 4, $"cut-off {SvgText.Number(cutOff)}", SvgCanvas.Ink, "end");
    }

    // Shapes in one row, words in two below it, each beside the line of its event. Where words would run into one another the
    // shape stands alone, and the description tells of it.
    void DrawEvents()
    {
        var shapes = _plotTop - 80;
        foreach (var entry in _picture.Events)
            _svg.Line(_days.X(entry.Day), shapes + 6, _days.X(entry.Day), BarsBottom, Bar, "1 3");
        double[] freeFrom = [0, 0];
        foreach (var entry in _picture.Events)
        {
            var (x, word) = (_days.X(entry.Day), SvgText.Of(entry.Kind));
            Shape(entry.Kind, x, shapes);
            var row = Array.FindIndex(freeFrom, free => free <= x);
            if (row < 0)
                continue;
            _svg.Text(x + 4, shapes + 20 + (row * EventRow), word, SvgCanvas.Ink, more: OnWhite);
            freeFrom[row] = x + 10 + (word.Length * LetterWidth);
        }
    }

    void Shape(CaseEventKind kind, double x, double y)
    {
        (double X, double Y)[] corners = kind switch
        {
            CaseEventKind.Setback => [(x - 6, y - 5), (x + 6, y - 5), (x, y + 6)],
            CaseEventKind.Milestone => [(x - 6, y + 5), (x + 6, y + 5), (x, y - 6)],
            _ => [(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)],
        };
        _svg.Path(corners, SvgCanvas.Ink, null, 1.4, kind == CaseEventKind.Setback ? SvgCanvas.Ink : "#ffffff", isClosed: true);
    }

    void DrawSessions()
    {
        if (_picture.SessionsHeld.Count == 0)
            return;
        var y = PlotBottom + 24;
        _svg.Line(_left, y, Right, y, Grid);
        foreach (var day in _picture.SessionsHeld)
            _svg.Line(_days.X(day), y - 6, _days.X(day), y + 6, SvgCanvas.Quiet, width: 2);
        _svg.Text(LabelX, y + 4, _picture.SessionsHeld.Count == 1 ? "1 session held" : $"{_picture.SessionsHeld.Count} sessions held");
    }

    void DrawBars()
    {
        var width = Math.Min(30, _days.Week * 0.62);
        foreach (var week in _picture.Weeks)
        {
            if (week.Adherence is not { } share)
                continue;
            // Nothing done of what was due leaves a stub, unlike nothing due, which leaves none.
            var height = Math.Max(BarsBottom - BarY(share), 2);
            _svg.Rect(_days.Middle(week.WeekStart) - (width / 2), BarsBottom - height, width, height, share == 0 ? SvgCanvas.Ink : Bar);
        }

        if (_picture.Weeks.LastOrDefault(week => week.Adherence is not null) is { Adherence: { } lastShare } last)
        {
            var y = BarY(lastShare);
            _svg.Line(_days.Middle(last.WeekStart) + (width / 2) + 3, y, Right + 14, y, SvgCanvas.Quiet, "1 4");
            _svg.Text(LabelX, y + 4, "Homework", SvgCanvas.Ink, more: "font-size=\"14\" font-weight=\"600\"");
            _svg.Text(LabelX, y + 20, $"{SvgText.Percent(lastShare)}, {SvgText.Day(last.WeekStart)}");
        }
    }

    void DrawTicks()
    {
        foreach (var (week, year) in _days.Ticks())
        {
            var x = _days.Middle(week);
            _svg.Line(x, BarsBottom, x, BarsBottom + 5, Bar);
            _svg.Text(x, BarsBottom + 20, SvgText.Day(week), SvgCanvas.Quiet, "middle");
            if (year)
                _svg.Text(x, BarsBottom + 36, SvgText.Number(week.Year), SvgCanvas.Ink, "middle", "font-weight=\"600\"");
        }
    }

    void DrawLines()
    {
        foreach (var line in _lines)
            DrawReach(line);
        // The second partner's wide hollow marker lies under the first one's small full one: equal values show both.
        foreach (var line in _lines.Reverse())
        {
            foreach (var run in line.Runs)
                _svg.Path(run.Select(At), line.Colour, line.Dash, 2.2);
            foreach (var (before, after) in line.Runs.Zip(line.Runs.Skip(1)))
                _svg.Path([At(before[^1]), At(after[0])], line.Colour, "1 5", 1);
        }

        foreach (var line in _lines.Reverse())
        {
            foreach (var run in line.Runs)
                DrawMarkers(line, run);
        }

        var labels = LabelHeights().ToList();
        foreach (var (line, y) in labels)
            Label(line, y);
        if (_days.Any)
            NameSilent(labels.Select(label => (double?)label.Y).FirstOrDefault());
    }

    // Who has not answered is named where their line would end, away from the other's name.
    void NameSilent(double? taken)
    {
        var y = taken < (_plotTop + PlotBottom) / 2 ? PlotBottom - 30 : _plotTop + 12;
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
        var x = _days.X(baseline.Day);
        var (top, bottom) = (PlotY(Math.Min(baseline.Value + smallest, _scale.Highest)), PlotY(Math.Max(baseline.Value - smallest, _scale.Lowest)));
        _svg.Line(x, top, x, bottom, line.Colour);
        _svg.Line(x - 4, top, x + 4, top, line.Colour);
        _svg.Line(x - 4, bottom, x + 4, bottom, line.Colour);
    }

    // Where weeks are narrow, markers would hide the dashes: only points that no line shows, and reliable ones, keep theirs.
    void DrawMarkers(ChartLine line, IReadOnlyList<ChartPoint> run)
    {
        var isNarrow = _scale.IsWeekly && _days.Week < NarrowWeek;
        foreach (var point in run)
        {
            var (x, y) = At(point);
            if (!isNarrow || run.Count == 1)
                Marker(line, x, y, isNarrow ? MarkerSize / 2 : MarkerSize);
            if (point.IsReliable)
                _svg.Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"9.5\" fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"1.6\"/>");
        }
    }

    /// <summary>Labels stand at the height of their line's end, moved apart where they would overlap, and above what is below the plot.</summary>
    IEnumerable<(ChartLine Line, double Y)> LabelHeights()
    {
        var isJudged = _lines.Any(line => Verdict(line) is not null);
        var (apart, lowest) = isJudged ? (56, PlotBottom - 24) : (40, PlotBottom - 9);
        var sorted = _lines.Where(line => line.Last is not null)
            .Select(line => (Line: line, Y: Math.Min(PlotY(line.Last!.Value), lowest))).OrderBy(label => PlotY(label.Line.Last!.Value)).ToList();
        if (sorted.Count == 2 && sorted[1].Y - sorted[0].Y < apart)
        {
            var centre = Math.Clamp((sorted[0].Y + sorted[1].Y) / 2, _plotTop + (apart / 2), lowest - (apart / 2));
            sorted = [(sorted[0].Line, centre - (apart / 2)), (sorted[1].Line, centre + (apart / 2))];
        }

        return sorted;
    }

    static string? Verdict(ChartLine line) => SvgText.Of(line.Last?.Class);

    void Label(ChartLine line, double y)
    {
        var end = line.Last!;
        var (x, height) = At(end);
        _svg.Path([(x + 8, height), (Math.Max(x + 8, Right - 2), height), (Right + 12, y)], line.Colour, "1 4", 1);
        Name(line, y, $"{SvgText.Number(end.Value)}, {SvgText.Day(end.Day)}");
        if (Verdict(line) is { } verdict)
            _svg.Text(LabelX + 12, y + 32, verdict, SvgCanvas.Ink);
    }

    void Name(ChartLine line, double y, string below)
    {
        Marker(line, LabelX, y, MarkerSize);
        _svg.Text(LabelX + 12, y + 1, SvgText.Shorten(line.Partner.Name, LongestName), line.Colour, more: "font-size=\"14\" font-weight=\"600\"");
        _svg.Text(LabelX + 12, y + 17, below);
    }

    void Marker(ChartLine line, double x, double y, double size)
    {
        if (line.Marker == ChartMarker.Disc)
        {
            _svg.Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{size:0.#}\" fill=\"{line.Colour}\"/>");
            return;
        }

        var reach = size * 1.6;
        _svg.Path([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], line.Colour, null, Math.Min(2, size / 2), "#ffffff", isClosed: true);
    }

    (double X, double Y) At(ChartPoint point) => (_days.X(point.Day), PlotY(point.Value));

    double PlotY(decimal value) => PlotBottom - (PlotHeight * (double)((value - _scale.Lowest) / (_scale.Highest - _scale.Lowest)));

    double BarY(decimal share) => BarsBottom - (BarsHeight * (double)share);
}
