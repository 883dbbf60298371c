using System.Buffers.Binary;

namespace CounselDesk.Domain.Homework;

/// <summary>
/// Which way up a picture is, from its EXIF. It is the only thing kept of it: without it a telephone's photograph lies on its side,
/// and turning the picture itself would mean to decode and encode it.
/// </summary>
internal static class Orientation
{
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;
    private const int EntryBytes = 12;

    /// <summary>An EXIF with nothing but this.</summary>
    public static byte[] Exif(int orientation) =>
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
        0, 1,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    /// <summary>2 to 8 where the picture is to be turned or mirrored; null where it is upright, or the EXIF cannot be read.</summary>
    public static int? Of(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 8 || exif[0] != exif[1] || exif[0] is not ((byte)'M' or (byte)'I'))
            return null;
        var isBig = exif[0] == 'M';
        var first = Long(exif[4..], isBig);
        if (Word(exif[2..], isBig) != 42 || first > exif.Length - 2)
            return null;
        var entries = exif[(int)first..];
        var count = Word(entries, isBig);
        entries = entries[2..];
        for (; count > 0 && entries.Length >= EntryBytes; count--, entries = entries[EntryBytes..])
        {
            if (Word(entries, isBig) == Tag && Word(entries[2..], isBig) == Short && Long(entries[4..], isBig) == 1)
                return Word(entries[8..], isBig) is >= 2 and <= 8 and var turned ? turned : null;
        }

        return null;
    }

    private static ushort Word(ReadOnlySpan<byte> at, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    private static uint Long(ReadOnlySpan<byte> at, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
}
