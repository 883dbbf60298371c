using System.Collections.Concurrent;
using CounselDesk.Application.Common;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Infrastructure.Jobs;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Jobs;

public sealed class EveryPracticeTests : OnePractice
{
    private const string Hourly = "Jobs:GivenJob=0 0 * * * ?";

    [Fact]
    public async Task A_job_is_done_in_the_name_of_each_practice_and_of_what_came_before_one_was_known()
    {
        var other = await GivenPractice.Open(Desk, "Europe/Berlin");
        var callers = new ConcurrentQueue<Caller>();
        await using (var host = await JobHost.Start(Desk, (caller, _) =>
        {
            callers.Enqueue(caller);
            return Task.FromResult(7);
        }))
        {
            await JobHost.Until(() => Runs(host) >= 1);
            Assert.Contains(host.Lines, line => line.StartsWith("Information: GivenJob of ", StringComparison.Ordinal) && line.Contains("practices: 2, rows: 21.", StringComparison.Ordinal));
            Assert.Contains(host.Lines, line => line.Contains($"GivenJob for practice {other.Id}, rows: 7.", StringComparison.Ordinal));
        }

        Assert.Equal(
            new[] { Caller.Anonymous, Of(Practice.Id, "America/Chicago"), Of(other.Id, "Europe/Berlin") }.OrderBy(caller => caller.PracticeId),
            callers.Take(3).OrderBy(caller => caller.PracticeId));
    }

    [Fact]
    public async Task Every_job_of_the_program_is_done_without_trouble()
    {
        var names = typeof(IPracticeJob).Assembly.GetTypes().Where(type => type.IsClass && typeof(IPracticeJob).IsAssignableFrom(type)).Select(type => type.Name).ToList();
        Assert.Equal(6, names.Count);
        await using var host = await JobHost.Start(
            Desk, (_, _) => Task.FromResult(0), [$"Keys:Path={Desk.KeysPath}", .. names.Select(name => $"Jobs:{name}=* * * * * ?")]);
        await JobHost.Until(() => names.TrueForAll(name => host.Lines.Any(line => line.StartsWith($"Information: {name} of ", StringComparison.Ordinal))));
        Assert.DoesNotContain(host.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trouble_with_one_practice_is_logged_without_its_words_and_keeps_no_other_and_no_later_run_waiting()
    {
        var other = await GivenPractice.Open(Desk);
        var done = 0;
        await using var host = await JobHost.Start(Desk, (caller, _) =>
        {
            if (caller.PracticeId == Practice.Id)
                throw new InvalidOperationException("Robin Reed said something.");
            return Task.FromResult(caller.PracticeId == other.Id ? Interlocked.Increment(ref done) : 0);
        });
        await JobHost.Until(() => Runs(host) >= 2);
        await host.Stop();

        Assert.Equal(Runs(host), done);
        Assert.Equal(Runs(host), host.Lines.Count(line => line.StartsWith($"Error: GivenJob for practice {Practice.Id} failed with InvalidOperationException at", StringComparison.Ordinal)));
        Assert.DoesNotContain(host.Lines, line => line.Contains("Robin Reed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_the_program_tells_a_running_job_and_waits_for_it()
    {
        var started = new TaskCompletionSource();
        var isDone = false;
        var practices = 0;
        await using var host = await JobHost.Start(Desk, async (_, stopping) =>
        {
            practices++;
            started.TrySetResult();
            while (!stopping.IsCancellationRequested)
                await Task.Delay(10, CancellationToken.None);
            await Task.Delay(500, CancellationToken.None);
            isDone = true;
            return 1;
        });
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await host.Stop();
        Assert.Equal((true, 1), (isDone, practices));
    }

    [Fact]
    public async Task A_slow_job_is_never_run_beside_itself()
    {
        var (running, most, runs) = (0, 0, 0);
        await using (await JobHost.Start(Desk, async (caller, _) =>
        {
            if (caller.PracticeId != Practice.Id)
                return 0;
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(1500, CancellationToken.None);
            Interlocked.Decrement(ref running);
            return ++runs;
        }))
        {
            await JobHost.Until(() => runs >= 2);
        }

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_time_missed_while_no_process_ran_is_made_up_for_once()
    {
        var runs = 0;
        JobHost.Job job = (caller, _) => Task.FromResult(caller.PracticeId == Practice.Id ? Interlocked.Increment(ref runs) : 0);
        await using (await JobHost.Start(Desk, job, "Jobs:Clustered=true", Hourly))
            Assert.Equal(0, runs);

        // As if it had been down since the day before yesterday.
        await Tamper($"UPDATE QRTZ_TRIGGERS SET NEXT_FIRE_TIME = NEXT_FIRE_TIME - {TimeSpan.FromDays(2).Ticks}, PREV_FIRE_TIME = NULL WHERE TRIGGER_NAME = 'GivenJob'");
        await using var host = await JobHost.Start(Desk, job, "Jobs:Clustered=true", Hourly);
        await JobHost.Until(() => Runs(host) >= 1);
        await Task.Delay(1500);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_changed_time_replaces_the_one_that_is_stored()
    {
        static Task<int> Nothing(Caller caller, CancellationToken stopping) => Task.FromResult(0);
        await using (await JobHost.Start(Desk, Nothing, "Jobs:Clustered=true", Hourly))
            Assert.Equal(["0 0 * * * ?"], Expressions());
        await using (await JobHost.Start(Desk, Nothing, "Jobs:Clustered=true", "Jobs:GivenJob=0 15 4 * * ?"))
            Assert.Equal(["0 15 4 * * ?"], Expressions());
        Assert.Equal(["7"], Desk.Database.Texts("SELECT COUNT(*) FROM QRTZ_TRIGGERS"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("daily")]
    [InlineData("30 3 * * *")]
    [InlineData("0 61 3 * * ?")]
    public async Task A_time_that_is_none_stops_the_start_with_one_line(string expression)
    {
        var failure = await Assert.ThrowsAsync<StartupFailure>(() => JobHost.Start(Desk, (_, _) => Task.FromResult(0), $"Jobs:Housekeeping={expression}"));
        Assert.Contains("Jobs:Housekeeping must be a cron expression", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_check_in_without_a_pause_stops_the_start_with_one_line()
    {
        var failure = await Assert.ThrowsAsync<StartupFailure>(() => JobHost.Start(Desk, (_, _) => Task.FromResult(0), "Jobs:Clustered=true", "Jobs:CheckInSeconds=0"));
        Assert.Equal("Jobs:CheckInSeconds must be at least 1.", failure.Message);
    }

    private static int Runs(JobHost host) => host.Lines.Count(line => line.StartsWith("Information: GivenJob of ", StringComparison.Ordinal));

    private static Caller Of(Guid practiceId, string timeZone) => Caller.Anonymous with { PracticeId = practiceId, TimeZone = timeZone };

    private IReadOnlyList<string> Expressions() => Desk.Database.Texts("SELECT CRON_EXPRESSION FROM QRTZ_CRON_TRIGGERS WHERE TRIGGER_NAME = 'GivenJob'");
}
