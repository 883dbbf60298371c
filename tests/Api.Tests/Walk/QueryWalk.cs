using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Walk;

/// <summary>Query parameters and headers of every operation.</summary>
[Collection("one world")]
public sealed class QueryWalk(World world)
{
    [Fact]
    public async Task Unknown_and_repeated_parameters_are_refused()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations)
        {
            foreach (var query in new[] { "?nosuch=1", "?=1", "?Limit=5", "?limit%00=1", "?%E2%80%AE=1" })
                found.Refusal(operation, query, await Query(operation, query), 400);
            foreach (var name in operation.ParametersIn("query").Select(parameter => (string)parameter["name"]!))
            {
                found.Refusal(operation, $"{name} twice", await Query(operation, $"?{name}=1&{name}=1"), 400);
                found.Refusal(operation, $"{name} misspelt", await Query(operation, $"?{name}x=1"), 400);
            }
        }

        found.Settle();
    }

    [Fact]
    public async Task Parameters_of_the_wrong_form_are_refused_and_odd_ones_do_no_harm()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations)
        {
            foreach (var parameter in operation.ParametersIn("query"))
            {
                var name = (string)parameter["name"]!;
                var schema = world.Description.Resolve(parameter["schema"]!);
                var isText = SchemaCheck.TypesOf(schema).Contains("string", StringComparer.Ordinal) && schema["enum"] is null && schema["format"] is null && name != "cursor";
                foreach (var value in new[] { "no-such-word", "1.5", "99999999999999999999", "-1", "%00", "%F0%9F%92%94", "%E2%80%AE", "%FF%FE", "%27%3B--", new string('a', 3000) })
                {
                    var answer = await Query(operation, $"?{name}={value}");
                    if (isText)
                        found.Any(operation, $"{name}={value[..Math.Min(20, value.Length)]}", answer);
                    else
                        found.Refusal(operation, $"{name}={value[..Math.Min(20, value.Length)]}", answer, 400);
                }
            }
        }

        found.Settle();
    }

    [Fact]
    public async Task Lists_refuse_limits_out_of_range_and_cursors_not_their_own()
    {
        var found = new Findings(world);
        var cursors = await Cursors();
        foreach (var operation in Lists())
        {
            foreach (var limit in new[] { "0", "201", "-5", "ten", "1e2", "%20", "2147483648", "0x10" })
                found.Refusal(operation, $"limit={limit}", await Query(operation, $"?limit={limit}"), 400);
            foreach (var cursor in new[] { "x", "%00", "AAAA", "Y291cGxlczox%3D%3D", "Y291cGxlczp4", new string('A', 5000), "..%2F..", "bm9wZTox" })
                found.Refusal(operation, $"cursor={cursor[..Math.Min(20, cursor.Length)]}", await Query(operation, $"?cursor={cursor}"), 400);
            foreach (var (other, cursor) in cursors.Where(pair => pair.Key != operation.Id && !SameList(pair.Key, operation.Id)))
                found.Refusal(operation, $"the cursor of {other}", await Query(operation, $"?cursor={cursor}"), 400);
        }

        found.Settle();
    }

    [Fact]
    public async Task Preconditions_are_demanded_compared_and_read_strictly()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => operation.NeedsIfMatch))
        {
            found.Refusal(operation, "without If-Match", await world.Send(operation, world.One, ifMatch: null), 428);
            foreach (var stale in new[] { "\"999998-abc\"", "\"999999-0000000000000000\"", "\"no-number\"", "W/\"1-abc\"", "\"\"" })
                found.Refusal(operation, $"If-Match {stale}", await world.Send(operation, world.One, ifMatch: stale), 412);
            foreach (var malformed in new[] { "1", "\"open", "abc", "\"a\" \"b\"" })
                found.Refusal(operation, $"If-Match {malformed}", await world.Send(operation, world.One, ifMatch: malformed), 400);
        }

        // Nothing else here is versioned before the features that are.
        if (found.Count > 0)
            found.Settle();
    }

    [Fact]
    public async Task Malformed_idempotency_keys_are_refused()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => operation.Method == "POST"))
        {
            foreach (var key in new[] { "with space", new string('k', 201), "tab\there", "\u00e9" })
                found.Refusal(operation, $"Idempotency-Key {key[..Math.Min(12, key.Length)]}", await world.Send(operation, world.One, headers: ("Idempotency-Key", key)), 400);
        }

        found.Settle();
    }

    private IEnumerable<Operation> Lists() => world.Operations.Where(operation => operation.ParametersIn("query").Any(parameter => (string?)parameter["name"] == "cursor"));

    private Task<Answer> Query(Operation operation, string query) =>
        world.Send(operation, world.One, path: operation.Fill(name => world.One.IdsOf(World.Role(operation)).GetValueOrDefault(name)) + query);

    // The same entries in the same order: a cursor of one may serve the other.
    private static bool SameList(string one, string other) => one.Replace("search", "list", StringComparison.Ordinal) == other.Replace("search", "list", StringComparison.Ordinal);

    private async Task<Dictionary<string, string>> Cursors()
    {
        var cursors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in Lists().Where(operation => operation.Method == "GET"))
        {
            var answer = await Query(operation, "?limit=1");
            if (answer.Status == 200 && (string?)answer.Json["nextCursor"] is { } cursor)
                cursors[operation.Id] = cursor;
        }

        return cursors;
    }
}
