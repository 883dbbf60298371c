namespace CounselDesk.Domain.Toolkit;

public sealed record SafetyLine(string Key, string Label, string Phone);

/// <summary>The country is an ISO 3166-1 alpha-2 code in upper case.</summary>
public sealed record CountrySafety(string Country, string Text, IReadOnlyList<SafetyLine> Lines);

/// <summary>Shown with the catalogue until a practice sets its own.</summary>
public sealed record SafetyInformation(string DefaultCountry, IReadOnlyList<CountrySafety> Countries)
{
    public CountrySafety? For(string country) =>
        Countries.FirstOrDefault(c => string.Equals(c.Country, country, StringComparison.OrdinalIgnoreCase));
}
