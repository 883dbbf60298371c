using CounselDesk.Application;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Infrastructure;
using CounselDesk.Infrastructure.Audit;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;
using MediatR;

namespace CounselDesk.Api.Demo;

/// <summary>The application once more, in a container of its own whose clock and ids the story holds.</summary>
internal sealed class DemoDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public DemoDesk(IConfiguration configuration, DateTimeOffset start)
    {
        Clock = new DemoClock(start);
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IIds>(provider => Ids = new DemoIds(new SequentialIds(provider.GetRequiredService<Database>(), Clock)));
        services.AddApplication();
        services.AddInfrastructure(configuration);
        services.AddAuthentication().AddBearerToken();
        _services = services.BuildServiceProvider();
        Ids = (DemoIds)_services.GetRequiredService<IIds>();
    }

    public DemoClock Clock { get; }

    public DemoIds Ids { get; private set; }

    public Task Start() => _services.GetRequiredService<AuditWriter>().StartAsync(CancellationToken.None);

    public async Task<T> Send<T>(Caller caller, IRequest<T> request)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestScope>().Caller = caller;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>With the id of what is made next fixed, if it is one that examples name.</summary>
    public DemoDesk Named(bool isExample, Guid id)
    {
        if (isExample)
            Ids.NextAre(id);
        return this;
    }

    /// <summary>Lets the clock remind partners of what is due at that moment.</summary>
    public async Task Remind(Caller anybody)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestScope>().Caller = Caller.Anonymous with { PracticeId = anybody.PracticeId, TimeZone = anybody.TimeZone };
        await scope.ServiceProvider.GetRequiredService<RemindPartners>().Run(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<AuditWriter>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
