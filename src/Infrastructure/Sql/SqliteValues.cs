using System.Globalization;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>How SQLite, which has no such types, keeps instants and days: text that sorts as time does.</summary>
internal static class SqliteValues
{
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string DayForm = "yyyy-MM-dd";

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantForm, CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.ParseExact(text, InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, DayForm, CultureInfo.InvariantCulture);
}
