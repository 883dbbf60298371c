namespace CounselDesk.Domain.Couples;

/// <summary>Who is in the case: two partners, or one client seen alone.</summary>
public enum CaseKind
{
    Couple,
    Individual,
}

/// <summary>Whether the partners live together.</summary>
public enum Distance
{
    Together,
    LongDistance,
}

/// <summary>A partner's part in a betrayal that the couple works through.</summary>
public enum BetrayalRole
{
    None,
    Hurt,
    Involved,
}

/// <summary>How badly trust was breached, as the clinician judges it.</summary>
public enum BreachSeverity
{
    Mild,
    Moderate,
    Severe,
}
