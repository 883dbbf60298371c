using CounselDesk.Application.Homework;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>Reminds partners of what is due. Several processes take turns, and what was reminded of is a row that exists once.</summary>
public sealed class HomeworkReminders(RemindPartners partners) : IPracticeJob
{
    public Task<int> Run(CancellationToken stopping) => partners.Run(stopping);
}
