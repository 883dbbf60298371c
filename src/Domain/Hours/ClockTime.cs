using System.Globalization;

namespace CounselDesk.Domain.Hours;

/// <summary>A time of day as people write it, <c>HH:mm</c>, and as minutes since midnight. 24:00 is the end of a day.</summary>
public static class ClockTime
{
    public const int EndOfDay = 24 * 60;

    /// <summary>The minutes, or null if the text is no time.</summary>
    public static int? Minutes(string? text)
    {
        if (text is not [>= '0' and <= '2', >= '0' and <= '9', ':', >= '0' and <= '5', >= '0' and <= '9'])
            return null;
        var minutes = (int.Parse(text[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(text[3..], CultureInfo.InvariantCulture);
        return minutes <= EndOfDay ? minutes : null;
    }

    public static string Text(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
