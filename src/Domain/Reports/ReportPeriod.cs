namespace CounselDesk.Domain.Reports;

/// <summary>Whole calendar months that are over, so that asking again from day to day does not show what one person answered.</summary>
/// <param name="From">The first day of the first month.</param>
/// <param name="To">The last day of the last month.</param>
public sealed record ReportPeriod(DateOnly From, DateOnly To)
{
    /// <summary>Most months that one report tells of.</summary>
    public const int MostMonths = 36;

    /// <summary>What is told where no other period is asked for.</summary>
    public const int UsualMonths = 12;

    /// <summary>The months, oldest first.</summary>
    public IReadOnlyList<ReportPeriod> Months
    {
        get
        {
            var months = new List<ReportPeriod>();
            for (var first = From; first <= To; first = first.AddMonths(1))
                months.Add(new(first, first.AddMonths(1).AddDays(-1)));
            return months;
        }
    }

    /// <summary>The last day that a report made today can tell of.</summary>
    public static DateOnly LastOver(DateOnly today) => new DateOnly(today.Year, today.Month, 1).AddDays(-1);

    /// <summary>The period up to a last day, as long as usual, or as the calendar goes back.</summary>
    public static DateOnly UsualStart(DateOnly to) => to.Year > 1 ? to.AddDays(1).AddMonths(-UsualMonths) : DateOnly.MinValue;

    /// <summary>Whether the days bound whole months in order, and not too many.</summary>
    public bool IsWhole => From.Day == 1 && To.AddDays(1).Day == 1 && From < To && From.AddMonths(MostMonths) > To;

    /// <summary>Whether a day lies in it.</summary>
    public bool Contains(DateOnly day) => day >= From && day <= To;
}
