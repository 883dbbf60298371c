using CounselDesk.Infrastructure.Toolkit;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Application.Tests.Toolkit;

public sealed class SafeMarkdownTests
{
    private static readonly SafeMarkdown Markdown = new();

    [Theory]
    [InlineData("Plain words, *with* **weight** and `code`.")]
    [InlineData("1. One\n2. Two\n\n> A quote")]
    [InlineData("See [the page](https://example.test/a?b=c) or <mailto:a@example.test>.")]
    [InlineData("Write to <someone@example.test>.")]
    [InlineData("5 < 6 and <b>this is shown as it stands</b>")]
    public void Takes(string text) => Assert.Null(Markdown.Fault(text));

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](data:text/html;base64,AAAA)")]
    [InlineData("[x](http://example.test)")]
    [InlineData("[x](//example.test)")]
    [InlineData("[x](/api/v1/me)")]
    [InlineData("[x](#top)")]
    [InlineData("[x][y]\n\n[y]: vbscript:x")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<ftp://example.test>")]
    [InlineData("![x](https://example.test/a.png)")]
    [InlineData("![x][y]\n\n[y]: https://example.test/a.png")]
    [InlineData("- > [a **b** ![x](https://example.test/a.png)](https://example.test)")]
    public void Refuses_and_renders_without_harm(string text)
    {
        Assert.NotNull(Markdown.Fault(text));
        AssertSafe(Markdown.Html(text));
    }

    [Fact]
    public void Shows_raw_HTML_as_text() => Assert.Equal(
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;</p>\n", Markdown.Html("<script>alert(1)</script> <img src=x onerror=alert(1)>"));

    [Fact]
    public void Takes_no_text_so_deep_that_it_would_break_the_page()
    {
        var deep = string.Concat(Enumerable.Repeat("> ", 290)) + "x";
        if (Markdown.Fault(deep) is not null)
            Assert.Contains("&gt;", Markdown.Html(deep), StringComparison.Ordinal);
        else
            AssertSafe(Markdown.Html(deep));
    }

    [Fact]
    public void Nothing_made_of_hostile_pieces_gets_a_tag_or_an_address_of_its_own()
    {
        var piece = Gen.Elements(
            "<script>", "</p>", "<img src=x onerror=a>", "[", "]", "(", ")", "!", "javascript:", "https://a.test", "<", ">", "\"", "'", "&", "&#106;", "`", "*", "\n", "\n\n",
            "    ", "- ", "> ", "# ", "[a]: ", "\\", "\u202e", "\0", "<!--", "-->", "<?x", "|", "~~~");
        var texts = piece.ArrayOf().Select(pieces => string.Concat(pieces));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(texts.ToArbitrary(), text => AssertSafe(Markdown.Html(text))));
    }

    // The tags that CommonMark makes, and none with an attribute but a link's and a list's start.
    private static void AssertSafe(string html)
    {
        foreach (System.Text.RegularExpressions.Match tag in System.Text.RegularExpressions.Regex.Matches(html, "<[^>]*>", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)))
        {
            Assert.Matches(
                "^</?(p|em|strong|code|pre|ul|ol|li|blockquote|h[1-6]|br|hr|a)( /)?>$|^<ol start=\"[0-9]+\">$|^<code class=\"language-[^\"]*\">$|^<a href=\"(https:|mailto:)[^\"]*\"( title=\"[^\"]*\")?>$",
                tag.Value);
        }
    }
}
