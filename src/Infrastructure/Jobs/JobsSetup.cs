using CounselDesk.Infrastructure.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using Quartz.Diagnostics;
using Quartz.Impl.AdoJobStore;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>Work that the clock starts. Every process runs the scheduler; on a shared database they take turns.</summary>
public static class JobsSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddJob<Housekeeping>(configuration, usually: "0 30 3 * * ?");
        services.AddJob<PathwayOpening>(configuration, usually: "0 7/15 * * * ?");
        services.AddJob<HomeworkExpiry>(configuration, usually: "0 3/15 * * * ?");
        services.AddJob<HomeworkReminders>(configuration, usually: "0 1/15 * * * ?");
        services.AddJob<SilenceWatch>(configuration, usually: "0 37 0/6 * * ?");
        services.AddJob<KeyWitness>(configuration, usually: "0 17 * * * ?");

        services.AddScoped<AllPractices>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "CounselDesk";
                options.GenerateInstanceId = true;
                // Whoever stops the program is kept waiting for the transaction under way, not for the whole job.
                options.ShutdownJobInterruption = ShutdownJobInterruption.WhenWaitingForJobs;
            });
            var isServer = string.Equals(configuration["Database:Provider"], "sqlserver", StringComparison.Ordinal);
            // An embedded file has one process by rule, and would be written to every few seconds for nothing.
            if (configuration.GetValue("Jobs:Clustered", isServer))
                quartz.UsePersistentStore(store => Cluster(store, configuration, isServer));
        });
        services.AddHostedService<JobSchedule>();
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }

    /// <summary>
    /// A job by its class. When it runs, a cron expression in UTC, is the setting <c>Jobs:</c> and the class's name, or
    /// else <paramref name="usually"/>.
    /// </summary>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services, IConfiguration configuration, string usually)
        where TJob : class, IPracticeJob
    {
        var name = typeof(TJob).Name;
        var cron = configuration[$"Jobs:{name}"] ?? usually;
        if (!CronExpression.TryParse(cron, out _))
            throw new StartupFailure($"Jobs:{name} must be a cron expression of six or seven fields, seconds first, such as '{usually}'; it is '{cron}'.");
        services.AddScoped<TJob>();
        services.AddScoped<EveryPractice<TJob>>();
        return services.AddSingleton(new ScheduledJob(name, typeof(EveryPractice<TJob>), cron));
    }

    /// <summary>
    /// Lets the scheduler's own troubles be seen. Its log is one for the whole process, so only a process that is one
    /// program asks for it.
    /// </summary>
    public static void LogJobs(this IServiceProvider services) => LogProvider.SetLogProvider(services.GetRequiredService<ILoggerFactory>());

    private static void Cluster(IPersistentStoreBuilder store, IConfiguration configuration, bool isServer)
    {
        store.UseConnectionProvider(services => new JobConnections(services.GetRequiredService<Database>()));
        if (isServer)
        {
            store.UseDriverDelegate<SqlServerDelegate>();
        }
        else
        {
            store.UseDriverDelegate<SqliteClusterDelegate>();
            store.UseLockHandler<UpdateRowLockHandler>();
        }

        store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
        // A process that has not written for two of these is taken for dead, and its jobs for free.
        var checkIn = TimeSpan.FromSeconds(configuration.GetValue("Jobs:CheckInSeconds", 10));
        if (checkIn < TimeSpan.FromSeconds(1))
            throw new StartupFailure("Jobs:CheckInSeconds must be at least 1.");
        store.UseClustering(options => (options.CheckinInterval, options.CheckinMisfireThreshold) = (checkIn, checkIn));
    }
}
