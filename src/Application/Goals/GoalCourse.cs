using CounselDesk.Application.Common;
using CounselDesk.Domain.Goals;

namespace CounselDesk.Application.Goals;

/// <summary>How a case's goals stood at a week's end, or stand today in the week that lasts. A rating entered later for a day of the week is in it.</summary>
/// <param name="T">Over the goals that were open or reached then, each by the mean of its newest ratings by everybody who rated it; null while none was rated.</param>
/// <param name="Goals">Those that had been set and not given up by then, in the order in which they were set.</param>
public sealed record GoalsOfWeek(decimal? T, IReadOnlyList<GoalInWeek> Goals);

/// <summary>Where one goal stood; its words are read at its own address.</summary>
/// <param name="GoalId">The goal.</param>
/// <param name="Scope"><c>joint</c>, or the one partner's id: do not mention it in front of the other.</param>
/// <param name="Status">As it was then; only open and reached goals go into T.</param>
/// <param name="Ratings">The newest by then of each who had rated it: the clinicians, then the partners. Neither partner sees the other's.</param>
public sealed record GoalInWeek(Guid GoalId, string Scope, GoalStatus Status, IReadOnlyList<LatestRating> Ratings);

/// <summary>Reads how a case's goals stood from day to day: three statements, whatever the history, one while there is no goal.</summary>
public sealed class GoalCourses(IDb db, PracticeDays days)
{
    private const string GoalsSql = GoalRow.SelectSql + " AND g.CoupleId = @CoupleId ORDER BY g.Seq";

    private const string RatingsSql = """
        SELECT r.GoalId, r.ClientId, r.Level, r.RatedOn
        FROM GoalRatings r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId
        ORDER BY r.RatedOn, r.Seq
        """;

    private const string ChangesSql = "SELECT s.GoalId, s.Status, s.At FROM GoalStatusChanges s WHERE s.PracticeId = @PracticeId AND s.GoalId IN @Ids ORDER BY s.Seq";

    /// <summary>For each day, the goals set by then with the status and the newest ratings that they had.</summary>
    /// <param name="file">The case.</param>
    /// <param name="on">Days, the earliest first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<IReadOnlyList<IReadOnlyList<RatedGoal>>> Standing(CaseFile file, IReadOnlyList<DateOnly> on, CancellationToken cancellationToken)
    {
        var goals = await db.Query<GoalRow>(GoalsSql, new { file.CoupleId }, cancellationToken);
        if (goals.Count == 0)
            return [.. on.Select(_ => (IReadOnlyList<RatedGoal>)[])];
        var ratings = new Queue<RatingRow>(await db.Query<RatingRow>(RatingsSql, new { file.CoupleId }, cancellationToken));
        var changes = new Queue<ChangeRow>(await db.Query<ChangeRow>(ChangesSql, new { Ids = goals.Select(goal => goal.Id).ToList() }, cancellationToken));
        var newest = new Dictionary<(Guid Goal, Guid? Rater), LatestRating>();
        var statuses = goals.ToDictionary(goal => goal.Id, _ => GoalStatus.Open);
        IReadOnlyList<Guid?> raters = [null, .. file.Partners];
        var standing = new List<IReadOnlyList<RatedGoal>>();
        foreach (var day in on)
        {
            while (ratings.TryPeek(out var rating) && rating.RatedOn <= day)
                newest[(rating.GoalId, rating.ClientId)] = ratings.Dequeue().ToLatest();
            while (changes.TryPeek(out var change) && days.DayOf(change.At) <= day)
                statuses[change.GoalId] = changes.Dequeue().Status;
            standing.Add([
                .. goals.Where(goal => days.DayOf(goal.SetAt) <= day).Select(goal => new RatedGoal(
                    goal with { Status = statuses[goal.Id] }, [.. raters.Select(rater => newest.GetValueOrDefault((goal.Id, rater))).OfType<LatestRating>()])),
            ]);
        }

        return standing;
    }

    internal static GoalsOfWeek Week(IReadOnlyList<RatedGoal> standing) => new(
        CaseGoals.T(standing.Where(goal => goal.Row.Status.Counts())),
        [
            .. standing.Where(goal => goal.Row.Status != GoalStatus.Dropped)
                .Select(goal => new GoalInWeek(goal.Row.Id, goal.Row.Scope, goal.Row.Status, goal.Latest)),
        ]);

    private sealed record RatingRow
    {
        public Guid GoalId { get; init; }

        public Guid? ClientId { get; init; }

        public int Level { get; init; }

        public DateOnly RatedOn { get; init; }

        public LatestRating ToLatest() => new(ClientId is null ? GoalRater.Therapist : GoalRater.Partner, ClientId, Level, RatedOn);
    }

    private sealed record ChangeRow
    {
        public Guid GoalId { get; init; }

        public GoalStatus Status { get; init; }

        public DateTimeOffset At { get; init; }
    }
}
