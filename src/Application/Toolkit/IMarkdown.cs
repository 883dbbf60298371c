namespace CounselDesk.Application.Toolkit;

/// <summary>The Markdown that exercises are written in: no raw HTML, no pictures, links to https and mailto only.</summary>
public interface IMarkdown
{
    /// <summary>What stands in a text that must not; null for a text that is fine.</summary>
    string? Fault(string text);

    /// <summary>As HTML that is safe in any page: raw HTML is shown as text, other links and pictures by their words alone.</summary>
    string Html(string text);
}
