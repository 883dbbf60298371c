using CounselDesk.Application.Couples;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Api.Demo;

/// <summary>One couple's twelve weeks, as facts that the story turns into commands.</summary>
internal sealed record DemoCouple
{
    public const int Weeks = 12;

    public required IReadOnlyList<DemoSignIn> Partners { get; init; }

    /// <summary>On which day after Monday they come, and at which hour of the practice's morning, in UTC.</summary>
    public required (int Day, int Hour) Slot { get; init; }

    public required FormulationText Formulation { get; init; }

    /// <summary>HITS answers of each partner.</summary>
    public required IReadOnlyList<int[]> Hits { get; init; }

    /// <summary>The trust pulse of each partner by week, 0 to 50; -1 where it was not answered.</summary>
    public required IReadOnlyList<int[]> Pulse { get; init; }

    /// <summary>CSI-16 totals of each partner in weeks 1, 6 and 12.</summary>
    public required IReadOnlyList<int[]> Csi { get; init; }

    public required IReadOnlyList<DemoHomework> Homework { get; init; }

    /// <summary>What the therapist wrote of each week: data, assessment and plan.</summary>
    public required IReadOnlyList<(string Data, string Assessment, string Plan)> Notes { get; init; }
}

/// <param name="Exercise">The exercise's key.</param>
/// <param name="For">couple, each, a or b.</param>
/// <param name="Week">The week it starts in, from 0.</param>
/// <param name="Due">Days until it is due; null is open-ended.</param>
/// <param name="Cadence">How often.</param>
/// <param name="Entries">By partner and week from its start: d done, p partly, s skipped, a dot for nothing.</param>
/// <param name="Answers">One set of answers to the exercise's reflection, by question key.</param>
internal sealed record DemoHomework(
    string Exercise, string For, int Week, int? Due, Cadence Cadence, string[] Entries, IReadOnlyDictionary<string, object> Answers);
