namespace CounselDesk.Domain.Homework;

/// <summary>
/// A PDF from its header to its last end mark. What is inside is not looked at: a document's own properties stay in it, and so would
/// a script, for which reason no attachment is ever shown in place.
/// </summary>
internal static class PdfFile
{
    // "startxref", a line with a number, and the end mark.
    private const int TrailerBytes = 40;

    public static ReadOnlySpan<byte> Start => "%PDF-"u8;

    private static ReadOnlySpan<byte> End => "%%EOF"u8;

    private static ReadOnlySpan<byte> TableAt => "startxref"u8;

    /// <summary>Null without a version at the start or a reference to its table before the end mark.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> file)
    {
        var end = file.LastIndexOf(End);
        if (end < 0 || !HasVersion(file[Start.Length..]))
            return null;
        var before = file[Math.Max(0, end - TrailerBytes)..end];
        var table = before.LastIndexOf(TableAt);
        if (table < 0 || !IsNumber(before[(table + TableAt.Length)..]))
            return null;
        end += End.Length;
        if (end < file.Length && file[end] == '\r')
            end++;
        if (end < file.Length && file[end] == '\n')
            end++;
        return file[..end].ToArray();
    }

    private static bool HasVersion(ReadOnlySpan<byte> text) => text is [(byte)'1' or (byte)'2', (byte)'.', >= (byte)'0' and <= (byte)'9', ..];

    private static bool IsNumber(ReadOnlySpan<byte> text) => text.Trim(" \r\n"u8) is { Length: > 0 } number && !number.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
