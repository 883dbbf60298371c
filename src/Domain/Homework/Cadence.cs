namespace CounselDesk.Domain.Homework;

/// <summary>How often an exercise is to be done.</summary>
public enum CadenceKind
{
    /// <summary>One time, on any day of the assignment.</summary>
    Once,

    /// <summary>Every calendar day.</summary>
    Daily,

    /// <summary>One time in each block of seven days counted from the start day.</summary>
    Weekly,

    /// <summary>Several times, each on another day, in each block of seven days counted from the start day.</summary>
    TimesPerWeek,

    /// <summary>On given weekdays.</summary>
    Weekdays,
}

/// <summary>A day of the week.</summary>
public enum Weekday
{
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// <summary>How often an exercise is to be done.</summary>
/// <param name="Kind">The rhythm.</param>
/// <param name="TimesPerWeek">2 to 6 for <see cref="CadenceKind.TimesPerWeek"/>, else absent: once a week is weekly, seven times daily.</param>
/// <param name="Weekdays">1 to 6 different days for <see cref="CadenceKind.Weekdays"/>, else absent: all seven are daily.</param>
public sealed record Cadence(CadenceKind Kind, int? TimesPerWeek = null, IReadOnlyList<Weekday>? Weekdays = null)
{
    /// <summary>Fewest times a week that are not simply weekly.</summary>
    public const int MinTimesPerWeek = 2;

    /// <summary>Most times a week that are not simply daily.</summary>
    public const int MaxTimesPerWeek = 6;

    /// <summary>One time in all.</summary>
    public static Cadence Once { get; } = new(CadenceKind.Once);

    /// <summary>Every day.</summary>
    public static Cadence Daily { get; } = new(CadenceKind.Daily);

    /// <summary>One time a week.</summary>
    public static Cadence Weekly { get; } = new(CadenceKind.Weekly);

    /// <summary>Several times a week.</summary>
    /// <param name="times">2 to 6.</param>
    public static Cadence PerWeek(int times) => new(CadenceKind.TimesPerWeek, times);

    /// <summary>On given weekdays.</summary>
    /// <param name="days">1 to 6 different ones.</param>
    public static Cadence On(params IReadOnlyList<Weekday> days) => new(CadenceKind.Weekdays, null, days);

    // A method, so that a serializer does not take it for a field of the cadence.
    /// <summary>Whether what is given fits the kind: a number of 2 to 6 for times-per-week, 1 to 6 different days for weekdays, nothing for the others.</summary>
    public bool IsValid() => Kind switch
    {
        CadenceKind.TimesPerWeek => TimesPerWeek is >= MinTimesPerWeek and <= MaxTimesPerWeek && Weekdays is null,
        CadenceKind.Weekdays => TimesPerWeek is null
            && Weekdays is { Count: >= 1 and <= MaxTimesPerWeek } days && days.All(Enum.IsDefined) && days.Distinct().Count() == days.Count,
        CadenceKind.Once or CadenceKind.Daily or CadenceKind.Weekly => TimesPerWeek is null && Weekdays is null,
        _ => false,
    };

    // A list is compared by reference unless told; two cadences on the same days are the same.
    public bool Equals(Cadence? other) =>
        other is not null && Kind == other.Kind && TimesPerWeek == other.TimesPerWeek && Days.SequenceEqual(other.Days);

    public override int GetHashCode() => HashCode.Combine(Kind, TimesPerWeek, Weekdays?.Count);

    /// <summary>The first of the given weekdays on or after a day.</summary>
    internal DateOnly FirstWeekday(DateOnly day)
    {
        while (!Weekdays!.Contains((Weekday)(((int)day.DayOfWeek + 6) % 7)))
            day = day.AddDays(1);
        return day;
    }

    IEnumerable<Weekday> Days => (Weekdays ?? []).Order();
}
