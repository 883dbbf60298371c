namespace CounselDesk.Domain;

/// <summary>Every length limit, in characters (UTF-16 code units), once: validator, column and test read it here.</summary>
public static class Limits
{
    public const int Name = 100;
    public const int Email = 254;
    public const int Phone = 40;
    public const int Pronouns = 40;
    public const int Code = 60;
    public const int Password = 128;
    public const int PasswordMinimum = 12;
    public const int PracticeName = 200;
    public const int TimeZone = 60;
    public const int Reason = 1000;
    public const int ShortText = 500;
    public const int LongText = 20_000;
    public const int Search = 100;
    public const int IdempotencyKey = 200;
    public const int PageDefault = 50;
    public const int PageMaximum = 200;
    public const int BodyBytes = 256 * 1024;
}
