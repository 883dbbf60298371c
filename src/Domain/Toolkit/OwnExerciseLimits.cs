namespace CounselDesk.Domain.Toolkit;

public static class OwnExerciseLimits
{
    /// <summary>How many exercises a practice can write itself, archived ones included: they are filtered in memory, beside ours.</summary>
    public const int Most = 500;

    /// <summary>More versions than any exercise comes to.</summary>
    public const int MostVersions = 100_000;
}
