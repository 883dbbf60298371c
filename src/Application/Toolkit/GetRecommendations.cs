using CounselDesk.Application.Common;
using CounselDesk.Application.Safety;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>What would suit this couple now. For clinicians only: what is withheld, and why, can give away a screening.</summary>
/// <param name="Ranked">Best first.</param>
/// <param name="Withheld">Held back, with every cause; what would have ranked highest comes first.</param>
/// <param name="Warnings">What to mend before relying on the ranking.</param>
public sealed record Recommendations(
    IReadOnlyList<RecommendedExercise> Ranked, IReadOnlyList<WithheldRecommendation> Withheld, IReadOnlyList<RecommendationWarning> Warnings);

/// <param name="ExerciseKey">The exercise.</param>
/// <param name="Title">Its title.</param>
/// <param name="Category">Where it stands in the catalogue.</param>
/// <param name="Audience">Whom it is made for.</param>
/// <param name="Score">Orders this one answer; it cannot be compared between couples or days.</param>
/// <param name="Reasons">Which of the couple's codes it answers, its place in a pathway, and how it went before.</param>
/// <param name="Cautions">Codes of the vocabulary to weigh before assigning it.</param>
public sealed record RecommendedExercise(
    string ExerciseKey, string Title, ExerciseCategory Category, Audience Audience, int Score,
    IReadOnlyList<RecommendationReason> Reasons, IReadOnlyList<string> Cautions);

/// <param name="ExerciseKey">The exercise.</param>
/// <param name="Title">Its title.</param>
/// <param name="Causes">Why it is held back.</param>
public sealed record WithheldRecommendation(string ExerciseKey, string Title, IReadOnlyList<WithheldCause> Causes);

/// <param name="CoupleId">The case.</param>
/// <param name="Limit">How many ranked exercises at most, 1 to 50; 10 unless told.</param>
[Access(Roles.Clinicians)]
public sealed record GetRecommendationsQuery(Guid CoupleId, int? Limit = null) : IQuery<Recommendations>, ICaseRequest
{
    public const int DefaultLimit = 10;
    public const int MaximumLimit = 50;

    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetRecommendationsValidator : AbstractValidator<GetRecommendationsQuery>
{
    public GetRecommendationsValidator() => RuleFor(x => x.Limit).InclusiveBetween(1, GetRecommendationsQuery.MaximumLimit);
}

public sealed class GetRecommendationsHandler(CoupleRecommender recommender, RequestScope scope) : IRequestHandler<GetRecommendationsQuery, Recommendations>
{
    public Task<Recommendations> Handle(GetRecommendationsQuery request, CancellationToken cancellationToken) =>
        recommender.For(scope.Case, request.Limit ?? GetRecommendationsQuery.DefaultLimit, cancellationToken);
}

/// <summary>Ranks the built-in exercises and the practice's own for a case, for the use cases that show it.</summary>
public sealed class CoupleRecommender(PracticeToolkit toolkit, CoupleSituations situations)
{
    public async Task<Recommendations> For(CaseFile file, int limit, CancellationToken cancellationToken)
    {
        var catalogue = await toolkit.Catalogue(cancellationToken);
        var list = Recommender.Recommend(catalogue, await situations.Of(file, cancellationToken), await situations.History(file, cancellationToken));
        return new Recommendations(
            [.. list.Ranked.Take(limit).Select(one => Ranked(catalogue.Exercise(one.ExerciseKey)!, one))],
            [.. list.Withheld.Select(one => new WithheldRecommendation(one.ExerciseKey, catalogue.Exercise(one.ExerciseKey)!.Title, one.Causes))],
            list.Warnings);
    }

    private static RecommendedExercise Ranked(Exercise exercise, Recommendation one) =>
        new(exercise.Key, exercise.Title, exercise.Category, exercise.Audience, one.Score, one.Reasons, one.Cautions);
}

/// <summary>Gathers what the recommender and the rules of assigning need to know of a couple.</summary>
public sealed class CoupleSituations(IDb db, SafetyStates safetyStates, PracticeDays days)
{
    private const string HeadSql = """
        SELECT c.Distance, COALESCE(f.RoleA, 'None') AS RoleA, COALESCE(f.RoleB, 'None') AS RoleB, f.DisclosedOn, p.AcuteBetrayalWeeks
        FROM Couples c
        JOIN Practices p ON p.Id = c.PracticeId
        LEFT JOIN Formulations f ON f.CoupleId = c.Id AND f.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Id = @CoupleId
        """;

