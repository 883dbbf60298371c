using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Domain.Tests.Toolkit;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("es")]
    [InlineData("yue")]
    [InlineData("pt-BR")]
    [InlineData("es-419")]
    [InlineData("zh-Hant-TW")]
    [InlineData("de-CH-1996")]
    [InlineData("sl-IT-nedis")]
    public void Takes_what_is_canonical(string tag)
    {
        Assert.True(LanguageTag.IsCanonical(tag));
        Assert.Equal(tag, LanguageTag.Of(tag.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("ES")]
    [InlineData("pt-br")]
    [InlineData("pt_BR")]
    [InlineData("zh-hant")]
    [InlineData("es-")]
    [InlineData("-es")]
    [InlineData("es--MX")]
    [InlineData("es\n")]
    [InlineData("éé")]
    [InlineData("iw")]
    [InlineData("x-klingon")]
    [InlineData("en-u-ca-buddhist")]
    [InlineData("de-1996-1996")]
    [InlineData("no-such-thing")]
    [InlineData("aa-aaaaa-bbbbb-ccccc-ddddd-eeeee-fffff")]
    public void Refuses_what_is_not(string tag) => Assert.False(LanguageTag.IsCanonical(tag));

    [Theory]
    [InlineData("ar", true)]
    [InlineData("fa-IR", true)]
    [InlineData("he", true)]
    [InlineData("pa-Arab-PK", true)]
    [InlineData("az-Arab", true)]
    [InlineData("ar-Latn", false)]
    [InlineData("es", false)]
    [InlineData("arn", false)]
    public void Tells_the_direction_by_script_then_language(string tag, bool isRightToLeft) => Assert.Equal(isRightToLeft, LanguageTag.IsRightToLeft(tag));

    [Fact]
    public void Widens_from_the_end() => Assert.Equal(["zh-Hant-TW", "zh-Hant", "zh"], LanguageTag.Widening("zh-Hant-TW"));
}
