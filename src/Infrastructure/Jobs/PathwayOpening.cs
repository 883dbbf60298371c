using CounselDesk.Application.Pathways;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>
/// Opens the steps of pathways whose day has come or whose step before is done. Several processes take turns, and the lock of
/// the case and the step's own status let none open twice should they ever run at once.
/// </summary>
public sealed class PathwayOpening(OpenDueSteps steps) : IPracticeJob
{
    public Task<int> Run(CancellationToken stopping) => steps.Run(stopping);
}
