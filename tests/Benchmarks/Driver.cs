using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace CounselDesk.Benchmarks;

/// <summary>What one measurement saw. Times in milliseconds.</summary>
internal sealed record Sample(double PerSecond, double P50, double P99);

/// <summary>Sends one request after another on each of so many connections, as fast as they are answered.</summary>
internal static class Driver
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <exception cref="BenchmarkFailure">An answer was not 2xx: nothing measured then means anything.</exception>
    public static async Task<Sample> Drive(Child target, Func<Random, (string Path, string? Body)> next, string? token, int connections, double seconds)
    {
        using var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        using var http = new HttpMessageInvoker(handler);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 30));
        var length = (long)(seconds * Stopwatch.Frequency);
        var start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, connections).Select(worker => Task.Run(() => Work(worker))));
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var sorted = times.SelectMany(each => each).Order().ToArray();
        if (sorted.Length == 0)
            throw new BenchmarkFailure($"{target.Name} answered nothing within {seconds} s.");
        return new Sample(sorted.Length / took, Milliseconds(sorted[sorted.Length / 2]), Milliseconds(sorted[(int)((sorted.Length - 1) * 0.99)]));

        async Task<List<long>> Work(int worker)
        {
            var mine = new List<long>(4096);
            var random = new Random(HashCode.Combine(worker, start));
            while (Stopwatch.GetTimestamp() - start < length)
            {
                var (path, body) = next(random);
                using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(target.Address, path));
                if (token is not null)
                    request.Headers.TryAddWithoutValidation("Authorization", token);
                if (body is not null)
                    request.Content = new StringContent(body, Encoding.UTF8, Json);
                var begun = Stopwatch.GetTimestamp();
                try
                {
                    using var answer = await http.SendAsync(request, limit.Token);
                    if (!answer.IsSuccessStatusCode)
                        throw new BenchmarkFailure($"{target.Name} answered {(int)answer.StatusCode} to {request.Method} {path}: {await answer.Content.ReadAsStringAsync(limit.Token)}");
                    await answer.Content.CopyToAsync(Stream.Null, limit.Token);
                }
                catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
                {
                    throw new BenchmarkFailure($"{target.Name} did not answer {request.Method} {path}: {fault.Message}", fault);
                }

                mine.Add(Stopwatch.GetTimestamp() - begun);
            }

            return mine;
        }
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
