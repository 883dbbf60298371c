using System.Buffers.Binary;
using System.Security.Cryptography;
using CounselDesk.Application.Common;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// Ids and sequence numbers that grow, whatever the clock does. An id is a version 7 UUID (RFC 9562, method 1: the
/// twelve bits after the time count within the millisecond), arranged so that the engine sorts it last.
/// </summary>
public sealed class SequentialIds(Database database, TimeProvider clock) : IIds
{
    private const int CountBits = 12;
    private const int ProcessBits = 8;

    // Microseconds leave room for a thousand rows per millisecond; the low bits tell processes on one database apart.
    private readonly long _process = RandomNumberGenerator.GetInt32(1 << ProcessBits);
    private long _lastId;
    private long _lastSequence;

    public Guid New()
    {
        var place = Next(ref _lastId, clock.GetUtcNow().ToUnixTimeMilliseconds() << CountBits);
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, ((place >> CountBits) << 16) | (place & ((1 << CountBits) - 1)));
        bytes[6] |= 0x70;
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return database.Dialect.Arrange(bytes);
    }

    public long NextSequence() =>
        (Next(ref _lastSequence, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) << ProcessBits) | _process;

    private static long Next(ref long place, long now)
    {
        while (true)
        {
            var last = Interlocked.Read(ref place);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref place, next, last) == last)
                return next;
        }
    }
}
