using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CounselDesk.Application.Common;

/// <summary>
/// The frame of every page that is printed: self-contained, for A4 and Letter, without script, font, picture or address from
/// elsewhere, so that the strictest content policy lets it pass.
/// </summary>
internal static class PrintPage
{
    private const string Style = """
        :root { color-scheme: light; --ink: #22303c; --quiet: #5d6b78; --line: #dde3e8; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #e9edf0; color: var(--ink); }
        main { max-width: 820px; margin: 28px auto; padding: 44px 52px 36px; background: #fff; border-radius: 6px; box-shadow: 0 1px 3px rgba(34,48,60,.12), 0 8px 28px rgba(34,48,60,.08); }
        header { border-bottom: 2px solid var(--ink); padding-bottom: 14px; }
        header p { margin: 0; color: var(--quiet); }
        footer { margin-top: 30px; padding-top: 10px; border-top: 1px solid var(--line); font-size: 12.5px; color: var(--quiet); }
        .care { margin: 14px 0 0; padding: 9px 14px; border-left: 3px solid #a4442f; background: #fbf3f1; font-size: 13.5px; }
        @media (max-width: 640px) { main { margin: 0; padding: 22px 18px; border-radius: 0; } }
        @page { margin: 15mm 15mm 17mm; }
        @media print { body { background: none; font-size: 10.5pt; } main { max-width: none; margin: 0; padding: 0; box-shadow: none; border-radius: 0; } }
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Up to where the content begins. The style is the page's own, after what all have.</summary>
    public static StringBuilder Begin(string title, string style)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n");
        Add(page, $"<title>{title}</title>\n");
        return page.Append("<style>\n").Append(Style).Append('\n').Append(style).Append("\n</style>\n</head>\n<body>\n<main>\n");
    }

    /// <summary>The one way anything but the constant frame gets in: every part put into the piece is escaped.</summary>
    public static void Add(StringBuilder page, FormattableString piece) => page.AppendFormat(
        CultureInfo.InvariantCulture, piece.Format,
        [.. piece.GetArguments().Select(part => (object)Encoder.Encode(Convert.ToString(part, CultureInfo.InvariantCulture) ?? ""))]);

    public static string End(StringBuilder page) => page.Append("</main>\n</body>\n</html>\n").ToString();
}
