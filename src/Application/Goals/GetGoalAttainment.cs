using CounselDesk.Application.Common;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Goals;

/// <summary>How far the case's goals are attained, by who rated them. Goals that are open or reached count; others do not.</summary>
/// <param name="CoupleId">The case.</param>
/// <param name="Method">How the T-scores are reckoned and rounded.</param>
/// <param name="Rho">How goals of one person are taken to go together.</param>
/// <param name="Whole">Over all the case's goals, joint ones and each partner's own. For clinicians: it tells of both partners.</param>
/// <param name="Scopes">Over the joint goals and over each partner's own; only those that have any.</param>
public sealed record GoalAttainmentReport(Guid CoupleId, string Method, decimal Rho, GoalAttainmentOf Whole, IReadOnlyList<GoalAttainmentOf> Scopes);

/// <param name="Scope"><c>joint</c>, a partner's id, or <c>case</c> for all.</param>
/// <param name="Goals">Goals that count.</param>
/// <param name="Rated">Of them, those that anybody rated.</param>
/// <param name="T">Over the mean of each goal's newest ratings by everybody who rated it; 50 is all as expected, null while nothing is rated.</param>
/// <param name="Raters">Each who rated any, over the goals that they rated.</param>
public sealed record GoalAttainmentOf(string Scope, int Goals, int Rated, decimal? T, IReadOnlyList<RaterAttainment> Raters);

/// <param name="By">The case's clinicians, or a partner.</param>
/// <param name="PartnerId">The partner, if it is one.</param>
/// <param name="Rated">Goals that they rated.</param>
/// <param name="T">Over their newest rating of each.</param>
public sealed record RaterAttainment(GoalRater By, Guid? PartnerId, int Rated, decimal T);

[Access(Roles.Clinicians)]
public sealed record GetGoalAttainmentQuery(Guid CoupleId) : IQuery<GoalAttainmentReport>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetGoalAttainmentHandler(CaseGoals goals, RequestScope scope) : IRequestHandler<GetGoalAttainmentQuery, GoalAttainmentReport>
{
    public async Task<GoalAttainmentReport> Handle(GetGoalAttainmentQuery request, CancellationToken cancellationToken) =>
        CaseGoals.Attainment(scope.Case, await goals.Counting(scope.Case, cancellationToken));
}

/// <summary>A goal, with the newest rating of each who rated it.</summary>
internal sealed record RatedGoal(GoalRow Row, IReadOnlyList<LatestRating> Latest);

/// <summary>Reads a case's goals that count, and reckons how far they are attained: two statements, whatever the history.</summary>
public sealed class CaseGoals(IDb db, Goals goals)
{
    private const string Method =
        "T = 50 + 10 Σwx / √((1 - ρ)Σw² + ρ(Σw)²), Kiresuk and Sherman 1968, over the newest rating of each goal that is open or reached; "
        + "where several rated a goal, x is the mean of their levels. Rounded to one decimal, halves away from 50.";

    private const string CountingSql = GoalRow.SelectSql + " AND g.CoupleId = @CoupleId AND g.Status IN ('Open', 'Reached') ORDER BY g.Seq DESC";

    internal async Task<IReadOnlyList<RatedGoal>> Counting(CaseFile file, CancellationToken cancellationToken)
    {
        var rows = await db.Query<GoalRow>(CountingSql, new { file.CoupleId }, cancellationToken);
        var latest = await goals.Latest(file, rows, cancellationToken);
        return [.. rows.Select(row => new RatedGoal(row, [.. latest[row.Id]]))];
    }

    internal static GoalAttainmentReport Attainment(CaseFile file, IReadOnlyList<RatedGoal> counting)
    {
        var scopes = file.Partners.Select(partner => (Guid?)partner).Prepend(null)
            .Select(owner => counting.Where(goal => goal.Row.ClientId == owner).ToList())
            .Where(own => own.Count > 0);
        return new GoalAttainmentReport(
            file.CoupleId, Method, GoalAttainment.RhoHundredths / 100m, Of("case", counting), [.. scopes.Select(own => Of(own[0].Row.Scope, own))]);
    }

    /// <summary>Over the mean of each goal's newest ratings; null while none of them is rated.</summary>
    internal static decimal? T(IEnumerable<RatedGoal> counting) => T([
        .. counting.Where(goal => goal.Latest.Count > 0).Select(goal => new AttainedGoal(goal.Row.Weight, goal.Latest.Sum(rating => rating.Level), goal.Latest.Count)),
    ]);

    private static GoalAttainmentOf Of(string scope, IReadOnlyList<RatedGoal> counting)
    {
        var rated = counting.Where(goal => goal.Latest.Count > 0).ToList();
        var raters = rated.SelectMany(goal => goal.Latest.Select(rating => (goal.Row.Weight, Rating: rating)))
            .GroupBy(one => (one.Rating.By, one.Rating.PartnerId))
            .OrderBy(own => own.Key.By).ThenBy(own => own.Key.PartnerId);
        return new GoalAttainmentOf(
            scope, counting.Count, rated.Count,
            T(rated),
            [
                .. raters.Select(own => new RaterAttainment(
                    own.Key.By, own.Key.PartnerId, own.Count(), T([.. own.Select(one => new AttainedGoal(one.Weight, one.Rating.Level))])!.Value)),
            ]);
    }

    private static decimal? T(IReadOnlyCollection<AttainedGoal> goals) => GoalAttainment.Tenths(goals) is { } tenths ? tenths / 10m : null;
}
