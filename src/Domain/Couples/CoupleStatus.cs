namespace CounselDesk.Domain.Couples;

/// <summary>Where a case stands: intake, then active and paused in turn, then closed.</summary>
public enum CoupleStatus
{
    Intake,
    Active,
    Paused,
    Closed,
}

public static class CoupleStatusRule
{
    /// <summary>Whether a case may go from one status to another. Closed is final: care that resumes is a new case.</summary>
    public static bool CanBecome(this CoupleStatus from, CoupleStatus to) => (from, to) switch
    {
        (CoupleStatus.Intake, CoupleStatus.Active or CoupleStatus.Closed) => true,
        (CoupleStatus.Active, CoupleStatus.Paused or CoupleStatus.Closed) => true,
        (CoupleStatus.Paused, CoupleStatus.Active or CoupleStatus.Closed) => true,
        _ => false,
    };
}
