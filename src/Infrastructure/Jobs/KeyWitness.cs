using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Security;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>
/// Leaves a witness of a key that came while the program runs, so that its loss is missed at the next start. It is the whole
/// installation's: whichever practice's turn comes first leaves it.
/// </summary>
public sealed class KeyWitness(InstanceSecrets secrets, IUnitOfWork unitOfWork) : IPracticeJob
{
    public static bool AlsoForNobody => true;

    public Task<int> Run(CancellationToken stopping) =>
        unitOfWork.InTransaction(() => secrets.KeepWitness(CancellationToken.None), CancellationToken.None);
}
