namespace CounselDesk.Domain.Hours;

public static class HoursLimits
{
    /// <summary>Longest time off in one piece: a year and a day, so that whole years fit.</summary>
    public const int MostDaysOff = 367;

    /// <summary>How far back time off may begin, to put right what was not entered.</summary>
    public const int MostDaysBack = 30;

    public const int MostYearsAhead = 2;

    public const int MostDaysOfSlots = 31;

    public const int ShortestSlotMinutes = 15;

    public const int LongestSlotMinutes = 480;

    /// <summary>Slots are asked for, and begin from now on, in steps of so many minutes.</summary>
    public const int SlotStepMinutes = 5;
}
