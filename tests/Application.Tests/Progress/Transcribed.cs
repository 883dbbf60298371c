namespace CounselDesk.Application.Tests.Progress;

/// <summary>
/// The instruments written down a second time, by hand from their publications and not from the data file: a slip in either
/// shows against the other. All numbers are points as the publication counts them.
/// </summary>
/// <param name="Key">The instrument.</param>
/// <param name="Lowest">Lowest answer to an item.</param>
/// <param name="Highest">Highest answer, by item from 1.</param>
/// <param name="Reversed">Items that count as lowest + highest - answer.</param>
/// <param name="PerPoint">Answers to a point: 10 where tenths are given.</param>
/// <param name="Times">What the sum is multiplied by.</param>
/// <param name="Needed">Fewest answers that can be scored.</param>
/// <param name="HigherIsBetter">Which end is the better one.</param>
/// <param name="IsPast">Whether a total is on the distressed or positive side; null: no cut-off is published.</param>
/// <param name="Band">The total's band; null: none.</param>
/// <param name="Reliable">The smallest reliable change; null: none is published.</param>
internal sealed record Transcribed(
    string Key, int Lowest, int[] Highest, int[] Reversed, int PerPoint, int Times, int Needed, bool HigherIsBetter,
    Func<decimal, bool>? IsPast, Func<decimal, string>? Band, decimal? Reliable)
{
    public static IReadOnlyList<Transcribed> All { get; } =
    [
        // Funk & Rogge 2007: distressed below 104.5, 51.5 and 13.5; 1.96 x SD x sqrt 2 x sqrt(1 - alpha) with SD 32, 17, 4 and alpha .98, .98, .94.
        Csi("csi-32", 32, total => total < 104.5m, 12.54m),
        Csi("csi-16", 16, total => total < 51.5m, 6.66m),
        Csi("csi-4", 4, total => total < 13.5m, 2.72m),
        // Busby 1995: items 1-10 and 12-14 from 0 to 5, item 11 to 4. Anderson 2014: distressed below 47.31, change from 11.58.
        new("rdas", 0, [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 5, 5, 5], [], 1, 1, 14, true, total => total < 47.31m, total => total < 47.31m ? "distressed" : "not distressed", 11.58m),
        // Hendrick 1988: items 4 and 7 reversed. Larzelere & Huston 1980: items 1, 2 and 6 reversed. Neither gives a cut-off or a constant.
        new("ras", 1, Times7(5), [4, 7], 1, 1, 7, true, null, null, null),
        new("dyadic-trust", 1, [7, 7, 7, 7, 7, 7, 7, 7], [1, 2, 6], 1, 1, 8, true, null, null, null),
        // Kroenke 2001, 2003; Spitzer 2006; the changes of 6 and 4 points: NHS Talking Therapies.
        new("phq-9", 0, [3, 3, 3, 3, 3, 3, 3, 3, 3], [], 1, 1, 8, false, total => total >= 10,
            total => total >= 20 ? "severe" : total >= 15 ? "moderately severe" : total >= 10 ? "moderate" : total >= 5 ? "mild" : "minimal", 6),
        new("phq-2", 0, [3, 3], [], 1, 1, 2, false, total => total >= 3, total => total >= 3 ? "positive screen" : "negative screen", null),
        new("gad-7", 0, Times7(3), [], 1, 1, 6, false, total => total >= 8,
            total => total >= 15 ? "severe" : total >= 10 ? "moderate" : total >= 5 ? "mild" : "minimal", 4),
        // Topp 2015: the sum times 4; 50 and less is low, 28 and less likely depression, a change from 10.
        new("who-5", 0, [5, 5, 5, 5, 5], [], 1, 4, 5, true, total => total <= 50,
            total => total <= 28 ? "likely depression" : total <= 50 ? "low well-being" : "adequate well-being", 10),
        // Miller & Duncan 2003: below 25, change from 5. Duncan 2003: below 36.
        new("ors", 0, [100, 100, 100, 100], [], 10, 1, 4, true, total => total < 25, total => total < 25 ? "distressed" : "not distressed", 5),
        new("srs", 0, [100, 100, 100, 100], [], 10, 1, 4, true, total => total < 36, total => total < 36 ? "discuss the alliance" : "alliance rated well", null),
        // Sherin 1998, with the lower of the published cut-offs.
        new("hits", 1, [5, 5, 5, 5], [], 1, 1, 4, false, total => total >= 10, total => total >= 10 ? "positive screen" : "negative screen", null),
        new("trust-pulse", 0, [10, 10, 10, 10, 10], [], 1, 1, 5, true, null, null, null),
    ];

    /// <summary>The total of answers, or null where they are too few. Answers are in the steps in which they are given.</summary>
    public decimal? Total(IReadOnlyList<int?> answers)
    {
        var given = answers.Index().Where(pair => pair.Item is not null).ToList();
        if (given.Count < Needed)
            return null;
        decimal sum = given.Sum(pair => Reversed.Contains(pair.Index + 1) ? Lowest + Highest[pair.Index] - pair.Item!.Value : pair.Item!.Value);
        // The missing one takes the mean of the others; the total is rounded to a whole, a half upwards.
        return Math.Floor((sum * Highest.Length / given.Count) + 0.5m) * Times / PerPoint;
    }

    /// <summary>Recovered, improved, unchanged, deteriorated or not-classified, from two totals.</summary>
    public string Class(decimal then, decimal now)
    {
        if (Reliable is null)
            return "NotClassified";
        var gain = HigherIsBetter ? now - then : then - now;
        if (gain >= Reliable)
            return IsPast!(then) && !IsPast(now) ? "Recovered" : "Improved";
        return -gain >= Reliable ? "Deteriorated" : "Unchanged";
    }

    private static Transcribed Csi(string key, int count, Func<decimal, bool> isPast, decimal reliable) =>
        new(key, 0, [6, .. Enumerable.Repeat(5, count - 1)], [], 1, 1, count, true, isPast, total => isPast(total) ? "distressed" : "not distressed", reliable);

    private static int[] Times7(int highest) => [.. Enumerable.Repeat(highest, 7)];
}