    private const string CodesSql = "SELECT f.Code FROM FormulationCodes f WHERE f.PracticeId = @PracticeId AND f.CoupleId = @CoupleId";

    private const string GivenSql = """
        SELECT a.ExerciseKey, COUNT(*) AS Times,
          SUM(CASE WHEN a.Status IN ('Assigned', 'InProgress') AND (a.DueOn IS NULL OR a.DueOn >= @Today) THEN 1 ELSE 0 END) AS Running
        FROM Assignments a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId
        GROUP BY a.ExerciseKey
        """;

    private const string RatedSql = """
        SELECT a.ExerciseKey, COUNT(l.Helpful) AS HelpfulCount, COALESCE(SUM(l.Helpful), 0) AS HelpfulSum,
          COUNT(l.Difficulty) AS DifficultyCount, COALESCE(SUM(l.Difficulty), 0) AS DifficultySum
        FROM AssignmentLogs l
        JOIN Assignments a ON a.Id = l.AssignmentId AND a.PracticeId = l.PracticeId
        WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId
        GROUP BY a.ExerciseKey
        """;

    public async Task<CoupleSituation> Of(CaseFile file, CancellationToken cancellationToken)
    {
        var head = await Head(file, cancellationToken);
        var codes = await db.Query<string>(CodesSql, new { file.CoupleId }, cancellationToken);
        var safety = await safetyStates.Of(file, cancellationToken);
        return new CoupleSituation(
            codes.ToHashSet(StringComparer.Ordinal), head.RoleA, head.RoleB, head.Distance, head.WeeksSinceDisclosure(days.Today),
            safety.AnyPositive, !safety.AllScreened)
        {
            AcuteWeeks = head.AcuteBetrayalWeeks,
        };
    }

    /// <summary>How each exercise went so far, by its key.</summary>
    public async Task<IReadOnlyDictionary<string, ExerciseHistory>> History(CaseFile file, CancellationToken cancellationToken)
    {
        var given = await db.Query<GivenRow>(GivenSql, new { file.CoupleId, days.Today }, cancellationToken);
        var rated = (await db.Query<RatedRow>(RatedSql, new { file.CoupleId }, cancellationToken)).ToDictionary(row => row.ExerciseKey, StringComparer.Ordinal);
        return given.ToDictionary(
            row => row.ExerciseKey,
            row => rated.GetValueOrDefault(row.ExerciseKey) is { } ratings
                ? new ExerciseHistory(row.Times, Mean(ratings.HelpfulSum, ratings.HelpfulCount), Mean(ratings.DifficultySum, ratings.DifficultyCount), row.Running > 0)
                : new ExerciseHistory(row.Times, null, null, row.Running > 0),
            StringComparer.Ordinal);
    }

    internal async Task<SituationRow> Head(CaseFile file, CancellationToken cancellationToken) =>
        await db.Find<SituationRow>(HeadSql, new { file.CoupleId }, cancellationToken).OrNotFound("couple");

    private static double? Mean(int sum, int count) => count == 0 ? null : (double)sum / count;

    private sealed record GivenRow
    {
        public string ExerciseKey { get; init; } = "";

        public int Times { get; init; }

        public int Running { get; init; }
    }

    private sealed record RatedRow
    {
        public string ExerciseKey { get; init; } = "";

        public int HelpfulCount { get; init; }

        public int HelpfulSum { get; init; }

        public int DifficultyCount { get; init; }

        public int DifficultySum { get; init; }
    }
}

/// <summary>A couple's roles after a betrayal and when it came to light; none where nothing is recorded.</summary>
internal sealed record SituationRow
{
    public Distance Distance { get; init; }

    public BetrayalRole RoleA { get; init; }

    public BetrayalRole RoleB { get; init; }

    public DateOnly? DisclosedOn { get; init; }

    public int AcuteBetrayalWeeks { get; init; }

    public BetrayalRole RoleOf(CaseFile file, Guid partner) => partner == file.PartnerAId ? RoleA : RoleB;

    /// <summary>Whole weeks; null when no day is recorded.</summary>
    public int? WeeksSinceDisclosure(DateOnly today) =>
        DisclosedOn is { } day ? Math.Max(0, today.DayNumber - day.DayNumber) / 7 : null;

    public bool IsAcute(DateOnly today) => WeeksSinceDisclosure(today) < AcuteBetrayalWeeks;
}
