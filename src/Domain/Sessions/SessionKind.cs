namespace CounselDesk.Domain.Sessions;

/// <summary>Who a session is with: both partners, or one of them alone.</summary>
public enum SessionKind
{
    Conjoint,
    Individual,
}

/// <summary>Where a session takes place.</summary>
public enum SessionPlace
{
    Office,
    Video,
    Phone,
}
