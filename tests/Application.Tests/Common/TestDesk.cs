using CounselDesk.Application;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.People;
using CounselDesk.Application.Practices;
using CounselDesk.Domain.People;
using CounselDesk.Infrastructure;
using CounselDesk.Infrastructure.Audit;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;
using CounselDesk.Tests.Shared;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Common;

/// <summary>A clock that tests set; it stands still otherwise.</summary>
public sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>The whole application on a migrated database file of its own, entered through the mediator.</summary>
public sealed class TestDesk : IAsyncDisposable
{
    public const string SetupCode = "TEST-SETUP-CODE";
    public const string Password = "correct horse battery";

    private readonly string _folder;
    private readonly ServiceProvider _services;

    private TestDesk(string folder, TestDatabase database)
    {
        (_folder, Database) = (folder, database);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = database.Provider,
            ["ConnectionStrings:CounselDesk"] = database.ConnectionString,
            ["Keys:Path"] = KeysPath,
            ["SignIn:HashIterations"] = "1000",
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddApplication();
        services.AddInfrastructure(configuration);
        services.AddAuthentication().AddBearerToken();
        services.AddSingleton<HashCount>();
        services.AddScoped<IPasswordHasher<Account>, CountingHasher>();
        services.AddScoped<CountingDb>();
        services.AddScoped<IDb>(provider => provider.GetRequiredService<CountingDb>());
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public string KeysPath => Path.Combine(_folder, "keys");

    public TestClock Clock { get; } = new();

    public TestDatabase Database { get; }

    /// <summary>On a new database of the engine that this run is for.</summary>
    public static async Task<TestDesk> Open()
    {
        var folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;
        return await Open(folder, await TestDatabase.Make(folder));
    }

    /// <summary>On an embedded file whatever the run is for.</summary>
    public static async Task<TestDesk> OpenEmbedded()
    {
        var folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;
        return await OpenOn(folder);
    }

    /// <summary>On the file <c>test.db</c> and the <c>keys</c> that lie in a folder, which is removed at the end.</summary>
    public static Task<TestDesk> OpenOn(string folder) => Open(folder, TestDatabase.Embedded(folder));

    private static async Task<TestDesk> Open(string folder, TestDatabase database)
    {
        var desk = new TestDesk(folder, database);
        await desk._services.GetRequiredService<Migrator>().Migrate(desk.Clock.Now, CancellationToken.None);
        await desk.InScope(Caller.Anonymous, async services =>
            await services.GetRequiredService<IUnitOfWork>().InTransaction(
                async () =>
                {
                    await services.GetRequiredService<InstanceSecrets>().Ensure(SetupCode, CancellationToken.None);
                    return true;
                },
                CancellationToken.None));
        await desk._services.GetRequiredService<AuditWriter>().StartAsync(CancellationToken.None);
        return desk;
    }

    public Task<T> Send<T>(Caller caller, IRequest<T> request, string? idempotencyKey = null) =>
        InScope(caller, services =>
        {
            services.GetRequiredService<RequestScope>().IdempotencyKey = idempotencyKey;
            return services.GetRequiredService<IMediator>().Send(request);
        });

    /// <summary>How many statements a request takes, access included; the audit of a query is another scope's.</summary>
    public Task<int> StatementsOf<T>(Caller caller, IRequest<T> request) =>
        InScope(caller, async services =>
        {
            await services.GetRequiredService<IMediator>().Send(request);
            return services.GetRequiredService<CountingDb>().Statements;
        });

    /// <summary>The texts of the statements that a request takes, access included.</summary>
    public Task<IReadOnlyList<string>> TextsOf<T>(Caller caller, IRequest<T> request) =>
        InScope(caller, async services =>
        {
            await services.GetRequiredService<IMediator>().Send(request);
            return services.GetRequiredService<CountingDb>().Asked;
        });

    /// <summary>How many statements it takes until a request is refused.</summary>
    public Task<int> StatementsOfRefused<T>(Caller caller, IRequest<T> request) =>
        InScope(caller, async services =>
        {
            await Assert.ThrowsAsync<Refused>(() => services.GetRequiredService<IMediator>().Send(request));
            return services.GetRequiredService<CountingDb>().Statements;
        });

    /// <summary>For looking at what the database holds.</summary>
    public Task<IReadOnlyList<T>> Rows<T>(string sql, object? args = null) =>
        InScope(Caller.Anonymous, services => services.GetRequiredService<IDb>().Query<T>(sql, args, CancellationToken.None));

    public async Task<T> InScope<T>(Caller caller, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestScope>().Caller = caller;
        return await work(scope.ServiceProvider);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<AuditWriter>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A practice with one person of each role, made by commands.</summary>
public sealed record GivenPractice(TestDesk Desk, Guid Id, Caller Admin, Caller Therapist, Caller OtherTherapist, Caller Supervisor, Caller Associate, Caller Frontdesk)
{
    private static int _count;

    public static async Task<GivenPractice> Open(TestDesk desk, string timeZone = "America/Chicago")
    {
        var n = Interlocked.Increment(ref _count);
        var setUp = await desk.Send(Caller.Anonymous, new SetUpPracticeCommand(
            new NewPractice(TestDesk.SetupCode, $"Practice {n}", timeZone, "Ada Admin", $"admin{n}@example.test", TestDesk.Password)));
        var admin = new Caller { AccountId = setUp.AdministratorId, PracticeId = setUp.PracticeId, Roles = Roles.Admin, TimeZone = timeZone };

        async Task<Caller> Staff(Role role, string name, Guid? supervisorId = null)
        {
            var invited = await desk.Send(admin, new InviteStaffCommand(new NewStaffMember(name, $"{name.ToLowerInvariant()}{n}@example.test", [role], supervisorId)));
            return admin with { AccountId = invited.Member.Id, Roles = ((Role[])[role]).ToSet() };
        }

        var supervisor = await Staff(Role.Supervisor, "Sam");
        return new GivenPractice(
            desk, setUp.PracticeId, admin, await Staff(Role.Therapist, "Tess"), await Staff(Role.Therapist, "Toby"), supervisor,
            await Staff(Role.Associate, "Alex", supervisor.AccountId), await Staff(Role.Frontdesk, "Fran"));
    }

    /// <summary>A couple of the therapist's, with callers for both partners.</summary>
    public async Task<GivenCouple> Couple(Caller? therapist = null)
    {
        var couple = await Desk.Send(therapist ?? Therapist, new CreateCoupleCommand(new NewCouple(
            [new NewPartner(FirstName: "Robin", LastName: "Reed"), new NewPartner(FirstName: "Kit", LastName: "Lark")])));
        return new GivenCouple(couple, PartnerOf(couple.Partners[0].ClientId), PartnerOf(couple.Partners[1].ClientId));
    }

    // A partner's caller, as the portal would make it; the account itself matters only to sign-in.
    private Caller PartnerOf(Guid clientId) => Admin with { AccountId = clientId, ClientId = clientId, Roles = Roles.Partner };
}

public sealed record GivenCouple(Couple Couple, Caller PartnerA, Caller PartnerB)
{
    public Guid Id => Couple.Id;

    public Guid A => Couple.Partners[0].ClientId;

    public Guid B => Couple.Partners[1].ClientId;
}
