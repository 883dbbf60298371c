using CounselDesk.Infrastructure.Sql;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>What runs when: the work by its class, the time as a cron expression in UTC.</summary>
public sealed record ScheduledJob(string Name, Type Work, string Cron);

/// <summary>
/// Enters the jobs before the scheduler starts. What another process has entered is left as it is, so that its next time
/// and a time missed while all were down are not lost by a start; only a changed expression replaces it.
/// </summary>
public sealed class JobSchedule(ISchedulerFactory schedulers, IEnumerable<ScheduledJob> jobs) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            foreach (var job in jobs)
                await Enter(scheduler, job, cancellationToken);
        }
        catch (SchedulerException fault)
        {
            throw new StartupFailure($"The tables of jobs (QRTZ_...) cannot be read or written ({fault.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.')}). Run 'migrate', and check the login's rights to them.", fault);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task Enter(IScheduler scheduler, ScheduledJob job, CancellationToken cancellationToken)
    {
        var work = JobBuilder.Create().OfType(job.Work).WithIdentity(job.Name).StoreDurably().Build();
        await scheduler.AddJob(work, new AddJobOptions { Replace = true }, cancellationToken);

        var trigger = TriggerBuilder.Create()
            .WithIdentity(job.Name)
            .ForJob(job.Name)
            // Missed, for want of a running process, it is made up for once.
            .WithCronSchedule(job.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        var hasChanged = await scheduler.GetTrigger(trigger.Key, cancellationToken) is ICronTrigger entered
            && !string.Equals(entered.CronExpressionString, job.Cron, StringComparison.Ordinal);
        await scheduler.ScheduleTrigger(trigger, hasChanged ? TriggerConflict.Replace : TriggerConflict.Keep, cancellationToken);

        // What the scheduler gave up after the database had failed it several times gets another chance.
        if (await scheduler.GetTriggerState(trigger.Key, cancellationToken) == TriggerState.Error)
            await scheduler.ResetTriggerFromErrorState(trigger.Key, cancellationToken);
    }
}
