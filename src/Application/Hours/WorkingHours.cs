using CounselDesk.Application.Common;

namespace CounselDesk.Application.Hours;

/// <summary>When a member of staff usually works.</summary>
/// <param name="StaffId">Whose.</param>
/// <param name="Week">The intervals of every week, by weekday and time; empty for somebody who takes no sessions at present.</param>
/// <param name="ChangedAt">When they were last written; null while they never were.</param>
/// <param name="Version">Also the start of the <c>ETag</c>; 0 while nothing has been written.</param>
public sealed record WorkingHours(Guid StaffId, IReadOnlyList<HoursOfDay> Week, DateTimeOffset? ChangedAt, int Version) : IVersioned;

/// <summary>From when to when on one day of the week, by the practice's clocks, in summer and winter alike.</summary>
/// <param name="Day">The weekday.</param>
/// <param name="From">The start, such as <c>09:00</c>.</param>
/// <param name="To">The end, such as <c>12:30</c>; <c>24:00</c> for midnight.</param>
public sealed record HoursOfDay(DayOfWeek Day, string From, string To);
