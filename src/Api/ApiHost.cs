using CounselDesk.Api.Http;
using CounselDesk.Api.OpenApi;
using CounselDesk.Application;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Api;

/// <summary>The program, so made that tests and benchmarks can start it in their own process as well.</summary>
public static class ApiHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure(builder.Configuration);
        builder.Services.AddHabits(builder.Configuration);
        builder.Services.AddApiDocument();

        var app = builder.Build();
        app.UseHabits();
        app.MapControllers();
        app.MapApiDocument();
        return app;
    }

    /// <summary>Brings the schema up to date and makes the secrets that a new database lacks. Answers the set-up code.</summary>
    public static async Task<string> Prepare(IServiceProvider services, IConfiguration configuration, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<Migrator>().Migrate(services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
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
}
