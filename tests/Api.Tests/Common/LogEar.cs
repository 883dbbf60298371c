using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CounselDesk.Api.Tests.Common;

/// <summary>Keeps every line that is logged, with the values that it was made of and the scopes it was logged in.</summary>
public sealed class LogEar : ILoggerProvider, ILogger, ISupportExternalScope
{
    /// <summary>Settings of an API that logs all that it can.</summary>
    public static readonly string[] HearsEverything =
    [
        "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:CounselDesk=Trace", "--Logging:LogLevel:CounselDesk.Api.Http.Problems=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker=Trace", $"--Logging:{typeof(LogEar).FullName}:LogLevel:Default=Trace",
    ];

    private readonly ConcurrentQueue<string> _lines = new();
    private IExternalScopeProvider? _scopes;

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _scopes?.Push(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue($"{formatter(state, exception)} {exception}");
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
            _lines.Enqueue(string.Join(' ', values));
        _scopes?.ForEachScope((scope, lines) => lines.Enqueue(scope is IEnumerable<KeyValuePair<string, object>> parts ? string.Join(' ', parts) : scope?.ToString() ?? ""), _lines);
    }

    public void Dispose()
    {
    }
}
