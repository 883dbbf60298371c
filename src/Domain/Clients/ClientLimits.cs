namespace CounselDesk.Domain.Clients;

/// <summary>Lengths in characters of what lies with a client.</summary>
public static class ClientLimits
{
    /// <summary>What a partner tells their therapist about being reached.</summary>
    public const int Word = 4000;
}
