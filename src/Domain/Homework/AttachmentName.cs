using System.Globalization;
using System.Text;

namespace CounselDesk.Domain.Homework;

/// <summary>A file's name as it may be shown. It names nothing on any disk.</summary>
public static class AttachmentName
{
    private const string Unnamed = "attachment";

    /// <summary>
    /// Without folders, without what cannot be seen or turns the line round, cut to <see cref="AttachmentLimits.FileName"/>, and ending
    /// as what the file is: a program that is none stays none.
    /// </summary>
    /// <param name="given">Whatever the sender called it.</param>
    /// <param name="kind">What it is.</param>
    public static string Of(string? given, AttachmentKind kind)
    {
        var name = new StringBuilder();
        var last = (given ?? "").Split('/', '\\')[^1];
        foreach (var rune in last.EnumerateRunes())
        {
            if (name.Length >= AttachmentLimits.FileName)
                break;
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate)
                && rune != Rune.ReplacementChar)
                name.Append("\"<>:|?*%".Contains(rune.ToString(), StringComparison.Ordinal) ? "_" : rune.ToString());
        }

        var ending = Ending(kind);
        var text = name.ToString().Trim(' ', '.');
        if (Endings(kind).FirstOrDefault(known => text.EndsWith(known, StringComparison.OrdinalIgnoreCase)) is { } own)
            (text, ending) = (text[..^own.Length], own);
        var room = AttachmentLimits.FileName - ending.Length;
        if (text.Length > room)
            text = text[..(char.IsHighSurrogate(text[room - 1]) ? room - 1 : room)];
        text = text.Trim(' ', '.');
        return (text.Length == 0 ? Unnamed : text) + ending;
    }

    private static string Ending(AttachmentKind kind) => Endings(kind)[0];

    private static string[] Endings(AttachmentKind kind) => kind switch
    {
        AttachmentKind.Jpeg => [".jpg", ".jpeg"],
        AttachmentKind.Png => [".png"],
        _ => [".pdf"],
    };
}
