using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Infrastructure.Security;

/// <summary>
/// Who a sign-in belongs to and what they may do now. Remembered for seconds, forgotten at once in this process when
/// anything about anybody's access changes; another process on the same database learns of it within those seconds.
/// </summary>
public sealed class LiveSignIns(IServiceScopeFactory scopes) : ILiveSignIns, IDisposable
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);
    private readonly MemoryCache _known = new(new MemoryCacheOptions());
    private long _generation;

    public async ValueTask<Caller?> Find(Guid signInId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(signInId, out Caller? caller))
            return caller;

        var generation = Interlocked.Read(ref _generation);
        await using var scope = scopes.CreateAsyncScope();
        caller = await scope.ServiceProvider.GetRequiredService<SignIns>().Caller(signInId, cancellationToken);
        // What was read before a change is not remembered after it.
        if (caller is not null && generation == Interlocked.Read(ref _generation))
            _known.Set(signInId, caller, Memory);
        return caller;
    }

    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _known.Clear();
    }

    public void Dispose() => _known.Dispose();
}
