using CounselDesk.Api.Tests.Common;
using CounselDesk.Tests.Shared;

namespace CounselDesk.Api.Tests.Running;

/// <summary>Two processes of the program on one database and one folder of keys, as behind a proxy.</summary>
public sealed class TwoPrograms : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private HttpClient[] _http = [];

    public TestDatabase Database { get; private set; } = null!;

    public TheProgram[] Programs { get; private set; } = [];

    public Task InitializeAsync() => Start();

    public async Task Start(params string[] settings)
    {
        Database = await TestDatabase.Make(_folder.Root);
        string[] all = [$"--Database:Provider={Database.Provider}", $"--ConnectionStrings:CounselDesk={Database.ConnectionString}", .. settings];
        // The first makes the schema and the keys.
        Programs = [await TheProgram.Start(_folder, all)];
        Programs = [.. Programs, await TheProgram.Start(_folder, all)];
        _http = [.. Programs.Select(program => new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = program.Address })];
    }

    public async Task DisposeAsync()
    {
        foreach (var http in _http)
            http.Dispose();
        foreach (var program in Programs)
            await program.DisposeAsync();
        await Database.DisposeAsync();
        _folder.Dispose();
    }

    public ApiClient Nobody(int program) => new(_http[program], null, "nobody");

    /// <summary>The same person, with the same token, at the other process.</summary>
    public ApiClient At(int program, ApiClient person) => person with { Http = _http[program] };

    public async Task<ApiClient> SignIn(int program, string email)
    {
        var tokens = (await Nobody(program).Post("/api/v1/auth/sign-in", new { email, password = TestApi.Password })).Expect(200);
        return new ApiClient(_http[program], (string)tokens.Json["accessToken"]!, email);
    }

    /// <summary>A practice, set up at the first process, and its administrator.</summary>
    public async Task<ApiClient> SetUp(string name)
    {
        (await Nobody(0).Post("/api/v1/setup", new
        {
            setupCode = TestApi.SetupCode,
            practiceName = name,
            timeZone = "America/Chicago",
            administratorName = "Ada",
            administratorEmail = $"admin@{name}.test",
            administratorPassword = TestApi.Password,
        })).Expect(201);
        return await SignIn(0, $"admin@{name}.test");
    }

    /// <summary>Invited at the second process, accepted and signed in at the first.</summary>
    public async Task<(ApiClient Person, string Id)> Staff(ApiClient admin, string email, string role)
    {
        var invited = (await At(1, admin).Post("/api/v1/staff", new { displayName = "Some One", email, roles = new[] { role } })).Expect(201).Json;
        (await Nobody(0).Post("/api/v1/auth/accept-invitation", new
        {
            accountId = (string)invited["invitation"]!["accountId"]!,
            token = (string)invited["invitation"]!["token"]!,
            password = TestApi.Password,
        })).Expect(200);
        return (await SignIn(0, email), (string)invited["member"]!["id"]!);
    }
}
