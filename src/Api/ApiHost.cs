using System.Security.Cryptography;
using CounselDesk.Api.Demo;
using CounselDesk.Api.Http;
using CounselDesk.Api.OpenApi;
using CounselDesk.Application;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure;
using CounselDesk.Infrastructure.Jobs;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace CounselDesk.Api;

/// <summary>The program, so made that tests and benchmarks can start it in their own process as well.</summary>
public static class ApiHost
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
        RequireKeys(services.GetRequiredService<ITextProtector>());
        await services.GetRequiredService<Migrator>().Migrate(services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
        var setupCode = await Secrets(services, configuration, cancellationToken);
        if (DemoPractice.IsWanted(configuration, services.GetRequiredService<IHostEnvironment>()))
            await DemoPractice.Plant(services, configuration, setupCode);
        return setupCode;
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

    // Before the database, so that none is made that nobody could read.
    private static void RequireKeys(ITextProtector protector)
    {
        try
        {
            protector.Protect("start", "start");
        }
        catch (CryptographicException fault)
        {
            throw new StartupFailure($"The folder of encryption keys cannot be read or written ({fault.InnerException?.Message ?? fault.Message}) Make Keys:Path a writable folder.", fault);
        }
    }
}
