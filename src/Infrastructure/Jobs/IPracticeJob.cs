namespace CounselDesk.Infrastructure.Jobs;

/// <summary>
/// Work that the clock starts, done for each practice by itself. To add one, write its class and give it a line in
/// <see cref="JobsSetup.AddJobs"/>.
/// </summary>
public interface IPracticeJob
{
    /// <summary>Whether there is work before any practice is known, too: it is then done once more in nobody's name.</summary>
    static virtual bool AlsoForNobody => false;

    /// <summary>
    /// Does what is due for the practice of the scope's caller, in short transactions of its own, and answers how many
    /// rows that was. Told to stop, it ends after the transaction under way; whatever ended it, the next run does the
    /// rest.
    /// </summary>
    Task<int> Run(CancellationToken stopping);
}
