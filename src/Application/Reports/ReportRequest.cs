using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Reports;

namespace CounselDesk.Application.Reports;

/// <summary>What the rows of a report stand for.</summary>
public enum ReportGrouping
{
    /// <summary>One row, for all together.</summary>
    None,

    /// <summary>A row for each clinician who has the cases now.</summary>
    Therapist,

    /// <summary>A row for each month, told by itself.</summary>
    Month,
}

/// <summary>Which period, and whose cases.</summary>
/// <param name="From">The first day of a month; null: twelve months before the end.</param>
/// <param name="To">The last day of a month that is over; null: of the last one.</param>
/// <param name="By">What the rows stand for; null: all together.</param>
/// <param name="TherapistId">Only this clinician's cases; null: everybody's whom the caller may ask about.</param>
public sealed record ReportRequest(DateOnly? From, DateOnly? To, ReportGrouping? By, Guid? TherapistId)
{
    public ReportGrouping Grouping => By ?? ReportGrouping.None;

    /// <summary>The period, or a refusal that says what would be one.</summary>
    internal ReportPeriod Period(DateOnly today)
    {
        var last = ReportPeriod.LastOver(today);
        var to = To ?? last;
        if (to > last)
            throw Refused.Invalid("to", "Name a month that is over: counts that grow from day to day would show what one person answered.", "month-not-over");
        var period = new ReportPeriod(From ?? ReportPeriod.UsualStart(to), to);
        return period.IsWhole
            ? period
            : throw Refused.Invalid("from", $"Name whole calendar months in order, at most {ReportPeriod.MostMonths}: the first day of one, and the last day of the same or a later one.", "no-whole-months");
    }

    /// <summary>The rows' periods: each month, or the whole.</summary>
    internal IReadOnlyList<ReportPeriod> Parts(ReportPeriod period) => Grouping == ReportGrouping.Month ? period.Months : [period];
}

/// <summary>Whose cases a caller's reports count: an administrator's all, a supervisor's own and those of whom they supervise.</summary>
internal static class ReportAccess
{
    public const Roles May = Roles.Supervisor | Roles.Admin;

    public static bool SeesEveryone(this Caller caller) => caller.Has(Roles.Admin);
}
