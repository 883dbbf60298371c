using System.Text.Json;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Homework;

/// <summary>Enters what a partner did, or amends what stands for that period; the same for the portal and in session.</summary>
public sealed class LogWriter(
    IDb db, IIds ids, Assignments assignments, Schedules schedules, ITextProtector protector, RequestScope scope, RaiseAlert raiseAlert, IOutbox outbox,
    PracticeDays days)
{
    private const string UnsafeBasis = "Homework was entered with the barrier felt-unsafe. The other partner is not told.";

    private const string StandingSql = LogRow.SelectSql + " AND l.AssignmentId = @AssignmentId AND l.ClientId = @ClientId AND l.Period = @Period";

    private const string InsertSql = """
        INSERT INTO AssignmentLogs (Id, PracticeId, Seq, CoupleId, AssignmentId, ClientId, Period, DoneOn, Outcome, Helpful, Difficulty, Answers, Share,
          Barrier, BarrierCode, EnteredBy, EnteredAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @AssignmentId, @ClientId, @Period, @DoneOn, @Outcome, @Helpful, @Difficulty, @Answers, @Share,
          @Barrier, @BarrierCode, @EnteredBy, @EnteredAt, 1)
        """;

    private const string RememberSql = """
        INSERT INTO AssignmentLogHistory (LogId, Version, PracticeId, CoupleId, DoneOn, Outcome, Helpful, Difficulty, Answers, Share, Barrier, BarrierCode, EnteredBy,
          EnteredAt, AmendedAt)
        SELECT l.Id, l.Version, @PracticeId, l.CoupleId, l.DoneOn, l.Outcome, l.Helpful, l.Difficulty, l.Answers, l.Share, l.Barrier, l.BarrierCode, l.EnteredBy,
          l.EnteredAt, @EnteredAt
        FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId AND l.Id = @Id AND l.Version = @Version
        """;

    private const string AmendSql = """
        UPDATE AssignmentLogs SET DoneOn = @DoneOn, Outcome = @Outcome, Helpful = @Helpful, Difficulty = @Difficulty, Answers = @Answers, Share = @Share,
          Barrier = @Barrier, BarrierCode = @BarrierCode, EnteredBy = @EnteredBy, EnteredAt = @EnteredAt, Quality = NULL, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    /// <param name="assignmentId">An assignment of the open case.</param>
    /// <param name="partnerId">Whose entry it is.</param>
    /// <param name="entry">A valid entry.</param>
    /// <param name="enteredBy">The clinician who enters it in session; null when the partner does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The entry's id.</returns>
    internal async Task<Guid> Write(Guid assignmentId, Guid partnerId, NewLogEntry entry, Guid? enteredBy, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var file = scope.Case;
        file.RequireOpen();
        // One at a time per assignment: two first entries of a period become one and its amendment.
        var row = await assignments.Hold(assignmentId, cancellationToken);
        row.RequireNotWithdrawn();
        if (entry.Day > days.Today)
            throw Refused.Invalid("day", "Must not be in the future.", "day-in-future");
        var period = (await schedules.Of(row, cancellationToken)).Period(entry.Day)
            ?? throw Refused.Invalid("day", "Must lie between the assignment's start and due days.", "outside-schedule");
        if (entry.Answers is { Count: > 0 } answers)
            ReflectionAnswers.Require(row.Exercise().Reflection, answers);

        var standing = await db.Find<LogRow>(StandingSql, new { AssignmentId = assignmentId, ClientId = partnerId, Period = period }, cancellationToken);
        var values = new
        {
            Id = standing?.Id ?? id,
            DoneOn = entry.Day,
            entry.Outcome,
            entry.Helpful,
            entry.Difficulty,
            Answers = entry.Answers is { Count: > 0 } given ? protector.Protect(HomeworkTexts.Answers, JsonSerializer.Serialize(given)) : null,
            entry.Share,
            Barrier = protector.Seal(HomeworkTexts.Barrier, entry.Barrier),
            entry.BarrierCode,
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
                    file.CoupleId,
                    AssignmentId = assignmentId,
                    ClientId = partnerId,
                    Period = period,
                    values.DoneOn,
                    values.Outcome,
                    values.Helpful,
                    values.Difficulty,
                    values.Answers,
                    values.Share,
                    values.Barrier,
                    values.BarrierCode,
                    values.EnteredBy,
                    values.EnteredAt,
                },
                cancellationToken);
        }
        else
        {
            RequireNoWiderShare(standing, entry, enteredBy);
            await db.Execute(RememberSql, new { values.Id, values.Version, values.EnteredAt }, cancellationToken).OrStale();
            await db.Execute(AmendSql, values, cancellationToken).OrStale();
        }

        await assignments.KeepStatus(file, row, cancellationToken);
        if (entry.BarrierCode == BarrierCode.FeltUnsafe)
            await raiseAlert.Raise(file.CoupleId, partnerId, AlertKind.RiskAnswer, $"barrier:{values.Id}", UnsafeBasis, cancellationToken, since: entry.Day);
        scope.ResourceId = values.Id;
        scope.SubjectId = partnerId;
        await outbox.Raise(standing is null ? "homework.logged" : "homework.amended", values.Id, cancellationToken);
        return values.Id;
    }

    // Who reads a partner's own words is theirs to widen; a clinician may only narrow it.
    private static void RequireNoWiderShare(LogRow standing, NewLogEntry entry, Guid? enteredBy)
    {
        if (enteredBy is not null && !standing.InSession && Width(entry.Share) > Width(standing.Share))
            throw Refused.Rule("share-is-the-partners", "The partner entered this themselves: only they may let more people read it.");
    }

    private static int Width(LogShare share) => share switch
    {
        LogShare.Therapist => 0,
        LogShare.WhenBothAnswered => 1,
        _ => 2,
    };
}
