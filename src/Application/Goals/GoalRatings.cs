using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Goals;

namespace CounselDesk.Application.Goals;

/// <summary>Where somebody sees a goal on a day. Entering again for the day amends it, and what it was before is kept.</summary>
/// <param name="Id">The rating.</param>
/// <param name="GoalId">The goal.</param>
/// <param name="By">The case's clinicians, or a partner.</param>
/// <param name="PartnerId">The partner, if it is one's.</param>
/// <param name="Level">-2 to 2.</param>
/// <param name="RatedOn">The day that it is about.</param>
/// <param name="Note">A few words with it. A partner's is for them and the clinicians alone.</param>
/// <param name="InSession">A clinician entered it; else the partner did.</param>
/// <param name="EnteredAt">When it was entered in this form.</param>
/// <param name="Earlier">What it was before, newest first.</param>
/// <param name="Version">Rises each time it is entered again.</param>
public sealed record GoalRating(
    Guid Id, Guid GoalId, GoalRater By, Guid? PartnerId, int Level, DateOnly RatedOn, string? Note, bool InSession, DateTimeOffset EnteredAt,
    IReadOnlyList<EarlierGoalRating> Earlier, int Version) : IVersioned;

/// <param name="Version">Which form.</param>
/// <param name="Level">-2 to 2.</param>
/// <param name="Note">The words with it.</param>
/// <param name="InSession">A clinician entered it; else the partner did.</param>
/// <param name="EnteredAt">When it was entered.</param>
/// <param name="AmendedAt">When it was entered again.</param>
public sealed record EarlierGoalRating(int Version, int Level, string? Note, bool InSession, DateTimeOffset EnteredAt, DateTimeOffset AmendedAt);

