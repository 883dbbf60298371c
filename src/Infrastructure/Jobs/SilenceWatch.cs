using CounselDesk.Application.Alerts;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>
/// Raises alerts for homework that nobody logs, agreements that are kept no more and questions that a partner leaves unanswered.
/// Each run of silence raises one, by its cause and the lock of the case, should several processes ever look at once.
/// </summary>
public sealed class SilenceWatch(FindSilence silence) : IPracticeJob
{
    public Task<int> Run(CancellationToken stopping) => silence.Run(stopping);
}
