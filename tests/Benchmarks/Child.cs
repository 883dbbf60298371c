using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CounselDesk.Benchmarks;

/// <summary>A program under measurement, in a process of its own on a loopback port.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private Child(string name, string dll, IEnumerable<string> args, int port, IReadOnlyDictionary<string, string> settings)
    {
        Name = name;
        Address = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) is "dotnet" ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var arg in args.Prepend(Path.Combine(AppContext.BaseDirectory, dll)))
            start.ArgumentList.Add(arg);
        // Full speed after a short warm-up, the same for both: no profile-guided second compilation in the midst of a
        // measurement, and no wait before the first one.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        // A debugger's pipes would be left behind in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        _process = Process.Start(start) ?? throw new BenchmarkFailure($"{name} did not start.");
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>The most memory, in bytes, that it was seen to hold.</summary>
    public long Memory { get; private set; }

    public static Child Api(Filled filled)
    {
        var port = FreePort();
        return new Child("the API", "CounselDesk.Api.dll", ["--urls", $"http://127.0.0.1:{port}"], port, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__CounselDesk"] = $"Data Source={filled.DatabaseFile}",
            ["Keys__Path"] = filled.KeysFolder,
            // One sign-in for the whole run.
            ["SignIn__AccessTokenMinutes"] = "240",
        });
    }

    public static Child Bare(Filled filled, string planFile)
    {
        var port = FreePort();
        return new Child(
            "the bare endpoint", "CounselDesk.Benchmarks.dll", ["bare", "--urls", $"http://127.0.0.1:{port}", filled.DatabaseFile, planFile], port,
            new Dictionary<string, string>(StringComparer.Ordinal));
    }

    public async Task Ready(string path)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < StartLimit && !_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, path));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new BenchmarkFailure($"{Name} did not answer at {Address} within {StartLimit.TotalSeconds} s. It said: {_said}");
    }

    public void Weigh()
    {
        _process.Refresh();
        Memory = Math.Max(Memory, _process.WorkingSet64);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(10_000);
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            if (line is not null && _said.Length < 10_000)
                _said.AppendLine(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
