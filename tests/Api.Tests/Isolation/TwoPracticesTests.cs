using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;
using CounselDesk.Api.Tests.Walk;

namespace CounselDesk.Api.Tests.Isolation;

/// <summary>Two practices side by side: what one has, the other cannot tell from what does not exist.</summary>
[Collection("one world")]
public sealed class TwoPracticesTests(World world)
{
    // It tells a practice what its own people asked for, be it another's id.
    private const string OwnAttempts = "listAudit";

    [Fact]
    public async Task Every_id_of_one_is_404_to_every_role_of_the_other_wherever_an_address_takes_one()
    {
        var found = new Findings(world);
        var foreign = await Harvest(world.Two);
        Assert.True(foreign.Count > 10, "Too little was harvested to prove anything.");
        foreach (var operation in world.Operations.Where(operation => operation.PathParameters.Count > 0))
        {
            foreach (var parameter in operation.PathParameters)
            {
                foreach (var role in GivenPractice.AllRoles)
                {
                    // A role that may not is told so before anything is looked up; one id tells as much as all.
                    var may = operation.IsPublic || operation.Roles.Contains(role, StringComparer.Ordinal);
                    foreach (var id in may ? foreign : foreign.Take(1))
                    {
                        var path = operation.Fill(name => name == parameter ? id : world.One.IdsOf(role).GetValueOrDefault(name));
                        found.Refusal(operation, $"with a foreign {parameter} as {role}", await world.Send(operation, world.One, role, path: path), may ? 404 : 403);
                    }
                }
            }
        }

        found.Settle();
    }

    [Fact]
    public async Task No_id_of_one_is_taken_in_a_body_of_the_other()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => operation is { Body: not null, TakesFile: false, IsPublic: false }))
        {
            var role = World.Role(operation);
            var good = world.Bodies.Valid(operation, World.Given(world.One, role));
            foreach (var (name, member) in operation.Body!.Value.Schema["properties"]!.AsObject())
            {
                if ((string?)world.Bodies.NotNull(member!)["format"] != "uuid")
                    continue;
                foreach (var id in world.Two.IdsOf(role).Values.Distinct(StringComparer.Ordinal).Where(id => Guid.TryParse(id, out _)))
                {
                    var body = good.DeepClone().AsObject();
                    body[name] = id;
                    found.Refusal(operation, $"with a foreign {name}", await world.Send(operation, world.One, body: ApiClient.Json(body, operation.Body!.Value.Type)), 400, 404, 409, 422);
                }
            }
        }

        found.Settle();
    }

    [Fact]
    public async Task No_id_of_one_finds_anything_in_a_query_of_the_other()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => operation.Method == "GET"))
        {
            foreach (var name in operation.ParametersIn("query").Where(parameter => (string?)parameter["schema"]?["format"] == "uuid").Select(parameter => (string)parameter["name"]!))
            {
                foreach (var role in operation.Roles)
                {
                    foreach (var id in world.Two.IdsOf(role).Values.Distinct(StringComparer.Ordinal).Where(id => Guid.TryParse(id, out _)))
                    {
                        var answer = await world.Send(operation, world.One, role, path: $"{operation.Fill(known => world.One.IdsOf(role).GetValueOrDefault(known))}?{name}={id}");
                        found.Any(operation, $"{name} of another practice", answer);
                        if (answer.Status == 200 && operation.Id != OwnAttempts && ShowsSomething(answer))
                            found.Add($"{operation} {name}={id} as {role}: shows something");
                    }
                }
            }
        }

        found.Settle();
    }

    // A list has items, a report rows, and a sheet lines below its header.
    private static bool ShowsSomething(Answer answer) => answer.ContentType?.StartsWith("text/csv", StringComparison.Ordinal) == true
        ? answer.Body.TrimEnd().Contains('\n', StringComparison.Ordinal)
        : (answer.Json["items"] ?? answer.Json["rows"]) is not JsonArray { Count: 0 };

    [Fact]
    public async Task Nothing_that_one_can_read_holds_an_id_or_a_word_of_the_other()
    {
        var found = new Findings(world);
        var foreign = (await Harvest(world.Two)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (operation, answer) in await Reads(world.One))
        {
            found.Any(operation, "read", answer);
            foreach (var id in operation.Id == OwnAttempts ? [] : IdsIn(answer).Where(foreign.Contains))
                found.Add($"{operation}: holds {id} of the other practice");
        }

        found.Settle();
    }

    /// <summary>Every id in every answer that anybody of the practice can read.</summary>
    private async Task<IReadOnlyList<string>> Harvest(GivenPractice practice) =>
        [.. (await Reads(practice)).SelectMany(read => IdsIn(read.Answer)).Concat(practice.Ids.Values).Concat(practice.AssociateIds.Values)
            .Where(id => Guid.TryParse(id, out _)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    private async Task<List<(Operation Operation, Answer Answer)>> Reads(GivenPractice practice)
    {
        var reads = new List<(Operation, Answer)>();
        foreach (var operation in world.Operations.Where(operation => operation.Method == "GET" && !operation.IsPublic))
        {
            foreach (var role in operation.Roles)
            {
                var answer = await world.Send(operation, practice, role);
                if (answer.Status == 200)
                    reads.Add((operation, answer));
            }
        }

        return reads;
    }

    private static IEnumerable<string> IdsIn(Answer answer) =>
        answer.ContentType == "application/json" ? IdsIn(answer.Json) : [];

    private static IEnumerable<string> IdsIn(JsonNode? json) => json switch
    {
        JsonObject members => members.SelectMany(member => IdsIn(member.Value)),
        JsonArray entries => entries.SelectMany(IdsIn),
        JsonValue value when value.TryGetValue<string>(out var text) && Guid.TryParseExact(text, "D", out _) => [text],
        _ => [],
    };
}
