using System.Security.Cryptography;
using CounselDesk.Application.Common;

namespace CounselDesk.Infrastructure.Sql;

public sealed class SequentialIds(Database database, TimeProvider clock) : IIds
{
    private const int ProcessBits = 8;

    // Microseconds leave room for a thousand rows per millisecond; the low bits tell processes on one database apart.
    private readonly long _process = RandomNumberGenerator.GetInt32(1 << ProcessBits);
    private long _last;

    public Guid New() => database.Dialect.NewId(clock.GetUtcNow());

    public long NextSequence()
    {
        var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return (next << ProcessBits) | _process;
        }
    }
}
