using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>What both partners may see of their case, and no more: nothing of it follows from what one of them said alone.</summary>
/// <param name="Head">Whose it is.</param>
/// <param name="AsOf">Today.</param>
/// <param name="Sessions">Days of the sessions held with both.</param>
/// <param name="Homework">Homework given to the couple as one.</param>
/// <param name="Goals">Their joint goals that are open or reached, oldest first; nobody's ratings.</param>
/// <param name="Agreement">Their trust agreement, once it was written.</param>
internal sealed record JointRecord(
    ProgressHead Head, DateOnly AsOf, IReadOnlyList<DateOnly> Sessions, IReadOnlyList<JointHomework> Homework, IReadOnlyList<JointGoal> Goals, Agreement? Agreement);

/// <summary>A goal of both.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Hoped">What would be as hoped: level 0.</param>
/// <param name="Reached">It has been reached.</param>
internal sealed record JointGoal(string Title, string Hoped, bool Reached);

/// <summary>An exercise for both.</summary>
/// <param name="Title">Its name.</param>
/// <param name="StartOn">The first day.</param>
/// <param name="DueOn">The last day, if any.</param>
/// <param name="Done">What of it is in entries that both can read: what either entered of a period counts once.</param>
internal sealed record JointHomework(string Title, DateOnly StartOn, DateOnly? DueOn, AdherenceTally Done);

/// <summary>Reads the joint record by statements of its own, so that nothing else can get into it.</summary>
public sealed class JointRecords(IDb db, Schedules schedules, AgreementVersions agreements, ITextProtector protector, PracticeDays days)
{
    private const string SessionsSql = """
        SELECT s.StartsAt FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.Status = 'Held' AND s.Kind = 'Conjoint' AND s.AttendedA = 1 AND s.AttendedB = 1
        ORDER BY s.StartsAt
        """;

    private const string AssignmentsSql = AssignmentRow.ScheduleSelectSql + " AND a.CoupleId = @CoupleId AND a.ForWhom = 'Couple' ORDER BY a.Seq";

    private const string EntriesSql = """
        SELECT l.AssignmentId, l.ClientId, l.Period, l.DoneOn, l.Outcome, l.Share, CASE WHEN l.Answers IS NULL THEN 0 ELSE 1 END AS IsAnswered
        FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND l.Share <> 'Therapist'
        """;

    private const string GoalsSql = GoalRow.SelectSql + " AND g.CoupleId = @CoupleId AND g.ClientId IS NULL AND g.Status IN ('Open', 'Reached') ORDER BY g.Seq";

    internal async Task<JointRecord> Of(CaseFile file, CancellationToken cancellationToken)
    {
        var about = new { file.CoupleId };
        var head = await db.Find<ProgressHead>(CaseProgress.HeadSql, about, cancellationToken).OrNotFound("couple");
        var sessions = await db.Query<DateTimeOffset>(SessionsSql, about, cancellationToken);
        var assignments = await db.Query<AssignmentRow>(AssignmentsSql, about, cancellationToken);
        var entries = (await db.Query<SharedEntryRow>(EntriesSql, about, cancellationToken)).ToLookup(entry => entry.AssignmentId);
        var plans = await schedules.Of(assignments, cancellationToken);
        var agreement = await agreements.Of(file, cancellationToken);
        var goals = await db.Query<GoalRow>(GoalsSql, about, cancellationToken);
        return new JointRecord(
            head, days.Today, [.. sessions.Select(days.DayOf)],
            [.. assignments.Select(row => new JointHomework(row.Title, row.StartOn, row.DueOn, Done(file, plans[row.Id], [.. entries[row.Id]])))],
            [.. goals.Select(Shown)],
            agreement.Version > 0 ? agreement : null);
    }

    private JointGoal Shown(GoalRow row)
    {
        var texts = row.Open(protector);
        return new JointGoal(texts.Title, texts.ToLevels().First(level => level.Level == 0).Text, row.Status == GoalStatus.Reached);
    }

    private AdherenceTally Done(CaseFile file, AssignmentSchedule plan, List<SharedEntryRow> entries)
    {
        var answered = entries.Where(entry => entry.IsAnswered).Select(entry => (entry.ClientId, entry.Period)).ToHashSet();
        // The better of the two stands for both; the last of a period in the order given is the one that counts.
        var both = entries
            .Where(entry => AnswerSharing.IsRevealed(entry.Share, entry.IsAnswered, file.Partners.Any(other => other != entry.ClientId && answered.Contains((other, entry.Period)))))
            .Select(entry => new HomeworkEntry(entry.DoneOn, entry.Outcome))
            .OrderBy(entry => entry.HalfCredits).ThenBy(entry => entry.Day);
        return Adherence.Of(plan, [new PartnerEntries(file.CoupleId, [.. both])], days.Today).Couple;
    }

    private sealed record SharedEntryRow
    {
        public Guid AssignmentId { get; init; }

        public Guid ClientId { get; init; }

        public int Period { get; init; }

        public DateOnly DoneOn { get; init; }

        public LogOutcome Outcome { get; init; }

        public LogShare Share { get; init; }

        public bool IsAnswered { get; init; }
    }
}
