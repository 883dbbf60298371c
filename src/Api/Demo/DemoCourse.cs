using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Sessions;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Api.Demo;

/// <summary>A couple's twelve weeks: sessions and their notes, questionnaires, homework and what each partner logs of it.</summary>
internal sealed class DemoCourse(
    DemoDesk desk, DemoWeeks weeks, DemoCouple couple, Guid coupleId, Caller clinician, Caller supervisor, IReadOnlyList<Guid> partners, IReadOnlyList<Caller> portal)
{
    public IEnumerable<(DateTimeOffset At, Func<Task> Act)> Story() =>
        Enumerable.Range(0, DemoCouple.Weeks).SelectMany(Week)
            .Concat(couple.Homework.SelectMany((homework, index) => Homework(homework, couple == DemoCouples.Improving && index == 0)));

    private IEnumerable<(DateTimeOffset At, Func<Task> Act)> Week(int week)
    {
        var startsAt = weeks.At(week, couple.Slot);
        Session? session = null;
        yield return (startsAt.AddHours(-2), async () =>
        {
            session = await desk.Send(clinician, new BookSessionCommand(coupleId, new NewSession(startsAt, 50, SessionKind.Conjoint, SessionPlace.Office)));
        });
        yield return (startsAt.AddHours(1), async () =>
        {
            session = await desk.Send(clinician, new HoldSessionCommand(session!.Id, session.Version, new SessionAttendance(partners)));
            await Note(session.Id, week);
            if (week is 0 or 5 or 11)
                await Csi(week / 5);
        });
        for (var i = 0; i < partners.Count; i++)
        {
            var (index, total) = (i, couple.Pulse[i][week]);
            if (total >= 0)
                yield return (weeks.At(week, (5, 18)).AddMinutes(index), () => desk.Send(portal[index], new AnswerTrustPulseCommand(new TrustPulseAnswers(Spread(total, 5, 10)))));
        }
    }

    // The newest note stays open: a draft of the therapist's, or one of the associate's that awaits the co-signature.
    private async Task Note(Guid sessionId, int week)
    {
        var (data, assessment, plan) = couple.Notes[week];
        var isNewest = week == DemoCouple.Weeks - 1;
        var isOpenExample = couple == DemoCouples.Improving && isNewest;
        var note = await desk.Named(isOpenExample, DemoIdentities.Note).Send(clinician, new DraftNoteCommand(coupleId, new NoteDraft(
            NoteFormat.Dap, NoteKind.Progress, "joint",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = data, ["assessment"] = assessment, ["plan"] = plan }, sessionId)));
        if (isOpenExample)
        {
            // Saved again, so that there is an earlier version to read.
            await desk.Named(isOpenExample, DemoIdentities.NoteVersion).Send(clinician, new UpdateNoteCommand(note.Id, note.Version, new NoteDraft(note.Format, note.Kind, note.Scope, note.Sections, sessionId)));
            return;
        }

        note = await desk.Send(clinician, new SignNoteCommand(note.Id, note.Version));
        if (note.Status == NoteStatus.AwaitingCosignature && !isNewest)
            await desk.Send(supervisor, new CosignNoteCommand(note.Id, note.Version));
    }

    private async Task Csi(int time)
    {
        for (var i = 0; i < partners.Count; i++)
        {
            var isExample = couple == DemoCouples.Improving && time == 0 && i == 0;
            await desk.Named(isExample, DemoIdentities.Response).Send(clinician, new RecordResponseCommand(coupleId, new NewResponse("csi-16", partners[i], Spread(couple.Csi[i][time], 16, 5))));
        }
    }

    private IEnumerable<(DateTimeOffset At, Func<Task> Act)> Homework(DemoHomework homework, bool isExample)
    {
        var assignedAt = weeks.At(homework.Week, couple.Slot).AddHours(1).AddMinutes(10);
        var whom = homework.For switch { "a" => partners[0].ToString(), "b" => partners[1].ToString(), var both => both };
        Assignment? assignment = null;
        yield return (assignedAt, async () =>
        {
            var startOn = DateOnly.FromDateTime(assignedAt.UtcDateTime);
            assignment = await desk.Named(isExample, DemoIdentities.Assignment).Send(clinician, new AssignHomeworkCommand(coupleId, new NewAssignment(
                homework.Exercise, whom, startOn, homework.Cadence, homework.Due is { } days ? startOn.AddDays(days - 1) : null)));
        });
        var expected = homework.For switch { "a" => [portal[0]], "b" => [portal[1]], _ => portal };
        var isFirst = isExample;
        foreach (var (who, entries) in expected.Zip(homework.Entries))
        {
            foreach (var (week, entry) in entries.Index().Where(pair => pair.Item != '.'))
            {
                foreach (var time in Enumerable.Range(0, homework.Cadence.TimesPerWeek ?? 1))
                {
                    var isNamed = isFirst;
                    isFirst = false;
                    yield return (assignedAt.AddDays((7 * week) + 1 + time), () => Log(who, assignment!.Id, homework, entry, week, isNamed));
                }
            }
        }
    }

    private async Task Log(Caller who, Guid assignmentId, DemoHomework homework, char entry, int week, bool isExample)
    {
        var day = DateOnly.FromDateTime(desk.Clock.GetUtcNow().UtcDateTime);
        var outcome = entry switch { 'd' => LogOutcome.Done, 'p' => LogOutcome.Partly, _ => LogOutcome.Skipped };
        var isSkipped = outcome == LogOutcome.Skipped;
        await desk.Named(isExample, DemoIdentities.Log).Send(who, new LogHomeworkCommand(assignmentId, new NewLogEntry(
            day, outcome, week % 3 == 0 ? LogShare.WhenBothAnswered : LogShare.Therapist,
            isSkipped ? null : Math.Min(10, 5 + (week / 2)), isSkipped ? null : Math.Max(1, 6 - (week / 2)),
            isSkipped ? null : homework.Answers.ToDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value), StringComparer.Ordinal),
            isSkipped ? "The week was full, and we were both tired." : null)));
        if (isExample)
            await desk.Named(isExample, DemoIdentities.Attachment).Send(who, new AttachToOwnLogCommand(assignmentId, DemoIdentities.Log, new AttachedFile("What I want to say.pdf", DemoPaper.Page)));
    }

    /// <summary>A total as answers that differ by one at most; the first item of an instrument may hold the remainder.</summary>
    private static IReadOnlyList<decimal?> Spread(int total, int items, int most)
    {
        var (each, rest) = Math.DivRem(Math.Min(total, items * most), items);
        return [.. Enumerable.Range(0, items).Select(item => (decimal?)(each + (item < rest ? 1 : 0)))];
    }
}
