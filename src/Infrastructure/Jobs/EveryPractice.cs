using CounselDesk.Application.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>
/// Does a job for one practice after the other, each in a scope of its own whose caller is that practice, so that its
/// statements and the server's own wall see no other. Trouble with one practice is logged and keeps no other waiting;
/// nothing is tried again before the job's next time.
/// </summary>
[DisallowConcurrentExecution]
public sealed class EveryPractice<TJob>(IServiceScopeFactory scopes, ILogger<TJob> log) : IJob
    where TJob : class, IPracticeJob
{
    private static readonly string Job = typeof(TJob).Name;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var scheduledAt = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        try
        {
            var (practices, rows) = (0, TJob.AlsoForNobody ? await For(Caller.Anonymous, cancellationToken) : 0);
            foreach (var practice in await Practices())
            {
                if (cancellationToken.IsCancellationRequested)
                    break;
                rows += await For(practice, cancellationToken);
                practices++;
            }

            JobLog.Done(log, Job, scheduledAt, practices, rows);
        }
        catch (Exception fault)
        {
            JobLog.Failed(log, Job, scheduledAt, JobLog.Kind(fault), fault.StackTrace);
        }
    }

    private async Task<IReadOnlyList<Caller>> Practices()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AllPractices>().List(CancellationToken.None);
    }

    private async Task<int> For(Caller practice, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestScope>().Caller = practice;
        try
        {
            var rows = await scope.ServiceProvider.GetRequiredService<TJob>().Run(stopping);
            if (rows > 0)
                JobLog.DoneFor(log, Job, practice.PracticeId, rows);
            return rows;
        }
        catch (Exception fault)
        {
            JobLog.FailedFor(log, Job, practice.PracticeId, JobLog.Kind(fault), fault.StackTrace);
            return 0;
        }
    }
}

/// <summary>What jobs log: which, when, for which practice and how much, never a fault's message, which can quote values.</summary>
internal static partial class JobLog
{
    public static string Kind(Exception fault) => fault is Refused refusal ? $"{refusal.Code} ({refusal.Cause})" : fault.GetType().Name;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Job} of {ScheduledAt:O} is done, practices: {Practices}, rows: {Rows}.")]
    public static partial void Done(ILogger log, string job, DateTimeOffset scheduledAt, int practices, int rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Job} for practice {PracticeId}, rows: {Rows}.")]
    public static partial void DoneFor(ILogger log, string job, Guid practiceId, int rows);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Job} of {ScheduledAt:O} failed with {Kind} at{Place}")]
    public static partial void Failed(ILogger log, string job, DateTimeOffset scheduledAt, string kind, string? place);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Job} for practice {PracticeId} failed with {Kind} at{Place}")]
    public static partial void FailedFor(ILogger log, string job, Guid practiceId, string kind, string? place);
}
