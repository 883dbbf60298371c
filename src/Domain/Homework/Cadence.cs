namespace CounselDesk.Domain.Homework;

public enum CadenceKind
{
    Once,
    Daily,
    Weekly,
    TimesPerWeek,
}

/// <summary>How often something is to be done; the count is given only for <see cref="CadenceKind.TimesPerWeek"/>.</summary>
public sealed record Cadence(CadenceKind Kind, int? TimesPerWeek = null);
