using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>Values as TDS lays them out in bytes. Days are counted from year 1; times in units of their scale.</summary>
internal static class WireValues
{
    private const int DayBytes = 3;
    private const int OffsetBytes = 2;
    private const int ThreeHundredthsPerSecond = 300;
    private static readonly DateTime FirstOf1900 = new(1900, 1, 1);

    public static object Decode(WireType type, byte[] bytes) => type.Name switch
    {
        "tinyint" => bytes[0],
        "smallint" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "int" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "bigint" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "bit" => bytes[0] != 0,
        "real" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "float" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "uniqueidentifier" => new Guid(bytes),
        "date" => Day(bytes),
        "time" => Time(bytes, type.Scale),
        "datetime2" => Instant(bytes, type.Scale),
        "datetimeoffset" => new DateTimeOffset(Instant(bytes.AsSpan(..^OffsetBytes), type.Scale), TimeSpan.Zero)
            .ToOffset(TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(^OffsetBytes..)))),
        "datetime" => FirstOf1900.AddDays(BinaryPrimitives.ReadInt32LittleEndian(bytes))
            .AddMilliseconds(Math.Round(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) * 1000.0 / ThreeHundredthsPerSecond)),
        "smalldatetime" => FirstOf1900.AddDays(BinaryPrimitives.ReadUInt16LittleEndian(bytes))
            .AddMinutes(BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2))),
        "decimal" or "numeric" => Number(bytes, type.Scale),
        "nvarchar" or "nchar" or "ntext" => Encoding.Unicode.GetString(bytes),
        "varchar" or "char" => Encoding.Latin1.GetString(bytes),
        "varbinary" or "binary" => bytes,
        _ => throw new WireFault($"The fake server cannot read a value of type {type}."),
    };

    public static byte[] Encode(WireType type, object value) => type.Name switch
    {
        "tinyint" or "smallint" or "int" or "bigint" => Low(Convert.ToInt64(value, CultureInfo.InvariantCulture), type.Length),
        "bit" => [(bool)value ? (byte)1 : (byte)0],
        "real" => BitConverter.GetBytes((float)value),
        "float" => BitConverter.GetBytes((double)value),
        "uniqueidentifier" => ((Guid)value).ToByteArray(),
        "date" => Low(((DateOnly)value).DayNumber, DayBytes),
        "time" => Ticks(((TimeOnly)value).Ticks, type.Scale),
        "datetime2" => Instant((DateTime)value, type.Scale),
        "datetimeoffset" => [.. Instant(((DateTimeOffset)value).UtcDateTime, type.Scale), .. Low((long)((DateTimeOffset)value).Offset.TotalMinutes, OffsetBytes)],
        "decimal" or "numeric" => Number((decimal)value, type.Scale),
        "nvarchar" or "nchar" => Encoding.Unicode.GetBytes((string)value),
        "varchar" or "char" => Encoding.Latin1.GetBytes((string)value),
        "varbinary" or "binary" => (byte[])value,
        _ => throw new WireFault($"The fake server cannot write a value of type {type}."),
    };

    private static DateOnly Day(ReadOnlySpan<byte> bytes) => DateOnly.FromDayNumber((int)Whole(bytes));

    private static TimeOnly Time(ReadOnlySpan<byte> bytes, byte scale) => new(Whole(bytes) * TicksOf(scale));

    private static DateTime Instant(ReadOnlySpan<byte> bytes, byte scale) =>
        Day(bytes[^DayBytes..]).ToDateTime(Time(bytes[..^DayBytes], scale));

    private static byte[] Instant(DateTime value, byte scale) =>
        [.. Ticks(value.TimeOfDay.Ticks, scale), .. Low(DateOnly.FromDateTime(value).DayNumber, DayBytes)];

    private static byte[] Ticks(long ticks, byte scale) => Low(ticks / TicksOf(scale), scale switch { <= 2 => 3, <= 4 => 4, _ => 5 });

    private static long TicksOf(byte scale) => (long)Math.Pow(10, 7 - scale);

    private static decimal Number(ReadOnlySpan<byte> bytes, byte scale)
    {
        Span<byte> padded = stackalloc byte[16];
        bytes[1..].CopyTo(padded);
        return new decimal(
            BinaryPrimitives.ReadInt32LittleEndian(padded),
            BinaryPrimitives.ReadInt32LittleEndian(padded[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(padded[8..]),
            isNegative: bytes[0] == 0,
            scale);
    }

    private static byte[] Number(decimal value, byte scale)
    {
        var bits = decimal.GetBits(decimal.Truncate(Math.Abs(value) * (decimal)Math.Pow(10, scale)));
        return [value < 0 ? (byte)0 : (byte)1, .. bits[..3].SelectMany(BitConverter.GetBytes), 0, 0, 0, 0];
    }

    private static long Whole(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[8];
        bytes.CopyTo(padded);
        return BinaryPrimitives.ReadInt64LittleEndian(padded);
    }

    private static byte[] Low(long value, int bytes) => BitConverter.GetBytes(value)[..bytes];
}
