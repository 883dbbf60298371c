namespace CounselDesk.Domain.Homework;

/// <summary>What a file is, decided by its bytes alone, and what of it is kept.</summary>
/// <param name="Kind">Null where it is none of the kinds that are taken.</param>
/// <param name="Bytes">Without what tells of place, device and time, and without whatever follows its end; null where it is damaged.</param>
public sealed record AttachmentContent(AttachmentKind? Kind, byte[]? Bytes)
{
    /// <summary>Reads any bytes. Never throws: what cannot be followed to its end is damaged.</summary>
    public static AttachmentContent Of(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(JpegFile.Start))
            return new(AttachmentKind.Jpeg, JpegFile.Clean(file));
        if (file.StartsWith(PngFile.Start))
            return new(AttachmentKind.Png, PngFile.Clean(file));
        return file.StartsWith(PdfFile.Start) ? new(AttachmentKind.Pdf, PdfFile.Clean(file)) : new(null, null);
    }
}
