using CounselDesk.Application.Common;

namespace CounselDesk.Infrastructure.Sql;

public sealed class SequentialIds(Database database, TimeProvider clock) : IIds
{
    // Microseconds leave room for a thousand rows per millisecond; a counter keeps them rising in a burst.
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
                return next;
        }
    }
}
