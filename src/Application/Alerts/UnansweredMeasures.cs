using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain.Alerts;

namespace CounselDesk.Application.Alerts;

/// <summary>Finds the partners of a case who have answered nothing of what they are asked, for whoever watches over silence.</summary>
public sealed class UnansweredMeasures(AskedMeasures asked, MeasureWordings wordings, PracticeMeasures practice, PracticeDays days)
{
    /// <summary>The partners concerned, each with the day before their first missed one.</summary>
    /// <param name="file">A case that does not rest.</param>
    /// <param name="leastDays">For how many days nothing came, those of rest left out.</param>
    /// <param name="rests">Whether the case rested on a day.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<IReadOnlyList<(Guid ClientId, DateOnly Start)>> Of(CaseFile file, int leastDays, Func<DateOnly, bool> rests, CancellationToken cancellationToken)
    {
        var measures = await asked.OfCase(file, cancellationToken);
        // Without its wording, or retired, a measure cannot be answered in the portal, so nobody owes it.
        var inUse = await practice.InUse(cancellationToken);
        var worded = (await wordings.All(cancellationToken)).Where(instrument => instrument.Items[0].Wording is not null && inUse.TryGet(instrument.Key, out _))
            .Select(instrument => instrument.Key).ToHashSet(StringComparer.Ordinal);
        var silent = new List<(Guid, DateOnly)>();
        foreach (var partner in file.Partners)
        {
            var own = measures.SelectMany(one => one.Partners.Where(pair => pair.ClientId == partner).Select(pair => (one.Row, pair.Occurrences))).ToList();
            var lastAnswer = own.SelectMany(one => one.Occurrences).Max(one => one.AnsweredOn);
            var running = own.Where(one => one.Row.StoppedAt is null && worded.Contains(one.Row.Measure)).SelectMany(one => one.Occurrences).ToList();
            if (NoAnswerRule.RunStart(running, lastAnswer) is { } start && SilenceRule.Days(start, days.Today, rests) >= leastDays)
                silent.Add((partner, start));
        }

        return silent;
    }
}
