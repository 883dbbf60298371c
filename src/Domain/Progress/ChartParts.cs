using System.Globalization;
using System.Text;
using CounselDesk.Domain.Events;

namespace CounselDesk.Domain.Progress;

/// <summary>The chart's time axis: every day of the weeks from the first to the last has the same width, recorded or not.</summary>
sealed class ChartDays(IReadOnlyList<ProgressWeek> weeks, double left, double right)
{
    // Below this a day and a month run into the next one.
    const double NarrowestTick = 60;

    /// <summary>Whether there is any week at all.</summary>
    public bool Any => weeks.Count > 0;

    int WeekCount => weeks.Count == 0 ? 1 : ((weeks[^1].WeekStart.DayNumber - weeks[0].WeekStart.DayNumber) / 7) + 1;

    /// <summary>Width of a week.</summary>
    public double Week => (right - left) / WeekCount;

    /// <summary>The middle of a day.</summary>
    public double X(DateOnly day) => left + (Week * ((day.DayNumber - weeks[0].WeekStart.DayNumber + 0.5) / 7.0));

    /// <summary>The middle of a week.</summary>
    public double Middle(DateOnly weekStart) => X(weekStart.AddDays(3));

    /// <summary>The weeks that get a tick, and whether the year stands below: at the first one and where it changes.</summary>
    public IEnumerable<(DateOnly Week, bool Year)> Ticks()
    {
        if (weeks.Count == 0)
            yield break;
        int[] steps = [1, 2, 4, 8, 13, 26, 52];
        var step = steps.FirstOrDefault(weeksApart => Week * weeksApart >= NarrowestTick);
        if (step == 0)
            step = (int)Math.Ceiling(NarrowestTick / Week);
        var year = 0;
        for (var slot = 0; slot < WeekCount; slot += step)
        {
            var week = weeks[0].WeekStart.AddDays(7 * slot);
            yield return (week, week.Year != year);
            year = week.Year;
        }
    }
}

/// <summary>Where the panels lie: what a measure has (bands, a cut-off) and what happened (events, sessions) take their room.</summary>
sealed class ChartFrame
{
    public const double Right = 716;
    public const double LabelX = Right + 20;
    const double PlotHeight = 210;
    const double BarsHeight = 90;

    readonly ChartScale _scale;

    public ChartFrame(ChartPicture picture)
    {
        _scale = picture.Scale;
        Left = _scale.Bands.Count > 0 || _scale.CutOff is not null ? 180 : 64;
        Days = new ChartDays(picture.Weeks, Left, Right);
        PlotTop = picture.Events.Count > 0 ? 164 : 104;
        BarsTop = PlotBottom + (picture.SessionsHeld.Count > 0 ? 84 : 56);
    }

    public ChartDays Days { get; }

    public double Left { get; }

    public double PlotTop { get; }

    public double BarsTop { get; }

    public double PlotBottom => PlotTop + PlotHeight;

    public double BarsBottom => BarsTop + BarsHeight;

    public double Height => BarsBottom + 54;

    public (double X, double Y) At(ChartPoint point) => (Days.X(point.Day), PlotY(point.Value));

    public double PlotY(decimal value) => PlotBottom - (PlotHeight * (double)((value - _scale.Lowest) / (_scale.Highest - _scale.Lowest)));

    public double BarY(decimal share) => BarsBottom - (BarsHeight * (double)share);
}

/// <summary>How a point is marked.</summary>
enum ChartMarker
{
    /// <summary>A full disc.</summary>
    Disc,

    /// <summary>A hollow diamond.</summary>
    Diamond,
}

/// <summary>One partner's line: its points in order, and its unbroken runs.</summary>
sealed class ChartLine
{
    public ChartLine(ChartPartner partner, ChartScale scale, string colour, string? dash, ChartMarker marker)
    {
        (Partner, Colour, Dash, Marker) = (partner, colour, dash, marker);
        var runs = new List<List<ChartPoint>>();
        foreach (var point in partner.Points)
        {
            if (runs.Count == 0 || (scale.IsWeekly && ResponseDays.WeekOf(point.Day).DayNumber - ResponseDays.WeekOf(runs[^1][^1].Day).DayNumber > 7))
                runs.Add([]);
            runs[^1].Add(point);
        }

        Runs = runs;
    }

    public ChartPartner Partner { get; }

    public string Colour { get; }

    public string? Dash { get; }

    public ChartMarker Marker { get; }

    /// <summary>The points between gaps; a gap is bridged faintly, as nothing is known in it.</summary>
    public IReadOnlyList<IReadOnlyList<ChartPoint>> Runs { get; }

    public ChartPoint? Last => Partner.Points.Count > 0 ? Partner.Points[^1] : null;

    /// <summary>The point that later ones are held against.</summary>
    public ChartPoint? Baseline => Partner.Points.FirstOrDefault(point => point.Day == Partner.BaselineOn);
}

/// <summary>Writes a picture's elements; every text is escaped on the way, every number written the same in every culture.</summary>
sealed class SvgCanvas
{
    public const string Ink = "#22303c";
    public const string Quiet = "#5d6b78";

    private readonly StringBuilder _svg = new();

    public void Add(FormattableString piece) => _svg.Append(piece.ToString(CultureInfo.InvariantCulture));

    public void Raw(string piece) => _svg.Append(piece);

    public void Text(double x, double y, string text, string colour = Quiet, string anchor = "start", string more = "") =>
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" fill=\"{colour}\" text-anchor=\"{anchor}\" {more}>{SvgText.Escape(text)}</text>");

    public void Line(double x1, double y1, double x2, double y2, string colour, string? dash = null, double width = 1) =>
        Add($"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" stroke=\"{colour}\" stroke-width=\"{width}\"{Dashes(dash)}/>");

    public void Rect(double x, double y, double width, double height, string fill) =>
        Add($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"{fill}\"/>");

    public void Path(IEnumerable<(double X, double Y)> points, string colour, string? dash, double width, string fill = "none", bool isClosed = false)
    {
        var way = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}")));
        Add($"<path d=\"M{way}{(isClosed ? "z" : "")}\" fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{Dashes(dash)}/>");
    }

    public override string ToString() => _svg.ToString();

    static string Dashes(string? dash) => dash is null ? "" : $" stroke-dasharray=\"{dash}\"";
}

/// <summary>Text as it may stand in an SVG file.</summary>
static class SvgText
{
    public static string Day(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    public static string FullDay(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Percent(decimal share) => Number(Math.Round(share * 100, MidpointRounding.AwayFromZero)) + " %";

    public static string Of(CaseEventKind kind) => kind switch
    {
        CaseEventKind.Setback => "setback",
        CaseEventKind.Milestone => "milestone",
        _ => "turning point",
    };

    /// <summary>A change from baseline in two or three words; null where there is nothing to say.</summary>
    public static string? Of(ChangeClass? change) => change switch
    {
        ChangeClass.Recovered => "recovered",
        ChangeClass.Improved => "reliably better",
        ChangeClass.Unchanged => "no reliable change",
        ChangeClass.Deteriorated => "reliably worse",
        _ => null,
    };

    /// <summary>Escapes markup; what XML 1.0 cannot hold at all (controls, lone surrogates) becomes the replacement character.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\t' or '\n' or '\r' => escaped.Append(' '),
                < 0x20 or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Shortens to a number of characters as readers count them, the last one an ellipsis.</summary>
    public static string Shorten(string text, int longest)
    {
        var characters = new StringInfo(text);
        return characters.LengthInTextElements <= longest
            ? text
            : characters.SubstringByTextElements(0, longest - 1).TrimEnd() + "…";
    }
}
