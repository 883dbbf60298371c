using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CounselDesk.Api.Tests.Common;

/// <summary>
/// One API with two practices, each with everybody and everything that the document knows how to create. Shared by the
/// classes that only try what must be refused, or read.
/// </summary>
public sealed class World : IAsyncLifetime
{
    // Not done here: separating would freeze the case that the walk stands on, emergency access is refused to whoever has
    // the case already, the partners have accepted their invitations, only a signed note is added to, and only an agreement that
    // was accepted is ticked.
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal) { "separateCouple", "requestEmergencyAccess", "invitePartner", "addAddendum", "tickAgreement", "tickOwnAgreement" };

    private readonly ConcurrentDictionary<string, Answer> _notCreated = new(StringComparer.Ordinal);

    public TestApi Api { get; private set; } = null!;

    public ApiDescription Description { get; private set; } = null!;

    public Bodies Bodies { get; private set; } = null!;

    public GivenPractice One { get; private set; } = null!;

    public GivenPractice Two { get; private set; } = null!;

    public IReadOnlyList<Operation> Operations => Description.Operations;

    /// <summary>Operations that create, but did not from a body made after their schema.</summary>
    public IReadOnlyDictionary<string, Answer> NotCreated => _notCreated;

    public async Task InitializeAsync()
    {
        Api = await TestApi.Start();
        Description = await ApiDescription.Read(Api);
        Bodies = new Bodies(Description);
        One = await GivenPractice.Open(Api);
        Two = await GivenPractice.Open(Api);
        foreach (var practice in (GivenPractice[])[One, Two])
        {
            foreach (var role in (string[])["therapist", "associate"])
                await Fill(practice, role, operation => operation.Roles.Contains(role, StringComparer.Ordinal));
            foreach (var role in (string[])["admin", "supervisor", "frontdesk", "partner"])
                await Fill(practice, role, operation => string.Equals(Role(operation), role, StringComparison.Ordinal));
            foreach (var role in (string[])["therapist", "associate", "partner", "admin"])
                await Find(practice, role);
        }
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();

    /// <summary>The role that shall send the operation: one that may, and has a case of its own where there is one.</summary>
    public static string Role(Operation operation) =>
        new[] { "therapist", "associate", "partner", "frontdesk", "admin", "supervisor" }.FirstOrDefault(role => operation.Roles.Contains(role, StringComparer.Ordinal)) ?? "admin";

    public static ApiClient Actor(GivenPractice practice, Operation operation) =>
        operation.IsPublic ? practice.Api.Anonymous() : practice.As(Role(operation));

    public static Bodies.Given Given(GivenPractice practice, string role) => new(practice.IdsOf(role), practice.Name);

    public HttpContent? Body(Operation operation, GivenPractice practice, string? role = null) => operation.TakesFile ? SomeFile.Form() : operation.Body is { } body
        ? ApiClient.Json(Bodies.Valid(operation, Given(practice, role ?? Role(operation))), body.Type)
        : null;

    /// <summary>Sends the operation as somebody who may, with what is good but for what the caller changes.</summary>
    public Task<Answer> Send(
        Operation operation, GivenPractice practice, string? role = null, ApiClient? by = null, string? path = null, HttpContent? body = null,
        string? ifMatch = "*", params (string Name, string Value)[] headers)
    {
        role ??= Role(operation);
        return (by ?? (operation.IsPublic ? practice.Api.Anonymous() : practice.As(role))).Send(
            operation.Method,
            path ?? operation.Fill(name => practice.IdsOf(role).GetValueOrDefault(name)),
            body ?? Body(operation, practice, role),
            operation.NeedsIfMatch && ifMatch is not null ? [.. headers, ("If-Match", ifMatch)] : headers);
    }

    // Each creation's Location tells the id that paths and bodies know by its name; what it makes possible comes after.
    private async Task Fill(GivenPractice practice, string role, Func<Operation, bool> isFor)
    {
        var ids = practice.OwnIdsOf(role);
        var open = Operations.Where(operation => (operation.Method == "PUT" || (operation.Method == "POST" && operation.Good.Status == 201)) && !operation.IsPublic && !LeftOut.Contains(operation.Id) && isFor(operation)).ToList();
        for (var progress = true; progress && open.Count > 0;)
        {
            progress = false;
            // What lies deeper later: the associate's own is by then in the place of what the therapist made.
            foreach (var operation in open.Where(operation => operation.PathParameters.All(practice.IdsOf(role).ContainsKey)).OrderBy(operation => operation.PathParameters.Count).ToList())
            {
                open.Remove(operation);
                progress = true;
                var answer = await Send(operation, practice, role);
                if (answer is { Status: 201, Location: { } location })
                {
                    Remember(ids, operation, answer, location);
                    if ((string?)answer.Json["address"] is { } address)
                        ids.TryAdd("secret", Path.GetFileNameWithoutExtension(address));
                    if (await practice.As(role).Get(location) is { IsGood: false } lost)
                        _notCreated[$"{operation} as {role}: its Location {location}"] = lost;
                }
                else if (!answer.IsGood)
                    _notCreated[$"{operation} as {role}"] = answer;
            }
        }
    }

    // What is made by the way, such as an alert, is found in its list.
    private async Task Find(GivenPractice practice, string role)
    {
        foreach (var operation in Operations.Where(operation => operation.Method == "GET" && operation.Path.EndsWith('}') && operation.Roles.Contains(role, StringComparer.Ordinal)))
        {
            var ids = practice.OwnIdsOf(role);
            var list = Operations.FirstOrDefault(other => other.Method == "GET" && other.Path == operation.Path[..operation.Path.LastIndexOf('/')]);
            if (list is null || ids.ContainsKey(operation.PathParameters[^1]) || await Send(list, practice, role) is not { Status: 200 } answer)
                continue;
            if ((answer.Json as JsonArray ?? answer.Json["items"] as JsonArray) is [JsonObject first, ..] && (first["id"] ?? first["key"]) is { } id)
                ids[operation.PathParameters[^1]] = (string)id!;
        }
    }

    private void Remember(Dictionary<string, string> ids, Operation operation, Answer answer, string location)
    {
        if (answer.Json["id"] is JsonValue id)
            ids.TryAdd($"{operation.Path[(operation.Path.LastIndexOf('/') + 1)..].TrimEnd('s')}Id", (string)id!);
        // What is known by a key of its own is found by it.
        if (answer.Json["id"] is null && answer.Json["key"] is JsonValue key)
            ids.TryAdd($"{operation.Path[(operation.Path.LastIndexOf('/') + 1)..].TrimEnd('s')}Key", (string)key!);
        var parts = location.Split('/');
        foreach (var template in Operations.Select(operation => operation.Path.Split('/')).Where(template => template.Length == parts.Length))
        {
            if (template.Zip(parts).All(pair => pair.First == pair.Second || pair.First.StartsWith('{')) && template[^1].StartsWith('{'))
                ids.TryAdd(template[^1] == "{key}" ? $"{template[^2].TrimEnd('s')}Key" : template[^1].Trim('{', '}'), parts[^1]);
        }
    }
}

[CollectionDefinition("one world")]
public sealed class OneWorld : ICollectionFixture<World>;
