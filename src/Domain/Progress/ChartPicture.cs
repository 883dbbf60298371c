using CounselDesk.Domain.Events;

namespace CounselDesk.Domain.Progress;

/// <summary>What a progress chart shows: a measure of each partner and the couple's homework, on one time axis.</summary>
/// <param name="Title">Heading, also the picture's name to a screen reader.</param>
/// <param name="Scale">The measure.</param>
/// <param name="Partners">One for a person seen alone, or two.</param>
/// <param name="Weeks">Weeks in rising order; the first and the last bound the time axis.</param>
/// <param name="Events">What happened on which day, in rising order.</param>
/// <param name="SessionsHeld">The days of sessions held.</param>
public sealed record ChartPicture(
    string Title, ChartScale Scale, IReadOnlyList<ChartPartner> Partners, IReadOnlyList<ProgressWeek> Weeks,
    IReadOnlyList<ChartEvent> Events, IReadOnlyList<DateOnly> SessionsHeld)
{
    /// <exception cref="ArgumentException">Days are out of order or outside the weeks, or a value is out of its range.</exception>
    internal void Check()
    {
        if (Partners.Count is not (1 or 2))
            throw new ArgumentException("One partner or two.");
        if (Weeks.Zip(Weeks.Skip(1)).Any(pair => pair.First.WeekStart >= pair.Second.WeekStart))
            throw new ArgumentException("The weeks are not in rising order.");
        if (Weeks.Any(week => week.Adherence is < 0 or > 1))
            throw new ArgumentException("An adherence lies outside 0 to 1.");
        if (Partners.Any(partner => partner.Points.Any(point => point.Value < Scale.Lowest || point.Value > Scale.Highest)))
            throw new ArgumentException("A value lies outside the measure's range.");
        if (Partners.Any(partner => !Rises(partner.Points.Select(point => point.Day))) || !Rises(Events.Select(entry => entry.Day)))
            throw new ArgumentException("Days are not in rising order.");
        if (Partners.SelectMany(partner => partner.Points.Select(point => point.Day)).Concat(Events.Select(entry => entry.Day)).Concat(SessionsHeld).Any(IsOutside))
            throw new ArgumentException("A day lies outside the weeks.");
    }

    private static bool Rises(IEnumerable<DateOnly> days) => days.Zip(days.Skip(1)).All(pair => pair.First <= pair.Second);

    private bool IsOutside(DateOnly day) => Weeks.Count == 0 || day < Weeks[0].WeekStart || day > Weeks[^1].WeekStart.AddDays(6);
}

/// <summary>The measure of a chart.</summary>
/// <param name="Name">As clinicians call it.</param>
/// <param name="Lowest">The lowest total, in points.</param>
/// <param name="Highest">The highest total, in points.</param>
/// <param name="Better">Which end is the better one.</param>
/// <param name="IsWeekly">Answered every week, so that a week without an answer is a gap in the line.</param>
/// <param name="Bands">Bands from the lowest up, or none.</param>
/// <param name="CutOff">The deciding cut-off; null where none is published.</param>
/// <param name="SmallestReliable">The smallest reliable change in points; null where none is published.</param>
public sealed record ChartScale(
    string Name, decimal Lowest, decimal Highest, BetterEnd Better, bool IsWeekly, IReadOnlyList<ChartBand> Bands, decimal? CutOff, decimal? SmallestReliable);

/// <summary>A band of totals.</summary>
/// <param name="Label">As clinicians call it.</param>
/// <param name="From">Its lowest total, in points; it reaches up to the next one.</param>
public sealed record ChartBand(string Label, decimal From);

/// <summary>One partner's course.</summary>
/// <param name="Name">What to call them.</param>
/// <param name="Points">Their totals by day, in rising order; empty where there is none.</param>
/// <param name="BaselineOn">The day of the response that changes are held against; null while there is none.</param>
public sealed record ChartPartner(string Name, IReadOnlyList<ChartPoint> Points, DateOnly? BaselineOn);

/// <summary>One response.</summary>
/// <param name="Day">When it was answered.</param>
/// <param name="Value">Its total, in points.</param>
/// <param name="Class">The class of its change from baseline; null for the baseline itself and for what lies before it.</param>
public sealed record ChartPoint(DateOnly Day, decimal Value, ChangeClass? Class)
{
    /// <summary>Whether its change from baseline is reliable, for better or worse.</summary>
    internal bool IsReliable => Class is ChangeClass.Recovered or ChangeClass.Improved or ChangeClass.Deteriorated;
}

/// <summary>Something that happened.</summary>
/// <param name="Day">When.</param>
/// <param name="Kind">What kind of thing: a setback is a triangle pointing down, a milestone one pointing up, a turning point a square on its corner.</param>
public sealed record ChartEvent(DateOnly Day, CaseEventKind Kind);

/// <summary>One week of a couple's homework.</summary>
/// <param name="WeekStart">Its Monday.</param>
/// <param name="Adherence">The couple's homework, credited / expected, 0 to 1; null: nothing due.</param>
public sealed record ProgressWeek(DateOnly WeekStart, decimal? Adherence);
