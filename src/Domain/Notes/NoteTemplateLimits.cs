namespace CounselDesk.Domain.Notes;

/// <summary>Limits of a practice's templates of notes.</summary>
public static class NoteTemplateLimits
{
    /// <summary>Templates of one practice.</summary>
    public const int Most = 100;

    /// <summary>Characters of a section.</summary>
    public const int Section = 5000;
}
