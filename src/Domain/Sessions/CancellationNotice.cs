namespace CounselDesk.Domain.Sessions;

/// <summary>Who called a session off.</summary>
public enum SessionCanceller
{
    Therapist,
    Practice,
    PartnerA,
    PartnerB,

    /// <summary>Both partners together.</summary>
    Couple,
}

/// <summary>How long before its start a session was cancelled.</summary>
/// <param name="Hours">Whole hours, rounded down; 0 from the start on.</param>
/// <param name="Late">Whether that was less than the practice asks for.</param>
public readonly record struct CancellationNotice(int Hours, bool Late)
{
    public static CancellationNotice Of(DateTimeOffset startsAt, DateTimeOffset cancelledAt, int lateCancellationHours)
    {
        var notice = startsAt - cancelledAt;
        return new CancellationNotice(Math.Max(0, (int)notice.TotalHours), notice < TimeSpan.FromHours(lateCancellationHours));
    }
}
