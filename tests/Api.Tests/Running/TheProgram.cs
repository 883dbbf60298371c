using System.Collections.Concurrent;
using System.Diagnostics;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

/// <summary>The real program as a process of its own, on files in a folder.</summary>
public sealed class TheProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private TheProgram(Process process) => _process = process;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>What it wrote to standard output since it listens.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<TheProgram> Start(TempFolder folder, params string[] settings)
    {
        var program = new TheProgram(Launch(folder, settings));
        using var patience = new CancellationTokenSource(Patience);
        while (await program._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("CounselDesk listens on ", StringComparison.Ordinal))
            {
                program.Address = new Uri(line["CounselDesk listens on ".Length..]);
                // Whether anybody looks or not: a full pipe must not stop it.
                _ = program.Follow();
                _ = program._process.StandardError.ReadToEndAsync(CancellationToken.None);
                return program;
            }
        }

        throw new InvalidOperationException($"It did not start: {await program._process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>Starts it where it must stop by itself, and gives its exit code and what it wrote to standard error.</summary>
    public static async Task<(int Code, string Error)> Run(TempFolder folder, params string[] settings)
    {
        using var process = Launch(folder, settings);
        using var patience = new CancellationTokenSource(Patience);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            await output;
            return (process.ExitCode, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>SIGKILL: it cannot tidy up.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
    }

    private async Task Follow()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            _lines.Enqueue(line);
    }

    private static Process Launch(TempFolder folder, string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Root,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "CounselDesk.Api.dll"));
        string[] usual =
        [
            "--urls=http://127.0.0.1:0", $"--ConnectionStrings:CounselDesk=Data Source={folder.Path("data/test.db")}", $"--Keys:Path={folder.Path("keys")}",
            $"--Setup:Code={TestApi.SetupCode}", "--SignIn:HashIterations=1000", "--SignIn:AttemptsPerMinute=100000",
        ];
        foreach (var setting in usual.Where(one => !settings.Any(other => other.Split('=')[0] == one.Split('=')[0])).Concat(settings))
            start.ArgumentList.Add(setting);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return Process.Start(start)!;
    }
}
