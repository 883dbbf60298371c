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
    const double EventRow = 15;
    const double LetterWidth = 6.4;
    const string Grid = "#e3e8ec";
    const string Bar = "#8fa3b3";
    const string Wash = "#f3f5f7";
    const string OnWhite = "stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"";

    readonly SvgCanvas _svg = new();
    readonly ChartPicture _picture;
    readonly ChartScale _scale;
    readonly ChartFrame _frame;
    readonly ChartDays _days;

    ProgressChart(ChartPicture picture)
    {
        (_picture, _scale, _frame) = (picture, picture.Scale, new ChartFrame(picture));
        _days = _frame.Days;
    }

    /// <summary>Draws the picture, 900 wide, scalable.</summary>
    /// <exception cref="ArgumentException">Days are out of order or outside the weeks, or a value is out of its range.</exception>
    public static string Draw(ChartPicture picture)
    {
        picture.Check();
        return new ProgressChart(picture).Drawn();
    }

    string Drawn()
    {
        _svg.Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {_frame.Height}" width="900" height="{_frame.Height}" role="img" aria-labelledby="progress-title progress-desc" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif" font-size="12">""");
        _svg.Add($"<title id=\"progress-title\">{SvgText.Escape(_picture.Title)}</title>");
        _svg.Add($"<desc id=\"progress-desc\">{SvgText.Escape(ChartWords.Describe(_picture))}</desc>");
        _svg.Rect(0, 0, 900, _frame.Height, "#ffffff");
        _svg.Text(_frame.Left, 34, _picture.Title, SvgCanvas.Ink, more: "font-size=\"18\" font-weight=\"600\"");
        _svg.Text(_frame.Left, 56, ChartWords.Reliability(_scale) + ".");
        DrawBands();
        DrawEvents();
        DrawScale(ChartWords.Range(_scale), _frame.PlotTop, _scale.Lowest, Steps(), _frame.PlotY, "");
        DrawScale("Homework done, % of what was due", _frame.BarsTop, 0, [0, 50, 100], value => _frame.BarY(value / 100m), " %");
        DrawCutOff();
        DrawSessions();
        DrawBars();
        DrawTicks();
        new ChartLines(_svg, _picture, _frame).Draw();
        if (!_days.Any)
            _svg.Text((_frame.Left + ChartFrame.Right) / 2, (_frame.PlotTop + _frame.PlotBottom) / 2, "Nothing recorded yet", SvgCanvas.Quiet, "middle", "font-size=\"15\"");
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
                _svg.Rect(_frame.Left, _frame.PlotY(high), ChartFrame.Right - _frame.Left, _frame.PlotY(low) - _frame.PlotY(high), Wash);
            _svg.Text(_frame.Left - 40, BesideCutOff((_frame.PlotY(low) + _frame.PlotY(high)) / 2) + 4, band.Label, SvgCanvas.Quiet, "end");
        }
    }

    // A cut-off may lie in the middle of a band (gad-7): its word and the band's must both be read.
    double BesideCutOff(double y)
    {
        const double Apart = 16;
        if (_scale.CutOff is not { } cutOff || Math.Abs(y - _frame.PlotY(cutOff)) >= Apart)
            return y;
        return y < _frame.PlotY(cutOff) ? _frame.PlotY(cutOff) - Apart : _frame.PlotY(cutOff) + Apart;
    }

    void DrawScale(string heading, double top, decimal zero, decimal[] values, Func<decimal, double> y, string unit)
    {
        _svg.Text(_frame.Left, top - 14, heading, SvgCanvas.Quiet, more: "font-size=\"13\" " + OnWhite);
        _svg.Line(_frame.Left, y(zero), ChartFrame.Right, y(zero), Bar);
        foreach (var value in values)
        {
            if (value != zero)
                _svg.Line(_frame.Left, y(value), ChartFrame.Right, y(value), Grid);
            _svg.Text(_frame.Left - 10, y(value) + 4, SvgText.Number(value) + unit, SvgCanvas.Quiet, "end");
        }
    }

    void DrawCutOff()
    {
        if (_scale.CutOff is not { } cutOff)
            return;
        _svg.Line(_frame.Left, _frame.PlotY(cutOff), ChartFrame.Right, _frame.PlotY(cutOff), SvgCanvas.Ink, "2 3");
        _svg.Text(_frame.Left - 40, _frame.PlotY(cutOff) + 4, $"cut-off {SvgText.Number(cutOff)}", SvgCanvas.Ink, "end");
    }

    // Shapes in one row, words in two below it, each beside the line of its event. Where words would run into one another the
    // shape stands alone, and the description tells of it.
    void DrawEvents()
    {
        var shapes = _frame.PlotTop - 80;
        foreach (var entry in _picture.Events)
            _svg.Line(_days.X(entry.Day), shapes + 6, _days.X(entry.Day), _frame.BarsBottom, Bar, "1 3");
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
        var y = _frame.PlotBottom + 24;
        _svg.Line(_frame.Left, y, ChartFrame.Right, y, Grid);
        foreach (var day in _picture.SessionsHeld)
            _svg.Line(_days.X(day), y - 6, _days.X(day), y + 6, SvgCanvas.Quiet, width: 2);
        _svg.Text(ChartFrame.LabelX, y + 4, _picture.SessionsHeld.Count == 1 ? "1 session held" : $"{_picture.SessionsHeld.Count} sessions held");
    }

    void DrawBars()
    {
        var width = Math.Min(30, _days.Week * 0.62);
        foreach (var week in _picture.Weeks)
        {
            if (week.Adherence is not { } share)
                continue;
            // Nothing done of what was due leaves a stub, unlike nothing due, which leaves none.
            var height = Math.Max(_frame.BarsBottom - _frame.BarY(share), 2);
            _svg.Rect(_days.Middle(week.WeekStart) - (width / 2), _frame.BarsBottom - height, width, height, share == 0 ? SvgCanvas.Ink : Bar);
        }

        if (_picture.Weeks.LastOrDefault(week => week.Adherence is not null) is { Adherence: { } lastShare } last)
        {
            var y = _frame.BarY(lastShare);
            _svg.Line(_days.Middle(last.WeekStart) + (width / 2) + 3, y, ChartFrame.Right + 14, y, SvgCanvas.Quiet, "1 4");
            _svg.Text(ChartFrame.LabelX, y + 4, "Homework", SvgCanvas.Ink, more: "font-size=\"14\" font-weight=\"600\"");
            _svg.Text(ChartFrame.LabelX, y + 20, $"{SvgText.Percent(lastShare)}, {SvgText.Day(last.WeekStart)}");
        }
    }

    void DrawTicks()
    {
        foreach (var (week, year) in _days.Ticks())
        {
            var x = _days.Middle(week);
            _svg.Line(x, _frame.BarsBottom, x, _frame.BarsBottom + 5, Bar);
            _svg.Text(x, _frame.BarsBottom + 20, SvgText.Day(week), SvgCanvas.Quiet, "middle");
            if (year)
                _svg.Text(x, _frame.BarsBottom + 36, SvgText.Number(week.Year), SvgCanvas.Ink, "middle", "font-weight=\"600\"");
        }
    }
}
