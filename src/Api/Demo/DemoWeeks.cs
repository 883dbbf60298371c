namespace CounselDesk.Api.Demo;

/// <summary>The weeks that the demo tells of.</summary>
internal sealed record DemoWeeks(DateTimeOffset FirstMonday)
{
    public DateTimeOffset At(int week, (int Day, int Hour) slot) => FirstMonday.AddDays((7 * week) + slot.Day).AddHours(slot.Hour);

    public DateOnly Day(int week) => DateOnly.FromDateTime(At(week, (0, 12)).UtcDateTime);
}
