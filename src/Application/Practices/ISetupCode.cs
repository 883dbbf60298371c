namespace CounselDesk.Application.Practices;

/// <summary>The code, printed at the first start or configured, that only the operator of this installation has.</summary>
public interface ISetupCode
{
    Task<bool> IsSetupCode(string code, CancellationToken cancellationToken);
}
