namespace CounselDesk.Domain.Safety;

/// <summary>
/// HITS (hurt, insult, threaten, scream; Sherin 1998): four answers of 1 to 5, added up. Answered by one partner alone.
/// All four are needed: with one missing there is no total, and so no result that reassures.
/// </summary>
/// <param name="Total">4 to 20.</param>
/// <param name="Cutoff">The practice's, at the time of scoring.</param>
public sealed record HitsScreening(int Total, int Cutoff)
{
    public const int Items = 4;
    public const int LowestAnswer = 1;
    public const int HighestAnswer = 5;

    public bool Positive => Total >= Cutoff;

    public static bool AreAnswers(IReadOnlyList<int> answers) =>
        answers.Count == Items && answers.All(answer => answer is >= LowestAnswer and <= HighestAnswer);

    public static HitsScreening Score(IReadOnlyList<int> answers, int cutoff) =>
        AreAnswers(answers)
            ? new HitsScreening(answers.Sum(), cutoff)
            : throw new ArgumentException("HITS takes four answers of 1 to 5.", nameof(answers));
}
