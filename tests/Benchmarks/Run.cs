using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Benchmarks;

/// <summary>The whole run: fill, start, drive in turn, tell.</summary>
internal static class Run
{
    public static async Task All(Options options)
    {
        var folder = Directory.CreateTempSubdirectory("counseldesk-benchmarks-").FullName;
        var sides = new List<Side>();
        var watch = Stopwatch.StartNew();
        // Whoever breaks the run off is not left with two servers and gigabytes of data.
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, BreakOff);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, BreakOff);
        try
        {
            var operations = Operations.Of(options);
            Console.WriteLine($"{Environment.ProcessorCount} processors, load average {Load()}, .NET {Environment.Version}. TieredPGO=0 and TC_CallCountingDelayMs=0 for both programs.");
            foreach (var entries in options.Entries.Order())
                sides.Add(await Start(entries, folder, operations));

            var missing = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var operation in operations)
            {
                if (await Lacks(operation, sides[0]) is { } why)
                    missing[operation.Name] = why;
            }

            var measured = operations.Where(operation => !missing.ContainsKey(operation.Name)).ToList();
            await WarmUp(options, measured, sides);
            var results = await Measure(options, measured, sides);
            Report.Write(options, operations, missing, sides, results);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nThe run took {watch.Elapsed.TotalMinutes:F1} minutes; load average at its end {Load()}."));
        }
        finally
        {
            End();
        }

        void BreakOff(PosixSignalContext signal)
        {
            signal.Cancel = true;
            End();
            Environment.Exit(1);
        }

        void End()
        {
            // Whoever comes second waits, or the process would be gone before all is ended.
            lock (sides)
            {
                foreach (var side in sides)
                    side.Dispose();
                sides.Clear();
                SqliteConnection.ClearAllPools();
                if (Directory.Exists(folder))
                    Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<Side> Start(int entries, string folder, IReadOnlyList<Operation> operations)
    {
        var (filled, plans) = await Fill.Make(entries, folder, Path.Combine(folder, "keys"), operations);
        var planFile = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"plan-{entries}.json"));
        Plan.Save(planFile, plans);
        var side = new Side(filled, plans, Child.Api(filled), Child.Bare(filled, planFile));
        try
        {
            await side.Api.Ready("/health/ready");
            await side.Bare.Ready("/");
            using var http = new HttpClient { BaseAddress = side.Api.Address };
            using var answer = await http.PostAsJsonAsync("/api/v1/auth/sign-in", new { email = filled.Email, password = Desk.Password });
            if (!answer.IsSuccessStatusCode)
                throw new BenchmarkFailure($"Signing in was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            side.Token = "Bearer " + (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
            return side;
        }
        catch
        {
            side.Dispose();
            throw;
        }
    }

    /// <summary>Why an operation cannot be measured, or null. Says what both programs answer and how long that is.</summary>
    private static async Task<string?> Lacks(Operation operation, Side side)
    {
        using var http = new HttpClient();
        var call = Operations.Next(operation, side.Filled, new Random(1), 0);
        var (status, text) = await Ask(http, side.Api, call.Api, call.Body, side.Token);
        if (status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            return "route missing";
        if ((int)status is < 200 or > 299)
            throw new BenchmarkFailure($"The API answered {(int)status} to {call.Api}: {text}");
        foreach (var bare in operation.Bare)
        {
            // Each one enters the same entry.
            if (operation.Writes)
                side.ForgetLogs();
            var (bareStatus, bareText) = await Ask(http, side.Bare, BarePath(call, operation, bare), call.Body, null);
            if (bareStatus is HttpStatusCode.NotFound)
                return $"no handler named {operation.Request}";
            if ((int)bareStatus is < 200 or > 299)
                throw new BenchmarkFailure($"The bare endpoint answered {(int)bareStatus} for {bare}: {bareText}");
            var steps = side.Plans.FirstOrDefault(plan => string.Equals(plan.Operation, bare, StringComparison.Ordinal))?.Steps.Select(step => step.Name) ?? ["no statements"];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bare}: API {text.Length:N0} characters, bare {bareText.Length:N0}; {string.Join(", ", steps)}."));
        }

        if (operation.Writes)
            side.ForgetLogs();
        return null;
    }

    private static async Task<(HttpStatusCode Status, string Text)> Ask(HttpClient http, Child target, string path, string? body, string? token)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(target.Address, path));
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task WarmUp(Options options, IReadOnlyList<Operation> operations, IReadOnlyList<Side> sides)
    {
        if (options.WarmUp <= 0)
            return;
        foreach (var operation in operations)
        {
            foreach (var side in sides)
            {
                foreach (var target in Targets(operation))
                    await Once(operation, side, target, 16, options.WarmUp);
            }
        }
    }

    private static async Task<Dictionary<Key, List<Sample>>> Measure(Options options, IReadOnlyList<Operation> operations, IReadOnlyList<Side> sides)
    {
        var results = new Dictionary<Key, List<Sample>>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var operation in operations)
            {
                foreach (var connections in options.Connections)
                {
                    foreach (var side in sides)
                    {
                        foreach (var target in Targets(operation))
                        {
                            var key = new Key(operation.Name, side.Filled.Entries, connections, target);
                            if (!results.TryGetValue(key, out var samples))
                                results[key] = samples = [];
                            samples.Add(await Once(operation, side, target, connections, options.Seconds));
                        }
                    }
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Round {round + 1} of {options.Rounds} is done."));
        }

        return results;
    }

    private static async Task<Sample> Once(Operation operation, Side side, string target, int connections, double seconds)
    {
        var isApi = string.Equals(target, Key.Api, StringComparison.Ordinal);
        var turns = new int[1];
        var sample = await Driver.Drive(
            isApi ? side.Api : side.Bare,
            random =>
            {
                var call = Operations.Next(operation, side.Filled, random, Interlocked.Increment(ref turns[0]));
                return (isApi ? call.Api : BarePath(call, operation, target), call.Body);
            },
            isApi ? side.Token : null,
            connections,
            seconds);
        side.Api.Weigh();
        if (operation.Writes)
            side.ForgetLogs();
        return sample;
    }

    private static IEnumerable<string> Targets(Operation operation) => operation.Bare.Prepend(Key.Api);

    private static string BarePath(Call call, Operation operation, string bare) => "/" + bare + call.Bare[(operation.Name.Length + 1)..];

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}

