using CounselDesk.Application.Goals;
using CounselDesk.Domain.Goals;

namespace CounselDesk.Application.Progress;

/// <summary>What the summary says of goals: without their words, which are read at their own address, and for clinicians alone.</summary>
internal static class GoalSentences
{
    private const int FarApart = 2;

    private const string GapBasis =
        "The newest ratings of one goal by the clinicians and the partners, from the lowest to the highest: two levels lie between as expected and much less or much more.";

    public static IEnumerable<ProgressSentence> Of(CoupleProgress progress)
    {
        var counting = Counting(progress.Weeks[^1]);
        if (counting.Count == 0)
            yield break;
        var rated = Rated(counting);
        if (rated.Count == 0)
        {
            yield return Attainment(progress, counting.Count == 1 ? "The goal has not been rated yet." : $"None of the {Count(counting)} goals has been rated yet.", counting);
            yield break;
        }

        var met = rated.Where(goal => goal.Ratings.All(rating => rating.Level >= 0)).ToList();
        yield return Attainment(
            progress,
            $"{Count(rated)} of {Count(counting)} {(counting.Count == 1 ? "goal" : "goals")} {(rated.Count == 1 ? "is" : "are")} rated, {Count(met)} as expected or better by everybody who rated; "
            + $"together they stand at T = {ProgressSummary.Text(progress.Goals.Whole.T!.Value)}{Before(progress, rated)}, where 50 is all as expected.",
            rated);

        var apart = rated.Where(goal => goal.Ratings.Max(rating => rating.Level) - goal.Ratings.Min(rating => rating.Level) >= FarApart).ToList();
        if (apart.Count > 0)
        {
            yield return new ProgressSentence(
                $"Those who rated {Count(apart)} of the goals see {(apart.Count == 1 ? "it" : "them")} two or more levels apart: worth asking about.",
                SummaryRule.GoalGap, GapBasis, []) { GoalIds = Ids(apart) };
        }
    }

    private static ProgressSentence Attainment(CoupleProgress progress, string text, List<GoalInWeek> goals) =>
        new(text, SummaryRule.GoalAttainment, progress.Goals.Method, []) { GoalIds = Ids(goals) };

    // Two scores compare only where they are of the same goals.
    private static string Before(CoupleProgress progress, List<GoalInWeek> rated)
    {
        var ids = Ids(rated).ToHashSet();
        var first = progress.Weeks.SkipLast(1).FirstOrDefault(week => ids.SetEquals(Ids(Rated(Counting(week)))));
        return first is null ? "" : $", after {ProgressSummary.Text(first.Goals.T!.Value)} in the week of {ProgressSummary.Day(first.WeekStart)}";
    }

    private static List<GoalInWeek> Counting(WeekOfProgress week) => [.. week.Goals.Goals.Where(goal => goal.Status.Counts())];

    private static List<GoalInWeek> Rated(List<GoalInWeek> goals) => [.. goals.Where(goal => goal.Ratings.Count > 0)];

    private static string Count(List<GoalInWeek> goals) => ProgressSummary.Text(goals.Count);

    private static IReadOnlyList<Guid> Ids(List<GoalInWeek> goals) => [.. goals.Select(goal => goal.GoalId)];
}
