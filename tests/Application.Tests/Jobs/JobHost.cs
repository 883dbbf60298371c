using System.Collections.Concurrent;
using CounselDesk.Application.Common;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Infrastructure;
using CounselDesk.Infrastructure.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CounselDesk.Application.Tests.Jobs;

/// <summary>A process of the clock's work on a desk's database, with a job of the test's own.</summary>
public sealed class JobHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly JobLines _log = new();

    private JobHost(TestDesk desk, Job job, string[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = desk.Database.Provider,
            ["ConnectionStrings:CounselDesk"] = desk.Database.ConnectionString,
            ["Keys:Path"] = Path.Combine(Path.GetTempPath(), "counseldesk-no-keys"),
            ["Jobs:Clustered"] = "false",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], (string?)parts[1])));
        builder.Logging.AddProvider(_log).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure(builder.Configuration);
        builder.Services.AddAuthentication().AddBearerToken();
        builder.Services.AddJobs(builder.Configuration);
        builder.Services.AddSingleton(job);
        builder.Services.AddJob<GivenJob>(builder.Configuration, usually: "* * * * * ?");
        _host = builder.Build();
    }

    /// <summary>What a job of the test's does, for the practice of a caller.</summary>
    public delegate Task<int> Job(Caller caller, CancellationToken stopping);

    /// <summary>What the jobs logged, in order: level and text.</summary>
    public IReadOnlyCollection<string> Lines => _log.Lines;

    public static async Task<JobHost> Start(TestDesk desk, Job job, params string[] settings)
    {
        var host = new JobHost(desk, job, settings);
        await host._host.StartAsync();
        return host;
    }

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Waits until it holds, for as long as a busy machine may take.</summary>
    public static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
            await Task.Delay(20, patience.Token);
    }

    private sealed class GivenJob(RequestScope scope, Job job) : IPracticeJob
    {
        public static bool AlsoForNobody => true;

        public Task<int> Run(CancellationToken stopping) => job(scope.Caller, stopping);
    }

    private sealed class JobLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("CounselDesk.", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
