using System.Diagnostics;
using System.Globalization;
using CounselDesk.Application.Briefs;

namespace CounselDesk.Benchmarks;

/// <summary>
/// Whether the brief's cost stays flat: the same couple's two years in a file with a hundred couples and in one with ten thousand, and
/// beside them a couple with twelve weeks. Through the mediator, access, decryption and audit included, in turns.
/// </summary>
internal static class BriefRun
{
    private const int Few = 100;
    private const int Many = 10_000;
    private const int Rounds = 60;
    private const int WarmUp = 60;

    public static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("counseldesk-benchmarks-").FullName;
        try
        {
            Tell($"load {Load()} at the start; {Environment.ProcessorCount} processors, .NET {Environment.Version}");
            var few = (await Fill.Make(Few * Fill.EntriesPerCouple, folder, Path.Combine(folder, "keys"), [])).Filled;
            var many = (await Fill.Make(Many * Fill.EntriesPerCouple, folder, Path.Combine(folder, "keys"), [])).Filled;
            await using var small = await Desk.Open(few.DatabaseFile, few.KeysFolder);
            await using var large = await Desk.Open(many.DatabaseFile, many.KeysFolder);
            (Desk Desk, Filled In, Guid Couple, List<double> Times)[] kinds =
            [
                (small, few, await LongCourse.Add(small, few), []),
                (large, many, await LongCourse.Add(large, many), []),
                (large, many, many.Couples[Many / 2].Id, []),
            ];
            for (var round = -WarmUp; round < Rounds; round++)
            {
                for (var turn = 0; turn < kinds.Length; turn++)
                {
                    // Each comes first as often as the others.
                    var kind = kinds[(turn + round + WarmUp) % kinds.Length];
                    var watch = Stopwatch.StartNew();
                    var brief = await kind.Desk.Send(kind.In.Therapist, new GetBriefQuery(kind.Couple));
                    if (brief.CoupleId != kind.Couple || brief.Measures.Count == 0 || brief.LastSession is null)
                        throw new BenchmarkFailure("A brief did not hold what was filled in.");
                    if (round >= 0)
                        kind.Times.Add(watch.Elapsed.TotalMilliseconds);
                }
            }

            Tell($"two years among {Few:N0} couples      {Words(kinds[0].Times)}");
            Tell($"two years among {Many:N0} couples   {Words(kinds[1].Times)}; {Median(kinds[1].Times) / Median(kinds[0].Times):F2} of the first");
            Tell($"twelve weeks among {Many:N0} couples {Words(kinds[2].Times)}; {Median(kinds[2].Times) / Median(kinds[1].Times):F2} of the second");
            Tell($"load {Load()} at the end");
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Words(List<double> times) => string.Create(CultureInfo.InvariantCulture, $"median {Median(times),6:F2} ms, quickest {times.Min(),6:F2} ms");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "not known";

    private static void Tell(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
