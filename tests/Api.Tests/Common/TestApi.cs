using System.Collections.Concurrent;
using CounselDesk.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CounselDesk.Api.Tests.Common;

/// <summary>The whole API on Kestrel in this process, with a database file and keys of its own.</summary>
public sealed class TestApi : IAsyncDisposable
{
    public const string SetupCode = "TEST-SETUP-CODE";
    public const string Password = "correct horse battery";

    private readonly TempFolder _folder = new();
    private readonly FaultLog _faults = new();
    private readonly WebApplication _app;

    private TestApi(string[] settings)
    {
        _app = ApiHost.Build(
        [
            "--urls", "http://127.0.0.1:0",
            $"--ConnectionStrings:CounselDesk=Data Source={DatabaseFile}",
            $"--Keys:Path={_folder.Path("keys")}",
            $"--Setup:Code={SetupCode}",
            "--SignIn:HashIterations=1000",
            "--SignIn:AttemptsPerMinute=100000",
            "--SignIn:AccessTokenMinutes=60",
            "--Logging:LogLevel:Default=None",
            "--Logging:LogLevel:CounselDesk=None",
            "--Logging:LogLevel:CounselDesk.Api.Http.Problems=Error",
            .. settings,
        ]);
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_faults);
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256, AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 });
    }

    public string DatabaseFile => _folder.Path("test.db");

    public HttpClient Http { get; }

    /// <summary>Every 5xx so far, with where it came from.</summary>
    public IReadOnlyCollection<string> Faults => _faults.Lines;

    public static async Task<TestApi> Start(params string[] settings)
    {
        var api = new TestApi(settings);
        await ApiHost.Prepare(api._app.Services, api._app.Configuration, CancellationToken.None);
        await api._app.StartAsync();
        api.Http.BaseAddress = new Uri(api._app.Urls.First());
        return api;
    }

    public ApiClient Anonymous() => new(Http, null, "nobody");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
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
