using System.Globalization;
using System.Text;

namespace CounselDesk.Domain;

/// <summary>Whether a text says anything to the eye: signs without ink (zero-width ones, fillers, marks of direction) do not.</summary>
public static class VisibleText
{
    // Letters and symbols by their category, and blank to whoever looks: fillers of Hangul, and Braille without dots.
    private static readonly HashSet<int> Blank = [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0];

    /// <summary>Null, empty, or nothing that can be seen.</summary>
    public static bool IsBlank(string? text) => text is null || !text.EnumerateRunes().Any(HasInk);

    /// <summary>How many signs can be seen; blanks between words are none.</summary>
    public static int Count(string text) => text.EnumerateRunes().Count(HasInk);

    /// <summary>Turns the direction even of letters that have one, so that a line reads as another one than it is. Marks that only
    /// set words of two scripts side by side do not, and come along where names are copied.</summary>
    public static bool OverridesDirection(char sign) => sign is '\u202D' or '\u202E';

    private static bool HasInk(Rune sign) => !Blank.Contains(sign.Value) && Rune.GetUnicodeCategory(sign) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
