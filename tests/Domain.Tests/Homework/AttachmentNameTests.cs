using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class AttachmentNameTests
{
    [Theory]
    [InlineData("our list.jpg", "our list.jpg")]
    [InlineData("Liste für Zoë 💔.JPEG", "Liste für Zoë 💔.jpeg")]
    [InlineData("../../etc/passwd", "passwd.jpg")]
    [InlineData("C:\\temp\\..\\photo.jpg", "photo.jpg")]
    [InlineData("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie_ x=1.jpg")]
    [InlineData("invoice\u202Egpj.exe", "invoicegpj.exe.jpg")]
    [InlineData("zero\u200Bwidth\0.jpg", "zerowidth.jpg")]
    [InlineData("say \"it\" <b>%0d%0a.jpg", "say _it_ _b__0d_0a.jpg")]
    [InlineData("half\uD83D.jpg", "half.jpg")]
    [InlineData("...", "attachment.jpg")]
    [InlineData(" ", "attachment.jpg")]
    [InlineData("", "attachment.jpg")]
    [InlineData(null, "attachment.jpg")]
    public void Shows_what_can_do_no_harm(string? given, string shown) => Assert.Equal(shown, AttachmentName.Of(given, AttachmentKind.Jpeg));

    [Fact]
    public void Cuts_a_long_name_between_characters()
    {
        var name = AttachmentName.Of(new string('n', 10_000), AttachmentKind.Pdf);
        Assert.Equal(new string('n', AttachmentLimits.FileName - 4) + ".pdf", name);
        Assert.All(Enumerable.Range(0, 3), before => Assert.DoesNotContain(
            "\uFFFD", new string(AttachmentName.Of(new string('a', before) + string.Concat(Enumerable.Repeat("💔", 200)), AttachmentKind.Png).EnumerateRunes().SelectMany(rune => rune.ToString()).ToArray()), StringComparison.Ordinal));
    }
}