/// <summary>What was measured; the target is the API or the name of a bare endpoint.</summary>
internal readonly record struct Key(string Operation, int Entries, int Connections, string Target)
{
    public const string Api = "api";
}

/// <summary>One size of database with the two programs that serve it.</summary>
internal sealed class Side : IDisposable
{
    private readonly long _lastLog;
    private readonly long _lastEvent;

    public Side(Filled filled, IReadOnlyList<Plan> plans, Child api, Child bare)
    {
        (Filled, Plans, Api, Bare) = (filled, plans, api, bare);
        using var connection = Open();
        _lastLog = (long)(Scalar(connection, "SELECT COALESCE(MAX(rowid), 0) FROM AssignmentLogs") ?? 0L);
        _lastEvent = (long)(Scalar(connection, "SELECT COALESCE(MAX(rowid), 0) FROM Outbox") ?? 0L);
    }

    public Filled Filled { get; }

    public IReadOnlyList<Plan> Plans { get; }

    public Child Api { get; }

    public Child Bare { get; }

    public string Token { get; set; } = "";

    /// <summary>Takes out what the last measurement entered, so that each one starts from the same data. The audit stays.</summary>
    public void ForgetLogs()
    {
        using var connection = Open();
        Scalar(connection, "PRAGMA foreign_keys = OFF");
        Scalar(connection, FormattableString.Invariant($"DELETE FROM AssignmentLogHistory WHERE LogId IN (SELECT Id FROM AssignmentLogs WHERE rowid > {_lastLog})"));
        Scalar(connection, FormattableString.Invariant($"DELETE FROM AssignmentLogs WHERE rowid > {_lastLog}"));
        Scalar(connection, FormattableString.Invariant($"DELETE FROM Outbox WHERE rowid > {_lastEvent}"));
        Scalar(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Dispose()
    {
        Api.Dispose();
        Bare.Dispose();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Filled.DatabaseFile};Pooling=False;Default Timeout=30");
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
