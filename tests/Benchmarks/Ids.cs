using System.Buffers.Binary;
using System.Security.Cryptography;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Benchmarks;

/// <summary>Ids as the program makes them, for any moment.</summary>
internal static class Ids
{
    private static readonly SqliteDialect Dialect = new();

    public static Guid At(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at.ToUnixTimeMilliseconds() << 16) | 0x7000 | (uint)bytes[7]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return Dialect.Arrange(bytes);
    }
}
