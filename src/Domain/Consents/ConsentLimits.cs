namespace CounselDesk.Domain.Consents;

public static class ConsentLimits
{
    public const int Recipient = 200;
}
