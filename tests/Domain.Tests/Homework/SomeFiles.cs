using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CounselDesk.Domain.Tests.Homework;

/// <summary>Small files made segment by segment, with everything that a telephone or an editor puts into them.</summary>
internal static class SomeFiles
{
    public const string Secret = "51.5074 N, 0.1278 W";

    /// <summary>Looks like a marker's beginning, a restart marker and a filled place: what a scan may hold.</summary>
    public static readonly byte[] Scan = [0x12, 0xFF, 0x00, 0xAB, 0xFF, 0xD0, 0x34, 0xFF, 0xFF, 0x00, 0x56];

    public static byte[] Segment(byte marker, params byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    public static byte[] Frame { get; } = Segment(0xC0, 8, 0, 1, 0, 1, 1, 1, 0x11, 0);

    public static byte[] ScanHead { get; } = Segment(0xDA, 1, 1, 0, 0, 63, 0);

    public static byte[] Jfif { get; } = Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

    public static byte[] Profile { get; } = Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 7, 7, 7]);

    public static byte[] Adobe { get; } = Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]);

    public static byte[] Jpeg(params byte[][] between) =>
        [0xFF, 0xD8, .. between.SelectMany(part => part), .. Frame, .. ScanHead, .. Scan, 0xFF, 0xD9];

    /// <summary>With the orientation among other entries, and a place in the rest.</summary>
    public static byte[] Tiff(int orientation, bool isBig)
    {
        var bytes = new byte[8 + 2 + (3 * 12) + 4];
        Encoding.ASCII.GetBytes(isBig ? "MM" : "II", bytes);
        Word(2, 42);
        Long(4, 8);
        Word(8, 3);
        Entry(10, 0x010F, 2, 4, 0);
        Entry(22, 0x0112, 3, 1, isBig ? (uint)orientation << 16 : (uint)orientation);
        Entry(34, 0x8825, 4, 1, 46);
        return [.. bytes, .. Encoding.ASCII.GetBytes(Secret)];

        void Entry(int at, ushort tag, ushort type, uint count, uint value)
        {
            Word(at, tag);
            Word(at + 2, type);
            Long(at + 4, count);
            Long(at + 8, value);
        }

        void Word(int at, ushort value)
        {
            if (isBig)
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), value);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);
        }

        void Long(int at, uint value)
        {
            if (isBig)
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
        }
    }

    public static byte[] Exif(int orientation, bool isBig = true) => Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(orientation, isBig)]);

    public static byte[] Chunk(string type, params byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, crc) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc(named));
        return [.. length, .. named, .. crc];
    }

    public static byte[] PngStart { get; } = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Header { get; } = Chunk("IHDR", 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0);

    public static byte[] Pixels { get; } = Chunk("IDAT", Deflated(0, 127));

    public static byte[] Png(params byte[][] between) => [.. PngStart, .. Header, .. between.SelectMany(part => part), .. Pixels, .. Chunk("IEND")];

    public static byte[] Pdf(string body = "1 0 obj<</Type/Catalog>>endobj") => Encoding.ASCII.GetBytes($"%PDF-1.7\n{body}\nstartxref\n9\n%%EOF\n");

    private static byte[] Deflated(params byte[] rows)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Fastest))
            zlib.Write(rows);
        return memory.ToArray();
    }

    // Bit by bit, as the specification tells it: the program's own goes by a table.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
