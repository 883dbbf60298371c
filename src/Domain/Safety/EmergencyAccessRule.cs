namespace CounselDesk.Domain.Safety;

/// <summary>Access to a case that is not one's own, for an emergency.</summary>
public static class EmergencyAccessRule
{
    /// <summary>Long enough to see someone through a crisis, short enough that nobody keeps it by forgetting.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(4);
}
