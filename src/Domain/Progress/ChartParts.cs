using System.Globalization;
using System.Text;

namespace CounselDesk.Domain.Progress;

/// <summary>The chart's time axis: a slot of equal width for each calendar week from the first to the last, recorded or not.</summary>
sealed class ChartWeeks(IReadOnlyList<DateOnly> weeks, double left, double right)
{
    // Below this a day and a month run into the next one.
    const double NarrowestTick = 60;

    /// <summary>Whether there is any week at all.</summary>
    public bool HasWeeks => weeks.Count > 0;

    int SlotCount => weeks.Count == 0 ? 1 : ((weeks[^1].DayNumber - weeks[0].DayNumber) / 7) + 1;

    /// <summary>Width of a week.</summary>
    public double Slot => (right - left) / SlotCount;

    /// <summary>The middle of a week's slot.</summary>
    public double X(DateOnly week) => left + (Slot * (((week.DayNumber - weeks[0].DayNumber) / 7.0) + 0.5));

    /// <summary>The weeks that get a tick, and whether the year stands below: at the first one and where it changes.</summary>
    public IEnumerable<(DateOnly Week, bool Year)> Ticks()
    {
        if (weeks.Count == 0)
            yield break;
        int[] steps = [1, 2, 4, 8, 13, 26, 52];
        var step = steps.FirstOrDefault(weeksApart => Slot * weeksApart >= NarrowestTick);
        if (step == 0)
            step = (int)Math.Ceiling(NarrowestTick / Slot);
        var year = 0;
        for (var slot = 0; slot < SlotCount; slot += step)
        {
            var week = weeks[0].AddDays(7 * slot);
            yield return (week, week.Year != year);
            year = week.Year;
        }
    }

    public static string Day(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    public static string FullDay(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
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
    public ChartLine(
        string name, IReadOnlyList<ProgressWeek> weeks, Func<ProgressWeek, int?> value, string colour, string? dash, ChartMarker marker)
    {
        (Name, Colour, Dash, Marker) = (name, colour, dash, marker);
        Points = [.. weeks.Where(week => value(week) is not null).Select(week => (week.WeekStart, value(week)!.Value))];
        var runs = new List<List<(DateOnly Week, int Value)>>();
        foreach (var point in Points)
        {
            if (runs.Count == 0 || point.Week.DayNumber - runs[^1][^1].Week.DayNumber > 7)
                runs.Add([]);
            runs[^1].Add(point);
        }

        Runs = runs;
    }

    public string Name { get; }

    public string Colour { get; }

    public string? Dash { get; }

    public ChartMarker Marker { get; }

    public IReadOnlyList<(DateOnly Week, int Value)> Points { get; }

    /// <summary>The points between gaps; a gap is bridged faintly, as nothing is known in it.</summary>
    public IReadOnlyList<IReadOnlyList<(DateOnly Week, int Value)>> Runs { get; }

    public string Describe() => Points switch
    {
        [] => $"{Name}: no trust pulse.",
        [var only] => string.Create(CultureInfo.InvariantCulture, $"{Name}: trust pulse {only.Value} of 50 in the week of {ChartWeeks.FullDay(only.Week)}."),
        [var first, .., var last] => string.Create(CultureInfo.InvariantCulture,
            $"{Name}: trust pulse {first.Value} of 50 in the week of {ChartWeeks.FullDay(first.Week)}, {last.Value} in the week of {ChartWeeks.FullDay(last.Week)}."),
    };
}

/// <summary>Text as it may stand in an SVG file.</summary>
static class SvgText
{
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
