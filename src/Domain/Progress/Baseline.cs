namespace CounselDesk.Domain.Progress;

/// <summary>One person's scored response to an instrument in a case.</summary>
/// <param name="Id">The response.</param>
/// <param name="AnsweredOn">The day it was answered, in the practice's time zone.</param>
/// <param name="Score">The score.</param>
public sealed record ScoredResponse(Guid Id, DateOnly AnsweredOn, Score Score);

/// <summary>What a person's later responses are compared with.</summary>
public static class Baseline
{
    /// <summary>The response the therapist named, else the first complete one (no item unanswered), by day and then in the order given.</summary>
    /// <param name="responses">One person's responses to one instrument in the case.</param>
    /// <param name="namedId">The one named; it may be a prorated one.</param>
    /// <returns>Null where none is named and none is complete.</returns>
    /// <exception cref="ArgumentException">The one named is not among the responses.</exception>
    public static ScoredResponse? Of(IReadOnlyList<ScoredResponse> responses, Guid? namedId = null)
    {
        if (namedId is null)
            return responses.OrderBy(response => response.AnsweredOn).FirstOrDefault(response => response.Score.MissingItems.Count == 0);
        return responses.FirstOrDefault(response => response.Id == namedId)
            ?? throw new ArgumentException("The named baseline is not among the responses.", nameof(namedId));
    }
}
