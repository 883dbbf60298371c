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

    public bool HasEnded => _process.HasExited;

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

    /// <summary>Starts it and waits for nothing.</summary>
    public static TheProgram Begin(TempFolder folder, params string[] args) => new(Launch(folder, args));

    /// <summary>Starts it where it must stop by itself, as for a command, and gives what it left.</summary>
    public static Task<Ended> Run(TempFolder folder, params string[] args) => End(Launch(folder, args));

    /// <summary>The same where no file may grow beyond a size: to the program that is a full disk.</summary>
    public static Task<Ended> RunOnAFullDisk(TempFolder folder, int kilobytes, params string[] args) => End(Launch(folder, args, kilobytes));

    private static async Task<Ended> End(Process started)
    {
        using var process = started;
        using var patience = new CancellationTokenSource(Patience);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new Ended(process.ExitCode, await output, await error);
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
        // It may have ended by itself meanwhile, which changes nothing.
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

    private static Process Launch(TempFolder folder, string[] settings, int? kilobytes = null)
    {
        var start = new ProcessStartInfo(kilobytes is null ? "dotnet" : "bash")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Root,
        };
        if (kilobytes is { } most)
        {
            foreach (var word in new[] { "-c", $"trap '' XFSZ; ulimit -f {most}; exec dotnet \"$@\"", "bash" })
                start.ArgumentList.Add(word);
            // The runtime would map its own code from a large file.
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        }

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

/// <summary>What a process left when it ended.</summary>
public sealed record Ended(int Code, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>It did what it was asked, and complained of nothing.</summary>
    public Ended Well()
    {
        Assert.True(Code == 0 && Error.Length == 0, $"It ended with {Code}.\n{Output}\n{Error}");
        return this;
    }

    /// <summary>It stopped with one line that says what to do.</summary>
    public Ended Refused(string what, string whatToDo)
    {
        Assert.True(Code == 1, $"It ended with {Code}.\n{Output}\n{Error}");
        Assert.Empty(Output);
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"CounselDesk cannot {what}. ", line, StringComparison.Ordinal);
        Assert.Contains(whatToDo, line, StringComparison.Ordinal);
        return this;
    }
}
