using System.Buffers;
using System.Buffers.Binary;

namespace CounselDesk.Domain.Homework;

/// <summary>A JPEG as a row of segments (ITU-T T.81, annex B), walked from its start to its end marker.</summary>
internal static class JpegFile
{
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const byte App2 = 0xE2;
    private const byte App14 = 0xEE;
    private const byte LastApp = 0xEF;
    private const byte Comment = 0xFE;
    private const int JfifBytes = 14;
    private const int AdobeBytes = 12;

    public static ReadOnlySpan<byte> Start => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> Jfif => "JFIF\0"u8;

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    private static ReadOnlySpan<byte> Profile => "ICC_PROFILE\0"u8;

    private static ReadOnlySpan<byte> Adobe => "Adobe"u8;

    /// <summary>
    /// The picture with its tables, colour profile and way up; without thumbnails, EXIF, XMP, comments, other pictures hidden in
    /// segments, and all that follows the end. Null where it cannot be followed to its end.
    /// </summary>
    public static byte[]? Clean(ReadOnlySpan<byte> file)
    {
        var head = new ArrayBufferWriter<byte>(64);
        var body = new ArrayBufferWriter<byte>(file.Length);
        int? orientation = null;
        var (hasExif, hasFrame, hasScan) = (false, false, false);
        for (var at = 2; Marker(file, ref at) is { } marker;)
        {
            if (marker == EndOfImage)
                return hasScan ? Whole(head, orientation, body) : null;
            if (!TakesSegment(marker) || file.Length - at < 2)
                return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || file.Length - at < length)
                return null;
            var data = file.Slice(at + 2, length - 2);
            at += length;
            switch (marker)
            {
                case App0 when head.WrittenCount == 0 && data.StartsWith(Jfif) && data.Length >= JfifBytes:
                    // The last two bytes are a thumbnail's size: the picture as it was before it was cut.
                    Segment(head, marker, [.. data[..(JfifBytes - 2)], 0, 0]);
                    break;
                case App1 when data.StartsWith(ExifName) && !hasExif:
                    hasExif = true;
                    orientation = Orientation.Of(data[ExifName.Length..]);
                    break;
                case App2 when data.StartsWith(Profile):
                    Segment(body, marker, data);
                    break;
                case App14 when data.StartsWith(Adobe) && data.Length >= AdobeBytes:
                    // Says how colours are encoded; without it some pictures come out inverted.
                    Segment(body, marker, data[..AdobeBytes]);
                    break;
                case >= App0 and <= LastApp or Comment:
                    break;
                default:
                    if (marker == StartOfScan && !hasFrame)
                        return null;
                    hasFrame |= IsFrame(marker);
                    Segment(body, marker, data);
                    if (marker == StartOfScan)
                    {
                        hasScan = true;
                        var end = at + ScanBytes(file[at..]);
                        body.Write(file[at..end]);
                        at = end;
                    }

                    break;
            }
        }

        return null;
    }

    /// <summary>Steps over the next marker and the bytes that may fill the place before it; null where there is none.</summary>
    private static byte? Marker(ReadOnlySpan<byte> file, ref int at)
    {
        if (at >= file.Length || file[at] != 0xFF)
            return null;
        while (at < file.Length && file[at] == 0xFF)
            at++;
        return at < file.Length ? file[at++] : null;
    }

    // In a scan an FF stands before 00, for itself, or before a restart marker; anything else ends the scan.
    private static int ScanBytes(ReadOnlySpan<byte> scan)
    {
        for (var at = 0; ;)
        {
            var found = scan[at..].IndexOf((byte)0xFF);
            if (found < 0)
                return scan.Length;
            var (start, next) = (at + found, at + found + 1);
            while (next < scan.Length && scan[next] == 0xFF)
                next++;
            if (next >= scan.Length || scan[next] is not (0x00 or (>= 0xD0 and <= 0xD7)))
                return start;
            at = next + 1;
        }
    }

    // Frames, tables, scans, application data and comments. What stands alone belongs into scans, and the rest is reserved.
    private static bool TakesSegment(byte marker) => marker is (>= 0xC0 and <= 0xCF and not 0xC8) or (>= 0xDA and <= LastApp) or Comment;

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static void Segment(ArrayBufferWriter<byte> to, byte marker, ReadOnlySpan<byte> data)
    {
        var length = data.Length + 2;
        to.Write<byte>([0xFF, marker, (byte)(length >> 8), (byte)length]);
        to.Write(data);
    }

    private static byte[] Whole(ArrayBufferWriter<byte> head, int? orientation, ArrayBufferWriter<byte> body)
    {
        if (orientation is { } turned)
            Segment(head, App1, [.. ExifName, .. Orientation.Exif(turned)]);
        return [0xFF, 0xD8, .. head.WrittenSpan, .. body.WrittenSpan, 0xFF, EndOfImage];
    }
}
