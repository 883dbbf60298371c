namespace CounselDesk.Domain.Homework;

/// <summary>What became of one occurrence of an exercise.</summary>
public enum LogOutcome
{
    /// <summary>Done: full credit.</summary>
    Done,

    /// <summary>Partly done: half credit.</summary>
    Partly,

    /// <summary>Skipped: no credit.</summary>
    Skipped,
}

/// <summary>One partner's entry, as far as adherence is concerned.</summary>
/// <param name="Day">The day it was done or skipped, in the practice's time zone.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record HomeworkEntry(DateOnly Day, LogOutcome Outcome)
{
    /// <summary>Credit in halves: 2 done, 1 partly, 0 skipped.</summary>
    public int HalfCredits => Outcome switch
    {
        LogOutcome.Done => 2,
        LogOutcome.Partly => 1,
        _ => 0,
    };
}

/// <summary>A partner of whom the exercise is expected, with what they entered.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Entries">In the order entered: in one period the last one stands.</param>
public sealed record PartnerEntries(Guid PartnerId, IReadOnlyList<HomeworkEntry> Entries);
