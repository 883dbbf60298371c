namespace CounselDesk.Domain.Sessions;

/// <summary>What became of a session.</summary>
public enum SessionStatus
{
    Booked,
    Held,
    Cancelled,
    NoShow,
}

public static class SessionStatusRule
{
    /// <summary>Whether a session may go from one status to another. Only a booked one may: what happened stays as recorded.</summary>
    public static bool CanBecome(this SessionStatus from, SessionStatus to) =>
        from == SessionStatus.Booked && to is (SessionStatus.Held or SessionStatus.Cancelled or SessionStatus.NoShow);

    /// <summary>Whether a session takes up its time, so that nobody in it can be in another. Nobody sat in a missed one.</summary>
    public static bool TakesTime(this SessionStatus status) => status is SessionStatus.Booked or SessionStatus.Held;
}
