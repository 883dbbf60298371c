using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.NotePrefill;

/// <summary>Facts as plain sentences. Each says what was recorded, and none what it means.</summary>
internal static class PrefillSentences
{
    public static IEnumerable<string> Of(
        KnownSession session, CaseFile file, Guid? scope, IReadOnlyDictionary<Guid, string> names, PracticeDays days)
    {
        var what = session.Kind == SessionKind.Conjoint ? "Conjoint session" : "Individual session";
        var place = session.Place switch
        {
            SessionPlace.Office => "in the office",
            SessionPlace.Video => "by video",
            _ => "by phone",
        };
        var time = days.TimeOf(session.StartsAt).ToString("HH:mm", CultureInfo.InvariantCulture);
        yield return Text($"{what} on {Day(days.DayOf(session.StartsAt))} at {time}, {session.Minutes} minutes, {place}.");
        switch (session.Status)
        {
            case SessionStatus.Held:
                // A partner's own note tells of that partner only.
                var asked = scope is { } one ? [one] : file.Partners;
                var came = asked.Where(partner => partner == file.PartnerAId ? session.AttendedA is true : session.AttendedB is true).ToList();
                if (came.Count > 0)
                    yield return $"{string.Join(" and ", came.Select(partner => names[partner]))} attended.";
                foreach (var missing in asked.Except(came))
                    yield return $"{names[missing]} did not attend.";
                break;
            case SessionStatus.NoShow:
                yield return "Nobody came.";
                break;
            case SessionStatus.Cancelled:
                yield return "It was cancelled.";
                break;
            default:
                break;
        }
    }

    public static IEnumerable<string> Of(
        IEnumerable<KnownHomework> entries, DateOnly? since, DateOnly until, CaseFile file, IReadOnlyDictionary<Guid, string> names)
    {
        foreach (var exercise in entries.GroupBy(entry => (entry.Seq, entry.Title)))
        {
            var partners = file.Partners.Where(partner => exercise.Any(entry => entry.ClientId == partner)).Select(partner =>
            {
                int Count(LogOutcome outcome) => exercise.Where(entry => entry.ClientId == partner && entry.Outcome == outcome).Sum(entry => entry.Entries);
                return Text($"{names[partner]} done {Count(LogOutcome.Done)}, partly {Count(LogOutcome.Partly)}, skipped {Count(LogOutcome.Skipped)}");
            });
            yield return $"Homework \"{exercise.Key.Title}\", {Period(since, until)}: {string.Join("; ", partners)}.";
        }
    }

    public static IEnumerable<string> Of(
        IEnumerable<MeasureSeries> measures, Guid partner, DateOnly? since, DateOnly until, IReadOnlyDictionary<Guid, string> names)
    {
        foreach (var measure in measures)
        {
            var points = measure.Partners.Single(one => one.PartnerId == partner).Points;
            var at = points.Index().LastOrDefault(point => (since is null || point.Item.AnsweredOn >= since) && point.Item.AnsweredOn <= until, (-1, null!)).Index;
            if (at < 0)
                continue;
            var (now, earlier) = (points[at], at > 0 ? points[at - 1] : null);
            var score = now.Total is { } total ? Text($": {total:0.##} points") : "";
            var change = now.Total is { } to && earlier?.Total is { } from
                ? Text($", {(to == from ? "unchanged" : Text($"{to - from:+0.##;-0.##}"))} since {Day(earlier.AnsweredOn)}")
                : "";
            yield return $"{names[partner]} answered {measure.Title} on {Day(now.AnsweredOn)}{score}{change}.";
        }
    }

    private static string Period(DateOnly? since, DateOnly until) => since is { } from ? $"{Day(from)} to {Day(until)}" : $"until {Day(until)}";

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
