using System.Collections.Concurrent;
using CounselDesk.Api;
using CounselDesk.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CounselDesk.Api.Tests.Common;

/// <summary>The whole API on Kestrel in this process, with a database and keys of its own.</summary>
public sealed class TestApi : IAsyncDisposable
{
    public const string SetupCode = "TEST-SETUP-CODE";
    public const string Password = "correct horse battery";

    private readonly TempFolder _folder;
    private readonly FaultLog _faults = new();
    private readonly WebApplication _app;

    private TestApi(TempFolder folder, TestDatabase database, string[] settings)
    {
        (_folder, Database) = (folder, database);
        _app = ApiHost.Build(
        [
            "--urls", "http://127.0.0.1:0",
            $"--Database:Provider={database.Provider}",
            $"--ConnectionStrings:CounselDesk={database.ConnectionString}",
            $"--Keys:Path={_folder.Path("keys")}",
            $"--Setup:Code={SetupCode}",
            "--SignIn:HashIterations=1000",
            "--SignIn:AttemptsPerMinute=100000",
            "--SignIn:AccessTokenMinutes=60",
            "--Calendars:ReadsPerMinute=100000",
            "--Portal:ExportsPerMinute=100000",
            "--Portal:ExportWithinMinutes=600",
            "--Logging:LogLevel:Default=None",
            "--Logging:LogLevel:CounselDesk=None",
            "--Logging:LogLevel:CounselDesk.Api.Http.Problems=Error",
            .. settings,
        ]);
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_faults);
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256, AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 });
    }

    public TestDatabase Database { get; }

    public HttpClient Http { get; }

    /// <summary>Every 5xx so far, with where it came from.</summary>
    public IReadOnlyCollection<string> Faults => _faults.Lines;

    /// <summary>On a new database of the engine that this run is for.</summary>
    public static async Task<TestApi> Start(params string[] settings)
    {
        var folder = new TempFolder();
        return await Start(folder, await TestDatabase.Make(folder.Root), settings);
    }

    /// <summary>On an embedded file whatever the run is for.</summary>
    public static Task<TestApi> StartEmbedded()
    {
        var folder = new TempFolder();
        return Start(folder, TestDatabase.Embedded(folder.Root), []);
    }

    private static async Task<TestApi> Start(TempFolder folder, TestDatabase database, string[] settings)
    {
        var api = new TestApi(folder, database, settings);
        await ApiHost.Prepare(api._app.Services, api._app.Configuration, CancellationToken.None);
        await api._app.StartAsync();
        api.Http.BaseAddress = new Uri(api._app.Urls.First());
        return api;
    }

    /// <summary>Hears all that the program logs from now on, at every level that it is set to log.</summary>
    public LogEar Listen()
    {
        var ear = new LogEar();
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(ear);
        return ear;
    }

    public ApiClient Anonymous() => new(Http, null, "nobody");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class FaultLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                _lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>A folder that goes when the test does.</summary>
public sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("counseldesk-api-").FullName;

    public string Path(string name) => System.IO.Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