/// <summary>Enters and reads ratings of goals, for the portal and for clinicians.</summary>
public sealed class GoalRatings(IDb db, IIds ids, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
{
    private const string List = "goal-ratings";

    private const string SelectSql = """
        SELECT r.Id, r.Seq, r.GoalId, r.ClientId, r.Level, r.RatedOn, r.Note, r.EnteredBy, r.EnteredAt, r.Version
        FROM GoalRatings r
        WHERE r.PracticeId = @PracticeId
        """;

    private const string OfPartnerSql = SelectSql + " AND r.GoalId = @GoalId AND r.ClientId = @ClientId AND r.RatedOn = @RatedOn";

    private const string OfCliniciansSql = SelectSql + " AND r.GoalId = @GoalId AND r.ClientId IS NULL AND r.RatedOn = @RatedOn";

    private const string ListSql = SelectSql + """
         AND r.GoalId = @GoalId AND r.Seq < @Before
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string EarlierSql = """
        SELECT h.RatingId, h.Version, h.Level, h.Note, h.EnteredBy, h.EnteredAt, h.AmendedAt
        FROM GoalRatingHistory h
        WHERE h.PracticeId = @PracticeId AND h.RatingId IN @Ids
        ORDER BY h.Version DESC
        """;

    private const string InsertSql = """
        INSERT INTO GoalRatings (Id, PracticeId, Seq, CoupleId, GoalId, ClientId, Level, RatedOn, Note, EnteredBy, EnteredAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @GoalId, @ClientId, @Level, @RatedOn, @Note, @EnteredBy, @EnteredAt, 1)
        """;

    private const string RememberSql = """
        INSERT INTO GoalRatingHistory (RatingId, Version, PracticeId, CoupleId, Level, Note, EnteredBy, EnteredAt, AmendedAt)
        SELECT r.Id, r.Version, @PracticeId, r.CoupleId, r.Level, r.Note, r.EnteredBy, r.EnteredAt, @EnteredAt
        FROM GoalRatings r
        WHERE r.PracticeId = @PracticeId AND r.Id = @Id AND r.Version = @Version
        """;

    private const string AmendSql = """
        UPDATE GoalRatings SET Level = @Level, Note = @Note, EnteredBy = @EnteredBy, EnteredAt = @EnteredAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    /// <summary>Everybody's, the last entered first.</summary>
    internal async Task<Page<GoalRating>> Page(Guid goalId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = PageRequest.Cut(
            List, page, await db.Query<RatingRow>(ListSql, new { GoalId = goalId, Before = page.Before(List), page.Take }, cancellationToken), row => row.Seq);
        return new Page<GoalRating>(await Open(rows.Items, cancellationToken), rows.NextCursor);
    }

    /// <param name="goal">A goal of the open case.</param>
    /// <param name="rater">The partner whose rating it is; null for the clinicians'.</param>
    /// <param name="rating">Its level, day and words.</param>
    /// <param name="enteredBy">The clinician who enters it; null when the partner does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<GoalRating> Enter(GoalRow goal, Guid? rater, OwnGoalRating rating, Guid? enteredBy, CancellationToken cancellationToken)
    {
        var id = ids.New();
        scope.Case.RequireOpen();
        if (goal.Status is GoalStatus.Dropped)
            throw Refused.Conflict("goal-dropped", "The goal was given up and is rated no more.");
        if (goal.Status is GoalStatus.Paused)
            throw Refused.Conflict("goal-paused", "The goal rests: open it again before it is rated.");
        var day = rating.RatedOn ?? days.Today;
        if (day > days.Today)
            throw Refused.Invalid("ratedOn", "Must not be in the future.", "day-in-future");
        if (day < days.DayOf(goal.SetAt))
            throw Refused.Invalid("ratedOn", "Must not be before the day on which the goal was set.", "before-goal");

        var standing = await Find(goal.Id, rater, day, cancellationToken);
        var values = new
        {
            Id = standing?.Id ?? id,
            rating.Level,
            Note = protector.Seal(GoalTexts.NotePurpose(standing?.Id ?? id), rating.Note),
            EnteredBy = enteredBy,
            EnteredAt = days.Now,
            Version = standing?.Version ?? 1,
        };
        if (standing is null)
        {
            await db.Execute(
                InsertSql,
                new
                {
                    values.Id,
                    Seq = ids.NextSequence(),
                    goal.CoupleId,
                    GoalId = goal.Id,
                    ClientId = rater,
                    values.Level,
                    RatedOn = day,
                    values.Note,
                    values.EnteredBy,
                    values.EnteredAt,
                },
                cancellationToken);
        }
        else
        {
            await db.Execute(RememberSql, new { values.Id, values.Version, values.EnteredAt }, cancellationToken).OrStale();
            await db.Execute(AmendSql, values, cancellationToken).OrStale();
        }

        scope.ResourceId = values.Id;
        scope.SubjectId = rater;
        await outbox.Raise(standing is null ? "goal.rated" : "goal.rating-amended", values.Id, cancellationToken);
        return (await Open([(await Find(goal.Id, rater, day, cancellationToken))!], cancellationToken))[0];
    }

    private Task<RatingRow?> Find(Guid goalId, Guid? rater, DateOnly day, CancellationToken cancellationToken) => rater is { } partner
        ? db.Find<RatingRow>(OfPartnerSql, new { GoalId = goalId, ClientId = partner, RatedOn = day }, cancellationToken)
        : db.Find<RatingRow>(OfCliniciansSql, new { GoalId = goalId, RatedOn = day }, cancellationToken);

    private async Task<IReadOnlyList<GoalRating>> Open(IReadOnlyList<RatingRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var earlier = (await db.Query<EarlierRow>(EarlierSql, new { Ids = rows.Select(row => row.Id).ToList() }, cancellationToken)).ToLookup(
            row => row.RatingId,
            row => new EarlierGoalRating(
                row.Version, row.Level, protector.Open(GoalTexts.NotePurpose(row.RatingId), row.Note), row.EnteredBy is not null, row.EnteredAt, row.AmendedAt));
        return
        [
            .. rows.Select(row => new GoalRating(
                row.Id, row.GoalId, row.ClientId is null ? GoalRater.Therapist : GoalRater.Partner, row.ClientId, row.Level, row.RatedOn,
                protector.Open(GoalTexts.NotePurpose(row.Id), row.Note), row.EnteredBy is not null, row.EnteredAt, [.. earlier[row.Id]], row.Version)),
        ];
    }

    private sealed record RatingRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid GoalId { get; init; }

        public Guid? ClientId { get; init; }

        public int Level { get; init; }

        public DateOnly RatedOn { get; init; }

        public string? Note { get; init; }

        public Guid? EnteredBy { get; init; }

        public DateTimeOffset EnteredAt { get; init; }

        public int Version { get; init; }
    }

    private sealed record EarlierRow
    {
        public Guid RatingId { get; init; }

        public int Version { get; init; }

        public int Level { get; init; }

        public string? Note { get; init; }

        public Guid? EnteredBy { get; init; }

        public DateTimeOffset EnteredAt { get; init; }

        public DateTimeOffset AmendedAt { get; init; }
    }
}
