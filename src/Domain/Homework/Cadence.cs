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
}

/// <summary>How often an exercise is to be done.</summary>
/// <param name="Kind">The rhythm.</param>
/// <param name="TimesPerWeek">2 to 6 for <see cref="CadenceKind.TimesPerWeek"/>, else absent: once a week is weekly, seven times daily.</param>
public sealed record Cadence(CadenceKind Kind, int? TimesPerWeek = null)
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

    // A method, so that a serializer does not take it for a field of the cadence.
    /// <summary>Whether the number fits the kind: 2 to 6 for times-per-week, none for the others.</summary>
    public bool IsValid() => Kind switch
    {
        CadenceKind.TimesPerWeek => TimesPerWeek is >= MinTimesPerWeek and <= MaxTimesPerWeek,
        CadenceKind.Once or CadenceKind.Daily or CadenceKind.Weekly => TimesPerWeek is null,
        _ => false,
    };
}
