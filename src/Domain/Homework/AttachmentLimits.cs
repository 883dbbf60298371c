namespace CounselDesk.Domain.Homework;

/// <summary>How much paper homework an entry takes.</summary>
public static class AttachmentLimits
{
    /// <summary>Of one file, as it is sent.</summary>
    public const int Bytes = 10 * 1024 * 1024;

    /// <summary>Of one entry.</summary>
    public const int PerEntry = 5;

    /// <summary>Of a file's name, in characters.</summary>
    public const int FileName = 120;

    /// <summary>Of one stored part: small enough that a thousand readers at once hold little.</summary>
    public const int PartBytes = 64 * 1024;
}
