using CounselDesk.Application;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure;
using CounselDesk.Infrastructure.Audit;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Benchmarks;

/// <summary>The application in this process, on a database file of its own, with every statement that it runs listened to.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public const string SetupCode = "BENCHMARK-SETUP-CODE";
    public const string Password = "correct horse battery";

    private readonly ServiceProvider _services;

    private Desk(string databaseFile, string keysFolder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:CounselDesk"] = $"Data Source={databaseFile}",
            ["Keys:Path"] = keysFolder,
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddApplication();
        services.AddInfrastructure(configuration);
        services.AddAuthentication().AddBearerToken();
        services.AddSingleton<Recorder>();
        services.AddScoped<IDb>(provider => new RecordingDb(
            provider.GetRequiredService<DapperDb>(), provider.GetRequiredService<RequestScope>(), provider.GetRequiredService<Recorder>()));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public static async Task<Desk> Open(string databaseFile, string keysFolder)
    {
        var desk = new Desk(databaseFile, keysFolder);
        await desk.Get<Migrator>().Migrate(desk.Now, CancellationToken.None);
        await desk.InScope(Caller.Anonymous, async services =>
            await services.GetRequiredService<IUnitOfWork>().InTransaction(
                async () =>
                {
                    await services.GetRequiredService<InstanceSecrets>().Ensure(SetupCode, CancellationToken.None);
                    return true;
                },
                CancellationToken.None));
        await desk.Get<AuditWriter>().StartAsync(CancellationToken.None);
        return desk;
    }

    public DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    public Task<T> Send<T>(Caller caller, IRequest<T> request) =>
        InScope(caller, services => services.GetRequiredService<IMediator>().Send(request));

    /// <summary>For a request whose type is known only by name.</summary>
    public Task SendUntyped(Caller caller, object request) =>
        InScope(caller, async services =>
        {
            await (Task)services.GetRequiredService<IMediator>().Send((dynamic)request, CancellationToken.None);
            return true;
        });

    public Task<byte[]> AuditKey() =>
        InScope(Caller.Anonymous, services => services.GetRequiredService<InstanceSecrets>().AuditKey(CancellationToken.None));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await Get<AuditWriter>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private async Task<T> InScope<T>(Caller caller, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestScope>().Caller = caller;
        return await work(scope.ServiceProvider);
    }
}
