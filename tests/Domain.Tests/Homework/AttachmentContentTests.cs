using System.Text;
using CounselDesk.Domain.Homework;
using static CounselDesk.Domain.Tests.Homework.SomeFiles;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class AttachmentContentTests
{
    public static TheoryData<string, byte[], byte[]> Kept => new()
    {
        { "a bare photograph", Jpeg(), Jpeg() },
        { "what its colours need", Jpeg(Jfif, Profile, Adobe), Jpeg(Jfif, Profile, Adobe) },
        { "a progressive one's scans", [.. Jpeg()[..^2], .. ScanHead, .. Scan, 0xFF, 0xD9], [.. Jpeg()[..^2], .. ScanHead, .. Scan, 0xFF, 0xD9] },
        { "filled places before markers go", [0xFF, 0xD8, 0xFF, 0xFF, .. Frame, .. ScanHead, .. Scan, 0xFF, 0xFF, 0xFF, 0xD9], Jpeg() },
        { "a thumbnail goes", Jpeg(Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9])), Jpeg(Jfif) },
        { "upright is not said", Jpeg(Exif(1)), Jpeg() },
        { "words of an editor go", Jpeg(Segment(0xFE, Encoding.ASCII.GetBytes(Secret)), Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8]), Segment(0xED, [.. "Photoshop 3.0\0"u8]), Segment(0xE2, [.. "MPF\0"u8])), Jpeg() },
        { "what follows the end goes", [.. Jpeg(), .. "PK\u0003\u0004 a zip"u8], Jpeg() },
        { "words between scans go", [.. Jpeg()[..^2], .. Segment(0xFE, 1, 2), .. ScanHead, .. Scan, 0xFF, 0xD9], [.. Jpeg()[..^2], .. ScanHead, .. Scan, 0xFF, 0xD9] },
        { "a bare picture", Png(), Png() },
        { "what a picture's colours need", Png(Chunk("gAMA", 0, 0, 1, 1), Chunk("PLTE", 1, 2, 3)), Png(Chunk("gAMA", 0, 0, 1, 1), Chunk("PLTE", 1, 2, 3)) },
        { "texts and times go", Png(Chunk("tEXt", Encoding.ASCII.GetBytes(Secret)), Chunk("zTXt", 1), Chunk("iTXt", 1), Chunk("tIME", 7, 0, 1, 1, 1, 1, 1), Chunk("prVt", 1)), Png() },
        { "what follows a picture's end goes", [.. Png(), .. "%PDF-1.7 %%EOF"u8], Png() },
        { "a document", Pdf(), Pdf() },
        { "a document's later changes", [.. Pdf(), .. Pdf()], [.. Pdf(), .. Pdf()] },
        { "what follows a document goes", [.. Pdf(), .. "PK\u0003\u0004"u8], Pdf() },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void Keeps_what_shows_the_file_and_no_more(string what, byte[] file, byte[] kept)
    {
        Assert.NotEmpty(what);
        Assert.Equal(kept, AttachmentContent.Of(file).Bytes);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    [InlineData(2, true)]
    public void Keeps_the_way_up_and_nothing_else_of_EXIF(int orientation, bool isBig)
    {
        var jpeg = AttachmentContent.Of(Jpeg(Jfif, Exif(orientation, isBig), Profile)).Bytes!;
        var png = AttachmentContent.Of(Png(Chunk("eXIf", Tiff(orientation, isBig)))).Bytes!;
        foreach (var cleaned in new[] { jpeg, png })
        {
            Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(cleaned), StringComparison.Ordinal);
            Assert.Equal(cleaned, AttachmentContent.Of(cleaned).Bytes);
        }

        byte[] minimal = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        Assert.Equal(Jpeg(Jfif, Segment(0xE1, [.. "Exif\0\0"u8, .. minimal]), Profile), jpeg);
        Assert.Equal(Png(Chunk("eXIf", minimal)), png);
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "a photograph without an end", Jpeg()[..^2] },
        { "a photograph without a scan", [0xFF, 0xD8, .. Frame, 0xFF, 0xD9] },
        { "a scan without a frame", [0xFF, 0xD8, .. ScanHead, .. Scan, 0xFF, 0xD9] },
        { "a segment longer than the file", [0xFF, 0xD8, 0xFF, 0xDB, 0xFF, 0xFF, 1, 2] },
        { "a segment shorter than its length", [0xFF, 0xD8, 0xFF, 0xDB, 0, 1, .. Jpeg()[2..]] },
        { "no marker where one belongs", [0xFF, 0xD8, .. Segment(0xDB, 1, 2), 0x00, .. Jpeg()[2..]] },
        { "a second beginning", [0xFF, 0xD8, .. Jpeg()] },
        { "a reserved marker", Jpeg(Segment(0xF7, 1)) },
        { "only a beginning", [0xFF, 0xD8, 0xFF] },
        { "a picture without an end", Png()[..^12] },
        { "a picture without pixels", [.. PngStart, .. Header, .. Chunk("IEND")] },
        { "a chunk longer than the file", [.. PngStart, .. Header, 0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, 1, 2, 3, 4] },
        { "a chunk of a negative length", [.. PngStart, .. Header, 0xFF, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, 1, 2, 3, 4] },
        { "another first chunk", [.. PngStart, .. Pixels, .. Header, .. Chunk("IEND")] },
        { "two headers", Png(Header) },
        { "a header of another length", [.. PngStart, .. Chunk("IHDR", 1), .. Pixels, .. Chunk("IEND")] },
        { "a chunk that nobody knows and all must", Png(Chunk("ABCD", 1)) },
        { "a changed byte", [.. Png()[..20], (byte)(Png()[20] ^ 1), .. Png()[21..]] },
        { "a document without an end", Encoding.ASCII.GetBytes("%PDF-1.7\nstartxref\n9\n") },
        { "a document without a table", Encoding.ASCII.GetBytes("%PDF-1.7\n%%EOF\n") },
        { "a document of no version", Encoding.ASCII.GetBytes("%PDF-x\nstartxref\n9\n%%EOF\n") },
        { "a document whose table is nowhere", Encoding.ASCII.GetBytes("%PDF-1.7\nstartxref\nx\n%%EOF\n") },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Refuses_what_cannot_be_followed_to_its_end(string what, byte[] file)
    {
        var content = AttachmentContent.Of(file);
        Assert.True(content is { Kind: not null, Bytes: null }, what);
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("GIF89a")]
    [InlineData(" %PDF-1.7\nstartxref\n9\n%%EOF\n")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("x")]
    [InlineData("")]
    public void Takes_no_other_kind(string file) => Assert.Equal(new AttachmentContent(null, null), AttachmentContent.Of(Encoding.Latin1.GetBytes(file)));
}
