using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Goals;

/// <summary>A goal as a partner sees it: their own or a joint one, with their own ratings. Nobody else's rating is shown, nor why its status changed.</summary>
/// <param name="Id">The goal.</param>
/// <param name="CaseId">Of which of the reader's cases.</param>
/// <param name="ForBoth">The couple's; else the reader's alone.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Levels">Five, from -2 to 2.</param>
/// <param name="TargetOn">The day by which level 0 is hoped for.</param>
/// <param name="Status">Open, reached, paused or dropped.</param>
/// <param name="Ratings">The reader's own, newest day first, at most 20.</param>
public sealed record PortalGoal(
    Guid Id, Guid CaseId, bool ForBoth, string Title, IReadOnlyList<GoalLevel> Levels, DateOnly? TargetOn, GoalStatus Status, IReadOnlyList<PortalGoalRating> Ratings);

/// <param name="Level">-2 to 2.</param>
/// <param name="RatedOn">The day that it is about.</param>
/// <param name="Note">The words with it.</param>
public sealed record PortalGoalRating(int Level, DateOnly RatedOn, string? Note);

/// <param name="Level">-2 to 2.</param>
/// <param name="RatedOn">From the day on which the goal was set to today, which it is unless told. Rating the same day again amends it.</param>
/// <param name="Note">At most 2000 characters. The therapist reads it; the other partner does not.</param>
public sealed record OwnGoalRating(int Level, DateOnly? RatedOn = null, string? Note = null);

/// <summary>The caller's own and joint goals in their open cases.</summary>
public sealed class PortalGoals(IDb db, PortalCases cases, ITextProtector protector)
{
    private const string List = "portal-goals";
    private const int MostRatings = 20;

    // What the other's are is never read, so that it leaves no gap, no count and no id.
    private const string SelectSql = $"""
        SELECT g.Id, g.Seq, g.CoupleId, g.ClientId, g.Texts, g.TargetOn, g.Status
        FROM {ClientCases.OfClientPartSql} c
        JOIN Goals g ON g.CoupleId = c.Id AND g.PracticeId = c.PracticeId
        WHERE c.Status <> 'Closed' AND c.FrozenAt IS NULL AND (g.ClientId IS NULL OR g.ClientId = @ClientId)
        """;

    private const string ListSql = SelectSql + """
         AND g.Seq < @Before AND (@CaseId IS NULL OR g.CoupleId = @CaseId)
        ORDER BY g.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string FindSql = SelectSql + " AND g.Id = @Id";

    private const string OfCaseSql = """
        SELECT g.Id, g.Seq, g.CoupleId, g.ClientId, g.Texts, g.TargetOn, g.Status
        FROM Goals g
        WHERE g.PracticeId = @PracticeId AND g.CoupleId = @CoupleId AND (g.ClientId IS NULL OR g.ClientId = @ClientId) AND g.Seq < @Before
        ORDER BY g.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string RatingsSql = """
        SELECT w.Id, w.GoalId, w.Level, w.RatedOn, w.Note
        FROM (
          SELECT r.Id, r.GoalId, r.Level, r.RatedOn, r.Note, ROW_NUMBER() OVER (PARTITION BY r.GoalId ORDER BY r.RatedOn DESC) AS Place
          FROM GoalRatings r
          WHERE r.PracticeId = @PracticeId AND r.GoalId IN @Ids AND r.ClientId = @ClientId
        ) w
        WHERE w.Place <= @Most
        ORDER BY w.Place
        """;

    public async Task<Page<PortalGoal>> Page(PageRequest page, Guid? caseId, CancellationToken cancellationToken)
    {
        var rows = PageRequest.Cut(
            List, page, await db.Query<PortalGoalRow>(ListSql, new { cases.ClientId, CaseId = caseId, Before = page.Before(List), page.Take }, cancellationToken), row => row.Seq);
        return new Page<PortalGoal>(await Show(rows.Items, cancellationToken), rows.NextCursor);
    }

