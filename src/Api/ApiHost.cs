using System.Data.Common;
using CounselDesk.Api.Demo;
using CounselDesk.Api.Http;
using CounselDesk.Api.OpenApi;
using CounselDesk.Application;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure;
using CounselDesk.Infrastructure.Jobs;
using CounselDesk.Infrastructure.Moving;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace CounselDesk.Api;

/// <summary>The program, so made that tests and benchmarks can start it in their own process as well.</summary>
public static partial class ApiHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            // Controllers are looked for in the assembly of this name, whoever's process it is.
            ApplicationName = typeof(ApiHost).Assembly.GetName().Name,
        });
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure(builder.Configuration);
        builder.Services.AddJobs(builder.Configuration);
        builder.Services.AddHabits(builder.Configuration);
        builder.Services.AddApiDocument();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");

        var app = builder.Build();
        app.UseHabits();
        app.MapControllers();
        app.MapApiDocument();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        return app;
    }

    /// <summary>Prepares the database, listens until told to stop, and says where.</summary>
    public static async Task Run(WebApplication app)
    {
        var setupCode = await Prepare(app.Services, app.Configuration, CancellationToken.None);
        // Open for as long as the program runs: this is how 'restore' finds out that the embedded file is in use.
        using var presence = EmbeddedRestore.Announce(app.Services.GetRequiredService<Database>());
        app.Services.LogJobs();
        await app.StartAsync();
        var address = app.Urls.First();
        Console.WriteLine($"CounselDesk listens on {address}");
        if (app.Configuration.GetValue("Swagger:Enabled", app.Environment.IsDevelopment()))
            Console.WriteLine($"Explore it:        {address}/swagger");
        Console.WriteLine($"Set up a practice: POST {address}/api/v1/setup with the setup code {setupCode}");
        if (DemoPractice.IsWanted(app.Configuration, app.Environment))
        {
            Console.WriteLine($"Demo sign-ins, all with the password {DemoPeople.Password}:");
            foreach (var person in DemoPeople.SignIns)
                Console.WriteLine($"  {person.Email,-24} {person.Name}, {person.Role}");
        }

        await app.WaitForShutdownAsync();
    }

    /// <summary>
    /// Brings the schema up to date, makes the secrets that a new database lacks, and plants the demo where it is wanted
    /// and there is no practice yet. Answers the set-up code.
    /// </summary>
    public static async Task<string> Prepare(IServiceProvider services, IConfiguration configuration, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<Database>();
        var migrator = services.GetRequiredService<Migrator>();
        var mayMigrate = Migrator.RunsAtStart(configuration);
        // Before the database, so that none is made that nobody could read.
        await services.GetRequiredService<KeyFolder>().RequireKey(services.GetRequiredService<ITextProtector>(), cancellationToken);
        if (mayMigrate)
            await migrator.Migrate(services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
        else
            await migrator.RequireCurrent(cancellationToken);
        await RequireFeatures(services.GetRequiredService<ServerFeatures>(), mayMigrate, cancellationToken);
        await UnfinishedMove.Refuse(database, cancellationToken);
        if (await DatabaseFindings.SnapshotReadsWarning(database, cancellationToken) is { } warning)
            LogWarning(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiHost)), warning);
        try
        {
            var setupCode = await Secrets(services, configuration, cancellationToken);
            if (DemoPractice.IsWanted(configuration, services.GetRequiredService<IHostEnvironment>()))
                await DemoPractice.Plant(services, configuration, setupCode);
            return setupCode;
        }
        catch (DbException fault)
        {
            throw DatabaseFaults.Stop(database, fault);
        }
    }

    private static async Task RequireFeatures(ServerFeatures features, bool mayBuild, CancellationToken cancellationToken)
    {
        if (mayBuild)
            await features.Build(cancellationToken);
        if (await features.Faults(cancellationToken) is [var fault, ..])
            throw new StartupFailure(fault);
    }

    private static async Task<string> Secrets(IServiceProvider services, IConfiguration configuration, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var secrets = scope.ServiceProvider.GetRequiredService<InstanceSecrets>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().InTransaction(
            async () =>
            {
                await secrets.Ensure(configuration["Setup:Code"], cancellationToken);
                return await secrets.SetupCode(cancellationToken);
            },
            cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogWarning(ILogger log, string warning);
}
