using System.Buffers;
using System.Buffers.Binary;

namespace CounselDesk.Domain.Homework;

/// <summary>A PNG as a row of chunks (W3C PNG, third edition), walked from its header to its end chunk.</summary>
internal static class PngFile
{
    private const int Around = 12;
    private const int HeaderBytes = 13;
    private const string Header = "IHDR";
    private const string Data = "IDAT";
    private const string End = "IEND";
    private const string Exif = "eXIf";

    // What pixels and colours need. Texts, times, EXIF, private chunks and frames of animations are not among it.
    private static readonly HashSet<string> Kept = new(
        [Header, "PLTE", Data, End, "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "bKGD", "hIST", "cICP", "mDCV", "cLLI"], StringComparer.Ordinal);

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(number =>
    {
        var value = (uint)number;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    })];

    public static ReadOnlySpan<byte> Start => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture with its colours and way up, and nothing that follows its end. Null where it cannot be followed to its end.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> file)
    {
        var header = ReadOnlySpan<byte>.Empty;
        var rest = new ArrayBufferWriter<byte>(file.Length);
        int? orientation = null;
        var (hasData, hasExif, isFirst) = (false, false, true);
        for (var left = file[Start.Length..]; left.Length >= Around;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(left);
            if (length > left.Length - Around)
                return null;
            var chunk = left[..((int)length + Around)];
            left = left[chunk.Length..];
            if (BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]) != Crc(chunk[4..^4]))
                return null;
            var type = Name(chunk.Slice(4, 4));
            // A small first letter says that a picture can be shown without it.
            if (isFirst != (type == Header) || (!Kept.Contains(type) && type[0] is not (>= 'a' and <= 'z')))
                return null;
            isFirst = false;
            if (type == Header)
            {
                if (length != HeaderBytes)
                    return null;
                header = chunk;
            }
            else if (type == End)
            {
                return hasData && length == 0 ? Whole(header, orientation, rest.WrittenSpan, chunk) : null;
            }
            else if (Kept.Contains(type))
            {
                hasData |= type == Data;
                rest.Write(chunk);
            }
            else if (type == Exif && !hasExif)
            {
                hasExif = true;
                orientation = Orientation.Of(chunk[8..^4]);
            }
        }

        return null;
    }

    private static string Name(ReadOnlySpan<byte> type) => string.Create(4, type, static (name, bytes) =>
    {
        for (var i = 0; i < name.Length; i++)
            name[i] = (char)bytes[i];
    });

    private static byte[] Whole(ReadOnlySpan<byte> header, int? orientation, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> end) =>
        [.. Start, .. header, .. orientation is { } turned ? Chunk(Exif, Orientation.Exif(turned)) : [], .. rest, .. end];

    private static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + Around];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        for (var i = 0; i < type.Length; i++)
            chunk[4 + i] = (byte)type[i];
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc(chunk.AsSpan(4..^4)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
            crc = CrcTable[(byte)(crc ^ one)] ^ (crc >> 8);
        return ~crc;
    }
}