    /// <summary>Those of one of the caller's cases, open or not, for what they take away with them.</summary>
    internal Task<IReadOnlyList<PortalGoalRow>> OfCase(Guid coupleId, long before, int take, CancellationToken cancellationToken) =>
        db.Query<PortalGoalRow>(OfCaseSql, new { CoupleId = coupleId, cases.ClientId, Before = before, Take = take }, cancellationToken);

    public async Task<PortalGoal> Find(Guid id, CancellationToken cancellationToken) =>
        (await Show([await db.Find<PortalGoalRow>(FindSql, new { cases.ClientId, Id = id }, cancellationToken).OrNotFound("goal")], cancellationToken))[0];

    internal async Task<IReadOnlyList<PortalGoal>> Show(IReadOnlyList<PortalGoalRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var own = (await db.Query<OwnRow>(RatingsSql, new { Ids = rows.Select(row => row.Id).ToList(), cases.ClientId, Most = MostRatings }, cancellationToken))
            .ToLookup(row => row.GoalId, row => new PortalGoalRating(row.Level, row.RatedOn, protector.Open(GoalTexts.NotePurpose(row.Id), row.Note)));
        return
        [
            .. rows.Select(row => (Row: row, Texts: GoalTexts.Open(protector, row.Id, row.Texts))).Select(one => new PortalGoal(
                one.Row.Id, one.Row.CoupleId, one.Row.ClientId is null, one.Texts.Title, one.Texts.ToLevels(), one.Row.TargetOn, one.Row.Status, [.. own[one.Row.Id]])),
        ];
    }

    private sealed record OwnRow
    {
        public Guid Id { get; init; }

        public Guid GoalId { get; init; }

        public int Level { get; init; }

        public DateOnly RatedOn { get; init; }

        public string? Note { get; init; }
    }
}

/// <summary>A goal as far as the portal reads it.</summary>
internal sealed record PortalGoalRow
{
    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid? ClientId { get; init; }

    public string Texts { get; init; } = "";

    public DateOnly? TargetOn { get; init; }

    public GoalStatus Status { get; init; }
}

/// <summary>The caller's own and joint goals, the last set first.</summary>
[Access(Roles.Partner)]
public sealed record ListPortalGoalsQuery(PageRequest Page, Guid? CaseId = null) : IQuery<Page<PortalGoal>>;

public sealed class ListPortalGoalsHandler(PortalCases cases, PortalGoals goals) : IRequestHandler<ListPortalGoalsQuery, Page<PortalGoal>>
{
    public async Task<Page<PortalGoal>> Handle(ListPortalGoalsQuery request, CancellationToken cancellationToken)
    {
        await cases.Open(request.CaseId, cancellationToken);
        return await goals.Page(request.Page, request.CaseId, cancellationToken);
    }
}

/// <summary>The caller says, for themselves, where they see one of their own or joint goals.</summary>
[Access(Roles.Partner)]
public sealed record RateOwnGoalCommand(Guid GoalId, OwnGoalRating Body) : ICommand<PortalGoal>, ICaseRequest
{
    public CaseKey Case => CaseKey.Goal(GoalId);
}

public sealed class RateOwnGoalValidator : AbstractValidator<RateOwnGoalCommand>
{
    public RateOwnGoalValidator()
    {
        RuleFor(x => x.Body.Level).InclusiveBetween(GoalLimits.LowestLevel, GoalLimits.HighestLevel);
        RuleFor(x => x.Body.Note).Prose(GoalLimits.Note);
    }
}

public sealed class RateOwnGoalHandler(PortalCases cases, Goals goals, PortalGoals own, GoalRatings ratings) : IRequestHandler<RateOwnGoalCommand, PortalGoal>
{
    public async Task<PortalGoal> Handle(RateOwnGoalCommand request, CancellationToken cancellationToken)
    {
        // Of the other's goal nobody here learns that it exists.
        await own.Find(request.GoalId, cancellationToken);
        await ratings.Enter(await goals.Row(request.GoalId, cancellationToken), cases.ClientId, request.Body, null, cancellationToken);
        return await own.Find(request.GoalId, cancellationToken);
    }
}
