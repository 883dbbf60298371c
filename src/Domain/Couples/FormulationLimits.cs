namespace CounselDesk.Domain.Couples;

public static class FormulationLimits
{
    public const int Codes = 60;
}
