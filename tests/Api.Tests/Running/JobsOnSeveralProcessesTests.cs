using System.Globalization;
using System.Text.RegularExpressions;

namespace CounselDesk.Api.Tests.Running;

/// <summary>The clock's work is done once, whichever process does it, and goes on where one is lost.</summary>
public sealed partial class JobsOnSeveralProcessesTests : IAsyncLifetime
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);
    private readonly TwoPrograms _two = new();

    public Task InitializeAsync() => _two.Start("--Jobs:Clustered=true", "--Jobs:CheckInSeconds=3", "--Jobs:Housekeeping=* * * * * ?");

    public Task DisposeAsync() => _two.DisposeAsync();

    [Fact]
    public async Task Each_time_is_run_once_and_another_process_goes_on_when_one_is_killed()
    {
        await Until(() => Runs().Count > 0);
        var first = Runs().Max();
        await Until(() => Runs().Max() >= first + Watched);
        AssertOnceEach(first, first + Watched);

        // Whichever has the work now.
        var busy = Array.FindIndex(_two.Programs, program => Runs(program).Contains(Runs().Max()));
        await _two.Programs[busy].Kill();
        var left = _two.Programs[1 - busy];
        var lost = Runs().Max();
        await Until(() => Runs(left).Count > 0 && Runs(left).Max() > lost + TimeSpan.FromSeconds(3));

        // The time that was running at the kill may be lost with its process; none is run twice.
        Assert.Equal(Runs().Distinct().Count(), Runs().Count);
        var resumed = Runs(left).Where(run => run > lost).Min();
        AssertOnceEach(resumed, resumed + TimeSpan.FromSeconds(2));
    }

    private void AssertOnceEach(DateTimeOffset from, DateTimeOffset to)
    {
        var expected = Enumerable.Range(0, (int)(to - from).TotalSeconds + 1).Select(second => from.AddSeconds(second));
        Assert.Equal(expected, Runs().Where(run => run >= from && run <= to).Order());
    }

    private List<DateTimeOffset> Runs() => [.. _two.Programs.SelectMany(Runs)];

    private static List<DateTimeOffset> Runs(TheProgram program) =>
        [.. program.Lines.Select(line => Run().Match(line)).Where(run => run.Success).Select(run => DateTimeOffset.Parse(run.Groups["at"].Value, CultureInfo.InvariantCulture))];

    private static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
            await Task.Delay(100, patience.Token);
    }

    [GeneratedRegex(@"Housekeeping of (?<at>\S+) is done", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Run();
}
