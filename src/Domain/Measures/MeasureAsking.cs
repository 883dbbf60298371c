using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Measures;

/// <summary>How often a measure is asked for.</summary>
public enum MeasureRepeat
{
    /// <summary>Once, from the first day on, until it is answered or the request is stopped.</summary>
    Once,

    /// <summary>Anew every so many weeks, counted from the first day.</summary>
    EveryNWeeks,

    /// <summary>Before each session, from three days before its day until it starts.</summary>
    BeforeEachSession,
}

/// <summary>Where one partner stands with one occurrence of a request.</summary>
public enum AskedState
{
    /// <summary>To be answered, and in time.</summary>
    Due,

    /// <summary>To be answered, and past its day.</summary>
    Late,

    /// <summary>Answered while it was asked.</summary>
    Answered,

    /// <summary>Over without an answer: the next one was asked, or the session began.</summary>
    Missed,
}

/// <summary>A session that one partner is booked for.</summary>
/// <param name="Day">Its day, in the practice's time zone.</param>
/// <param name="HasStarted">Whether it has begun by now.</param>
public sealed record AskedSession(DateOnly Day, bool HasStarted);

/// <summary>One time that a partner was asked.</summary>
/// <param name="From">The first day on which it could be answered and the case did not rest.</param>
/// <param name="By">The last day on which an answer is in time.</param>
/// <param name="State">What became of it.</param>
/// <param name="AnsweredOn">The day of the answer that counts for it.</param>
public sealed record AskedOccurrence(DateOnly From, DateOnly By, AskedState State, DateOnly? AnsweredOn);

/// <summary>A request for answers to a measure, as far as it says when they are due.</summary>
/// <remarks>
/// All days are calendar days of the practice's time zone. Days on which the case rests are not counted: they ask nothing, make
/// nothing late, and an occurrence that lies in them whole was never asked. What is open when a request is stopped falls away.
/// </remarks>
/// <param name="Repeat">How often.</param>
/// <param name="Weeks">For every n weeks: n, 1 to <see cref="MostWeeks"/>.</param>
/// <param name="StartOn">The first day.</param>
/// <param name="DueWithinDays">How many days after the first an answer is still in time; sessions have their own rule.</param>
/// <param name="StoppedOn">The day on which it was stopped; null while it runs.</param>
public sealed record MeasureAsking(MeasureRepeat Repeat, int? Weeks, DateOnly StartOn, int DueWithinDays, DateOnly? StoppedOn = null)
{
    /// <summary>Longest distance between two occurrences, in weeks.</summary>
    public const int MostWeeks = 52;

    /// <summary>Most days for an answer in time.</summary>
    public const int MostDueWithinDays = 60;

    /// <summary>Days for an answer in time unless told.</summary>
    public const int UsualDueWithinDays = 7;

    /// <summary>How many days before a session's day it is asked.</summary>
    public const int DaysBeforeSession = 3;

    /// <summary>What one partner was asked up to today, oldest first; what is to come is not among it, nor what rests today.</summary>
    /// <param name="sessions">The sessions that the partner is or was booked for, in any order; cancelled ones left out.</param>
    /// <param name="pauses">When the case rested.</param>
    /// <param name="answers">The days on which the partner answered the measure in this case.</param>
    /// <param name="today">The current day.</param>
    public IReadOnlyList<AskedOccurrence> Occurrences(
        IReadOnlyList<AskedSession> sessions, IReadOnlyList<SchedulePause> pauses, IReadOnlyCollection<DateOnly> answers, DateOnly today) =>
        [.. Windows(sessions, today).Select(window => Occurrence(window, pauses, answers, today)).OfType<AskedOccurrence>()];

    IEnumerable<Window> Windows(IReadOnlyList<AskedSession> sessions, DateOnly today) => Repeat switch
    {
        MeasureRepeat.Once => [new Window(StartOn, DateOnly.MaxValue, DueWithinDays, IsOver: false)],
        MeasureRepeat.EveryNWeeks => ByWeeks(7 * (Weeks ?? 1), today),
        _ => BySession(sessions),
    };

    IEnumerable<Window> ByWeeks(int days, DateOnly today)
    {
        for (var from = StartOn; from <= today; from = from.AddDays(days))
            yield return new Window(from, from.AddDays(days - 1), DueWithinDays, IsOver: false);
    }

    IEnumerable<Window> BySession(IReadOnlyList<AskedSession> sessions)
    {
        var first = StartOn;
        foreach (var day in sessions.Where(session => session.Day >= StartOn).GroupBy(session => session.Day).OrderBy(day => day.Key))
        {
            var early = day.Key.AddDays(-DaysBeforeSession);
            yield return new Window(early > first ? early : first, day.Key, DaysBeforeSession, day.Any(session => session.HasStarted));
            first = day.Key.AddDays(1);
        }
    }

    AskedOccurrence? Occurrence(Window window, IReadOnlyList<SchedulePause> pauses, IReadOnlyCollection<DateOnly> answers, DateOnly today)
    {
        if (Open(window, pauses, today) is not var (from, by) || from > today)
            return null;
        var answered = answers.Where(day => day >= window.From && day <= window.Last).Order().Cast<DateOnly?>().FirstOrDefault();
        if (answered is not null)
            return new AskedOccurrence(from, by, AskedState.Answered, answered);
        if (StoppedOn <= window.Last)
            return null;
        if (window.Last < today || (window.Last == today && window.IsOver))
            return new AskedOccurrence(from, by, AskedState.Missed, null);
        if (pauses.Any(pause => pause.Covers(today)))
            return null;
        return new AskedOccurrence(from, by, today <= by ? AskedState.Due : AskedState.Late, null);
    }

    /// <summary>The first and the last day in time, among those on which the case does not rest; null where it always does.</summary>
    static (DateOnly From, DateOnly By)? Open(Window window, IReadOnlyList<SchedulePause> pauses, DateOnly today)
    {
        // Beyond the last resumption nothing changes any more: a pause without end covers all of it, and no pause none.
        var settled = pauses.Select(pause => pause.ResumedOn ?? pause.From).Append(today).Append(window.From).Max().AddDays(window.InTime + 1);
        (DateOnly From, DateOnly By)? open = null;
        var left = window.InTime;
        for (var day = window.From; day <= window.Last && day <= settled && left >= 0; day = day.AddDays(1))
        {
            if (pauses.Any(pause => pause.Covers(day)))
                continue;
            open = (open?.From ?? day, day);
            left--;
        }

        return open;
    }

    sealed record Window(DateOnly From, DateOnly Last, int InTime, bool IsOver);
}
