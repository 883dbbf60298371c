namespace CounselDesk.Domain.Agreements;

/// <summary>Limits of ticks.</summary>
public static class AgreementLimits
{
    /// <summary>More versions than any couple's agreement comes to.</summary>
    public const int MostVersions = 100_000;
}
