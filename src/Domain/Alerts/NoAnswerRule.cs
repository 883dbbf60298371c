using CounselDesk.Domain.Measures;

namespace CounselDesk.Domain.Alerts;

/// <summary>
/// When a partner has answered nothing of what they are asked. Any answer to something asked ends the run: who answers one
/// measure is heard, whatever else is late.
/// </summary>
public static class NoAnswerRule
{
    /// <summary>
    /// The day before the first missed one of the run that lasts until today: the last day in time of what came first without an
    /// answer, or the day of the last answer, if that is later. Null while nothing is past its day, or nothing could be answered today.
    /// </summary>
    /// <param name="asked">What one partner was asked by requests that run, in any order.</param>
    /// <param name="lastAnswer">The day on which they last answered anything that was asked.</param>
    public static DateOnly? RunStart(IReadOnlyCollection<AskedOccurrence> asked, DateOnly? lastAnswer)
    {
        if (!asked.Any(one => one.State is AskedState.Due or AskedState.Late))
            return null;
        // What was over before the last answer belongs to an earlier run; what is still open goes on from that answer.
        var missed = asked.Where(one => one.State == AskedState.Late || (one.State == AskedState.Missed && !(one.By < lastAnswer)))
            .Select(one => one.By < lastAnswer ? lastAnswer.Value : one.By).ToList();
        return missed.Count == 0 ? null : missed.Min();
    }
}
