using CounselDesk.Application.Toolkit;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CounselDesk.Infrastructure.Toolkit;

/// <summary>CommonMark without raw HTML. What a text may hold is judged on what was parsed, not on how it is spelt.</summary>
public sealed class SafeMarkdown : IMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public string? Fault(string text)
    {
        // Deeply nested quotes and lists are refused by the parser itself.
        if (Parse(text) is not { } document)
            return "Nest lists and quotes less deeply.";
        foreach (var inline in document.Descendants())
        {
            if (inline is LinkInline { IsImage: true })
                return "Must not hold a picture.";
            if ((inline is LinkInline link && !IsAllowed(link.Url)) || (inline is AutolinkInline auto && !IsAllowed(auto)))
                return "Links lead to https or mailto addresses only.";
        }

        return null;
    }

    public string Html(string text)
    {
        if (Parse(text) is not { } document)
            return System.Net.WebUtility.HtmlEncode(text);
        // What was kept before a rule became stricter still must do no harm.
        foreach (var inline in document.Descendants().ToList())
        {
            if (inline is LinkInline link && (link.IsImage || !IsAllowed(link.Url)))
                link.ReplaceBy(new ContainerInline(), copyChildren: true);
            else if (inline is AutolinkInline auto && !IsAllowed(auto))
                auto.ReplaceBy(new LiteralInline(auto.Url));
        }

        return document.ToHtml(Pipeline);
    }

    private static MarkdownDocument? Parse(string text)
    {
        try
        {
            return Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            // How Markdig says that a text is nested deeper than it goes.
            return null;
        }
    }

    private static bool IsAllowed(AutolinkInline link) => link.IsEmail || IsAllowed(link.Url);

    private static bool IsAllowed(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) || string.Equals(uri.Scheme, Uri.UriSchemeMailto, StringComparison.Ordinal));
}
