namespace CounselDesk.Domain.Notes;

/// <summary>What bounds a search in notes, each of which is decrypted to be looked at.</summary>
public static class NoteSearchLimits
{
    /// <summary>Words that must all be found.</summary>
    public const int Words = 6;

    /// <summary>Notes found in one answer, unless told.</summary>
    public const int FoundDefault = 20;

    /// <summary>Notes found in one answer, at most.</summary>
    public const int FoundMaximum = 50;

    /// <summary>Notes decrypted for one answer, at most: what it costs is measured in decision 0015.</summary>
    public const int Decrypted = 1000;

    /// <summary>Notes read from the database at a time.</summary>
    public const int AtATime = 200;

    /// <summary>Characters of a text shown around what was found, at most.</summary>
    public const int Excerpt = 160;
}
