using System.Globalization;

namespace CounselDesk.Benchmarks;

/// <summary>The tables and the verdicts.</summary>
internal static class Report
{
    private const double ReadAim = 0.7;
    private const double WriteAim = 0.5;
    private const double GrowthAim = 1.3;
    private const double MemoryAim = 250;
    private const int AimedConnections = 16;

    public static void Write(
        Options options, IReadOnlyList<Operation> operations, IReadOnlyDictionary<string, string> missing, IReadOnlyList<Side> sides,
        IReadOnlyDictionary<Key, List<Sample>> results)
    {
        foreach (var operation in operations)
        {
            Console.WriteLine();
            if (missing.TryGetValue(operation.Name, out var why))
            {
                Console.WriteLine($"{operation.Name}: not measured: {why}");
                continue;
            }

            Console.WriteLine($"{operation.Name} (medians of {options.Rounds}; requests a second, milliseconds)");
            Console.WriteLine("  entries     conns  |   API r/s      p50      p99  |  bare        r/s      p50      p99  | API/bare");
            foreach (var side in sides)
            {
                foreach (var connections in options.Connections)
                {
                    foreach (var bare in operation.Bare)
                    {
                        var a = Median(results[new Key(operation.Name, side.Filled.Entries, connections, Key.Api)]);
                        var b = Median(results[new Key(operation.Name, side.Filled.Entries, connections, bare)]);
                        Line($"  {side.Filled.Entries,-10:N0}  {connections,5}  | {a.PerSecond,9:N0} {a.P50,8:F2} {a.P99,8:F2}  |  {bare,-11} {b.PerSecond,6:N0} {b.P50,8:F2} {b.P99,8:F2}  | {a.PerSecond / b.PerSecond,6:F2}");
                    }
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine("Aims and verdicts");
        var judged = options.Connections.Contains(AimedConnections) ? AimedConnections : options.Connections[^1];
        foreach (var operation in operations.Where(operation => !missing.ContainsKey(operation.Name)))
        {
            foreach (var side in sides)
            {
                foreach (var bare in operation.Bare)
                {
                    var ratio = Median(results[new Key(operation.Name, side.Filled.Entries, judged, Key.Api)]).PerSecond
                        / Median(results[new Key(operation.Name, side.Filled.Entries, judged, bare)]).PerSecond;
                    var aim = operation.Writes ? WriteAim : ReadAim;
                    Verdict(ratio >= aim, Text($"{bare}, {side.Filled.Entries:N0} entries, {judged} connections: {ratio:F2} of bare, aim at least {aim}"));
                }
            }

            if (sides.Count < 2)
                continue;
            foreach (var connections in options.Connections)
            {
                var growth = Median(results[new Key(operation.Name, sides[^1].Filled.Entries, connections, Key.Api)]).P50
                    / Median(results[new Key(operation.Name, sides[0].Filled.Entries, connections, Key.Api)]).P50;
                Verdict(growth <= GrowthAim, Text($"{operation.Name}, {connections} connections: p50 at {sides[^1].Filled.Entries:N0} is {growth:F2} of that at {sides[0].Filled.Entries:N0}, aim at most {GrowthAim}"));
            }
        }

        foreach (var side in sides)
        {
            var megabytes = side.Api.Memory / 1e6;
            Verdict(megabytes < MemoryAim, Text($"memory of the API, {side.Filled.Entries:N0} entries: {megabytes:F0} MB at most, aim under {MemoryAim}"));
        }

        foreach (var (name, why) in missing)
            Console.WriteLine($"  ?       {name}: not measured: {why}");
    }

    private static Sample Median(IReadOnlyList<Sample> samples) =>
        new(Middle(samples.Select(sample => sample.PerSecond)), Middle(samples.Select(sample => sample.P50)), Middle(samples.Select(sample => sample.P99)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static void Verdict(bool met, string text) => Console.WriteLine($"  {(met ? "met   " : "MISSED")}  {text}");

    private static void Line(FormattableString text) => Console.WriteLine(Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
