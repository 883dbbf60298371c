using System.Globalization;

namespace CounselDesk.Application.Sessions;

/// <summary>A person as calendars name one, such as <c>R.R.</c></summary>
internal static class Initials
{
    /// <summary>Null for nobody.</summary>
    public static string? Of(string? first, string? last) =>
        first is null || last is null ? null : $"{Initial(first)}.{Initial(last)}.";

    // A letter may be more than one code unit.
    private static string Initial(string name) => StringInfo.GetNextTextElement(name.Trim()).ToUpperInvariant();
}
