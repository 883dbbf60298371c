namespace CounselDesk.Domain.Clients;

/// <summary>Limits of searching for people and cases by name.</summary>
public static class SearchLimits
{
    public const int Words = 6;
    public const int Results = 50;
}
