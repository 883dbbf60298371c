using System.Globalization;

namespace CounselDesk.Benchmarks;

/// <summary>The run cannot be trusted, or cannot go on; the message says why.</summary>
public sealed class BenchmarkFailure(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public const string Help = """
        dotnet run -c Release --project tests/Benchmarks -- [options]
          --entries 10000,1000000   homework log entries in each database
          --connections 1,16,64     at once, each its own loopback connection
          --seconds 2               of each measurement
          --rounds 5                measurements of each kind; medians are told
          --warm-up 3               seconds before, for each program and operation
          --only brief,assignments,log,toolkit,couple    all but couple unless told
        dotnet run -c Release --project tests/Benchmarks -- search
          what a search in 10,000 encrypted notes costs
        dotnet run -c Release --project tests/Benchmarks -- brief
          whether a brief of two years costs the same among 100 couples and among 10,000
        """;

    public IReadOnlyList<int> Entries { get; init; } = [10_000, 1_000_000];

    public IReadOnlyList<int> Connections { get; init; } = [1, 16, 64];

    public double Seconds { get; init; } = 2;

    public int Rounds { get; init; } = 5;

    public double WarmUp { get; init; } = 3;

    public IReadOnlyList<string> Only { get; init; } = ["brief", "assignments", "log", "toolkit"];

    /// <summary>The options, or null when help was asked for and given.</summary>
    public static Options? Parse(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is "--help" or "-h")
            {
                Console.WriteLine(Help);
                return null;
            }

            if (i + 1 == args.Length)
                throw new BenchmarkFailure($"{args[i]} needs a value.\n{Help}");
            var value = args[i + 1];
            try
            {
                options = args[i] switch
                {
                    "--entries" => options with { Entries = Numbers(value, 1_000, 5_000_000) },
                    "--connections" => options with { Connections = Numbers(value, 1, 512) },
                    "--seconds" => options with { Seconds = Number(value, 0.2, 60) },
                    "--rounds" => options with { Rounds = (int)Number(value, 1, 50) },
                    "--warm-up" => options with { WarmUp = Number(value, 0, 60) },
                    "--only" => options with { Only = value.Split(',') },
                    _ => throw new BenchmarkFailure($"There is no option {args[i]}.\n{Help}"),
                };
            }
            catch (FormatException)
            {
                throw new BenchmarkFailure($"{args[i]} does not take '{value}'.\n{Help}");
            }
        }

        return options;
    }

    private static int[] Numbers(string text, int least, int most) => [.. text.Split(',').Select(part => (int)Number(part, least, most))];

    private static double Number(string text, double least, double most)
    {
        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return number >= least && number <= most ? number : throw new FormatException();
    }
}
