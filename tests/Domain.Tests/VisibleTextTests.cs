using CounselDesk.Domain;

namespace CounselDesk.Domain.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0\u2003\u3000")]
    [InlineData("\u200B\u2060\uFEFF\u00AD")]
    [InlineData("\u202E\u200F\u2066")]
    [InlineData("\u3164\u115F\u2800")]
    public void What_nobody_sees_is_blank(string? text) => Assert.True(VisibleText.IsBlank(text));

    [Theory]
    [InlineData("a")]
    [InlineData(" . ")]
    [InlineData("שלום")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("👩‍👩‍👧")]
    [InlineData("ᄒ")]
    [InlineData("⠁")]
    public void What_somebody_sees_is_not(string text) => Assert.False(VisibleText.IsBlank(text));

    [Fact]
    public void Marks_that_override_the_direction_are_told_from_those_that_set_it()
    {
        Assert.All("\u202D\u202E", sign => Assert.True(VisibleText.OverridesDirection(sign)));
        Assert.All("a\u200D\u200E\u200F\u202A\u202B\u202C\u2066\u2067\u2068\u2069א", sign => Assert.False(VisibleText.OverridesDirection(sign)));
    }
}
