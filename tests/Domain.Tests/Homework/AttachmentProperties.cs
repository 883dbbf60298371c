using CounselDesk.Domain.Homework;
using FsCheck;
using FsCheck.Fluent;
using static CounselDesk.Domain.Tests.Homework.SomeFiles;

namespace CounselDesk.Domain.Tests.Homework;

public static class AttachmentProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(5000);

    private static readonly Gen<byte[]> Bytes = from text in ArbMap.Default.GeneratorFor<byte[]>() select text;

    // Whole files of random parts, with a piece cut out, bytes changed, or nothing done to them.
    private static readonly Gen<byte[]> Files =
        from file in Gen.OneOf(Jpegs(), Pngs(), Bytes.Select(bytes => (byte[])[.. Pdf(), .. bytes]), Bytes.Select(bytes => (byte[])[0xFF, 0xD8, 0xFF, .. bytes]), Bytes.Select(bytes => (byte[])[.. PngStart, .. bytes]), Bytes)
        from harm in Gen.Choose(0, 3)
        from at in Gen.Choose(0, Math.Max(0, file.Length - 1))
        from length in Gen.Choose(1, 20)
        from value in Gen.Choose(0, 255)
        select harm switch
        {
            0 or 1 => file,
            2 => (byte[])[.. file[..at], .. file[Math.Min(file.Length, at + length)..]],
            _ => file.Length == 0 ? file : [.. file[..at], (byte)value, .. file[(at + 1)..]],
        };

    [Fact]
    public static void Whatever_comes_is_kept_or_refused() => Check.One(Many, Prop.ForAll(Arb.From(Files), file =>
    {
        var content = AttachmentContent.Of(file);
        return content.Kind is not null || content.Bytes is null;
    }));

    [Fact]
    public static void What_was_cleaned_stays_as_it_is() => Check.One(Many, Prop.ForAll(Arb.From(Files), file =>
    {
        var content = AttachmentContent.Of(file);
        if (content.Bytes is not { } once)
            return true;
        var again = AttachmentContent.Of(once);
        return again.Kind == content.Kind && once.AsSpan().SequenceEqual(again.Bytes) && once.Length <= file.Length + 40;
    }));

    [Fact]
    public static void Pixels_stay_byte_for_byte_whatever_lies_between() => Check.One(Many, Prop.ForAll(Arb.From(Gen.OneOf(Jpegs(), Pngs())), file =>
    {
        var content = AttachmentContent.Of(file);
        return content.Bytes is { } kept && kept.AsSpan().IndexOf(content.Kind == AttachmentKind.Jpeg ? [.. Frame, .. ScanHead, .. Scan, 0xFF, 0xD9] : Pixels) > 0;
    }));

    [Fact]
    public static void A_name_is_one_short_line_that_ends_as_the_file_is() => Check.One(Many, Prop.ForAll(
        Arb.From(from text in ArbMap.Default.GeneratorFor<string?>() from kind in Gen.Elements(Enum.GetValues<AttachmentKind>()) select (text, kind)),
        pair =>
        {
            var name = AttachmentName.Of(pair.text, pair.kind);
            return name.Length is > 4 and <= AttachmentLimits.FileName && name.IsNormalizable() && !name.Any(c => char.IsControl(c) || c is '/' or '\\' or '"')
                && name.EndsWith(pair.kind switch { AttachmentKind.Png => ".png", AttachmentKind.Pdf => ".pdf", _ => "g" }, StringComparison.OrdinalIgnoreCase)
                && AttachmentName.Of(name, pair.kind) == name;
        }));

    // Lone halves of a character cannot be written as UTF-8.
    private static bool IsNormalizable(this string text) => text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);

    private static Gen<byte[]> Jpegs() =>
        from segments in Gen.ListOf(
            from marker in Gen.Elements<byte>(0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xFE, 0xDB, 0xC4, 0xDD)
            from name in Gen.Elements("", "JFIF\0", "Exif\0\0", "ICC_PROFILE\0", "Adobe", "Exif\0\0MM\0*\0\0\0\b")
            from data in Bytes
            select Segment(marker, [.. System.Text.Encoding.Latin1.GetBytes(name), .. data]))
        from after in Bytes
        select (byte[])[.. Jpeg([.. segments]), .. after];

    private static Gen<byte[]> Pngs() =>
        from chunks in Gen.ListOf(
            from type in Gen.Elements("tEXt", "iTXt", "eXIf", "tIME", "gAMA", "iCCP", "PLTE", "acTL", "zzZz")
            from data in Bytes
            select Chunk(type, data))
        from after in Bytes
        select (byte[])[.. Png([.. chunks]), .. after];
}
