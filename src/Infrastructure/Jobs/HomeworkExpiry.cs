using CounselDesk.Application.Homework;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>
/// Tells other systems of assignments that expired. A row is told of by an update that still finds it untold, so each is
/// told of once, however many processes run this at once.
/// </summary>
public sealed class HomeworkExpiry(TellExpired expired) : IPracticeJob
{
    public Task<int> Run(CancellationToken stopping) => expired.Run(stopping);
}
