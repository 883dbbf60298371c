using System.Text;

namespace CounselDesk.Domain.Calendars;

/// <summary>How iCalendar writes text (RFC 5545, 3.1 and 3.3.11).</summary>
public static class ContentLine
{
    /// <summary>The longest line, in octets of UTF-8, its end not counted.</summary>
    public const int MostOctets = 75;

    /// <summary>A value of type TEXT. Line breaks stay as such; other control characters, which it cannot hold, are left out.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            if (character is '\\' or ';' or ',')
                escaped.Append('\\').Append(character);
            else if (character == '\n')
                escaped.Append("\\n");
            else if (character == '\t' || !char.IsControl(character))
                escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Appends a line with its end, in as many pieces as it takes; no character is parted.</summary>
    public static void Append(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                // The space that marks the next piece counts for that piece.
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
