namespace CounselDesk.Domain.Homework;

/// <summary>
/// How much of the homework that was due has been done: credited / expected occurrences up to a day.
/// </summary>
/// <remarks>
/// Credit: done 1, partly 1/2, skipped 0. An occurrence is expected once its period's last day has passed, or as soon as it
/// has an entry; a period still running and unlogged counts neither way. In a times-per-week block the best entries fill its
/// n slots (a due day that cuts the block short leaves at most one slot a day), and more entries than slots earn no more.
/// While it is paused nothing falls due: a day, or what is done once, whose last day is paused expects nothing; a block of
/// seven days that is partly paused expects its share of the unpaused days, rounded down (a weekly exercise: nothing). What is
/// done on paused days counts all the same, what is skipped there does not. A given weekday is expected once it has passed.
/// A target caps what is expected, and once it is reached nothing more falls due. The end of the assignment stops the clock.
/// Entries dated outside the assignment or after <c>today</c> are left out. Counts are whole halves, never floating-point.
/// Compliance goes with outcome only modestly (r = .22 to .26: Kazantzis 2000; Mausbach 2010): a prompt to talk, not a grade.
/// </remarks>
public static class Adherence
{
    /// <summary>Adherence of each expected partner and of the couple up to and including <paramref name="today"/>.</summary>
    /// <param name="schedule">A valid schedule.</param>
    /// <param name="partners">The partners of whom it is expected.</param>
    /// <param name="today">The current day in the practice's time zone.</param>
    public static CoupleAdherence Of(AssignmentSchedule schedule, IReadOnlyList<PartnerEntries> partners, DateOnly today)
    {
        var courses = partners.Select(partner => new PartnerCourse(schedule, partner.Entries, today)).ToList();
        var each = partners.Zip(courses, (partner, course) =>
        {
            var (current, longest) = Streaks([.. course.Rounds.Select(round => round.Credited)]);
            return new PartnerAdherence(partner.PartnerId, course.Tally, current, longest);
        }).ToList();
        var (together, longestTogether) = Streaks(CreditedByAll(courses));
        var pooled = each.Aggregate(AdherenceTally.None, (sum, partner) => sum + partner.Tally);
        return new(pooled, together, longestTogether, each);
    }

    /// <summary>The couple's adherence in each calendar week, pooled over the partners.</summary>
    /// <remarks>
    /// An occurrence counts in the week of its entry's day, or, unlogged, in the week its period ran out. The weeks add up to
    /// the whole, save that the target's cap is on the whole alone.
    /// </remarks>
    /// <param name="schedule">A valid schedule.</param>
    /// <param name="partners">The partners of whom it is expected.</param>
    /// <param name="today">The current day in the practice's time zone.</param>
    /// <param name="weekStarts">First day of each week wanted.</param>
    /// <returns>One tally for each week start, in the same order.</returns>
    public static IReadOnlyList<WeekAdherence> ByWeek(
        AssignmentSchedule schedule, IReadOnlyList<PartnerEntries> partners, DateOnly today, IReadOnlyList<DateOnly> weekStarts)
    {
        var due = partners
            .SelectMany(partner => new PartnerCourse(schedule, partner.Entries, today).Occurrences)
            .ToList();
        return weekStarts.Select(week => new WeekAdherence(week, due
            .Where(occurrence => occurrence.DayNumber - week.DayNumber is >= 0 and < 7)
            .Aggregate(AdherenceTally.None, (sum, occurrence) => sum + new AdherenceTally(occurrence.HalfCredits, 1)))).ToList();
    }

    /// <summary>What of a partner's homework fell due from one day to another, both included, and was credited.</summary>
    /// <remarks>Placed as in <see cref="ByWeek"/>; a target's cap is on the whole alone.</remarks>
    /// <param name="schedule">A valid schedule.</param>
    /// <param name="partner">The partner of whom it is expected.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day, over by now: what falls due on it counts.</param>
    public static AdherenceTally Between(AssignmentSchedule schedule, PartnerEntries partner, DateOnly from, DateOnly to) =>
        new PartnerCourse(schedule, partner.Entries, to.AddDays(1)).Occurrences
            .Where(occurrence => occurrence.DayNumber >= from.DayNumber && occurrence.DayNumber <= to.DayNumber)
            .Aggregate(AdherenceTally.None, (sum, occurrence) => sum + new AdherenceTally(occurrence.HalfCredits, 1));

    /// <summary>For each round, whether every partner still at it earned credit; one that somebody has yet to log is passed over.</summary>
    static List<bool> CreditedByAll(List<PartnerCourse> courses)
    {
        var rounds = courses.ConvertAll(course => course.Rounds.ToDictionary(round => round.First, round => round.Credited));
        var together = new List<bool>();
        foreach (var first in rounds.SelectMany(own => own.Keys).Distinct().Order())
        {
            var credited = rounds.TrueForAll(own => own.GetValueOrDefault(first, true));
            var isOpen = courses.Zip(rounds).Any(pair => !pair.Second.ContainsKey(first) && !pair.First.ReachedTarget);
            if (!credited || !isOpen)
                together.Add(credited);
        }

        return together;
    }

    static (int Current, int Longest) Streaks(IReadOnlyList<bool> rounds)
    {
        int current = 0, longest = 0;
        foreach (var credited in rounds)
        {
            current = credited ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return (current, longest);
    }
}

/// <summary>Credited and expected occurrences, exact.</summary>
/// <param name="HalfCredits">Credit in halves, 0 to twice <paramref name="Expected"/>.</param>
/// <param name="Expected">Occurrences that fell due.</param>
public sealed record AdherenceTally(int HalfCredits, int Expected)
{
    /// <summary>Nothing due.</summary>
    public static AdherenceTally None { get; } = new(0, 0);

    /// <summary>Credited / expected, 0 to 1, rounded half up to four places; null while nothing was due.</summary>
    public decimal? Ratio =>
        Expected == 0 ? null : Math.Round(HalfCredits / (2m * Expected), 4, MidpointRounding.AwayFromZero);

    /// <summary>Pools two tallies.</summary>
    public static AdherenceTally operator +(AdherenceTally left, AdherenceTally right) =>
        new(left.HalfCredits + right.HalfCredits, left.Expected + right.Expected);
}

/// <summary>One partner's adherence.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Tally">Credited and expected.</param>
/// <param name="CurrentStreak">Periods in a row with any credit, up to the last one due (times-per-week: blocks of seven days).</param>
/// <param name="LongestStreak">The longest such row so far.</param>
public sealed record PartnerAdherence(Guid PartnerId, AdherenceTally Tally, int CurrentStreak, int LongestStreak);

/// <summary>The couple's adherence.</summary>
/// <param name="Couple">Pooled over the expected partners: all their credit over all that was expected of them.</param>
/// <param name="CurrentStreak">Periods in a row in which every expected partner earned credit.</param>
/// <param name="LongestStreak">The longest such row so far.</param>
/// <param name="Partners">Each partner's own, in the order given.</param>
public sealed record CoupleAdherence(
    AdherenceTally Couple, int CurrentStreak, int LongestStreak, IReadOnlyList<PartnerAdherence> Partners);

/// <summary>The couple's adherence in one calendar week.</summary>
/// <param name="WeekStart">First day of the week.</param>
/// <param name="Tally">Credited and expected in that week.</param>
public sealed record WeekAdherence(DateOnly WeekStart, AdherenceTally Tally);
