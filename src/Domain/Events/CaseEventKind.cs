namespace CounselDesk.Domain.Events;

public enum CaseEventKind
{
    /// <summary>It got harder again. Setbacks belong to repair; noting one is no verdict.</summary>
    Setback,

    /// <summary>Something was managed that was not managed before.</summary>
    Milestone,

    /// <summary>From here on something went another way.</summary>
    TurningPoint,
}

/// <summary>Who reads an event that a partner wrote, beside the clinicians.</summary>
public enum EventShare
{
    Therapist,

    PartnerToo,
}

/// <summary>What an event may be.</summary>
public static class CaseEventLimits
{
    public const int Title = 200;

    public const int Text = 4000;

    public const int LeastSeverity = 0;

    public const int MostSeverity = 3;

    public const int EarliestYear = 1900;
}
