using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Walk;

/// <summary>Good answers, held against the document.</summary>
[Collection("one world")]
public sealed class AnswerWalk(World world)
{
    [Fact]
    public async Task Every_read_answers_as_its_schema_says()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => operation.Method == "GET"))
        {
            foreach (var role in operation.IsPublic ? ["admin"] : operation.Roles)
            {
                var answer = await world.Send(operation, world.One, role);
                found.Any(operation, $"as {role}", answer);
                if (answer.Status is not (200 or 404))
                    found.Add($"{operation} as {role}: {answer.Status} {answer.Code}");
                if (answer.Status != 200)
                    continue;
                var (_, type, schema) = operation.Good;
                if (answer.ContentType != type)
                    found.Add($"{operation}: {answer.ContentType} instead of {type}");
                if (type == "application/json")
                {
                    foreach (var fault in SchemaCheck.Faults(world.Description, schema!, answer.Json))
                        found.Add($"{operation} as {role}: {fault}");
                }

                // What is written as it is read has none, and its document says so.
                if (operation.Responses["200"]!["headers"]?["ETag"] is not null && answer.ETag is not ['"', .., '"'])
                    found.Add($"{operation}: ETag {answer.ETag ?? "(none)"}");
            }
        }

        found.Settle();
    }

    [Fact]
    public async Task What_has_not_changed_is_304()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => operation.Method == "GET"))
        {
            var first = await world.Send(operation, world.One);
            if (first.Status != 200 || !operation.Responses.ContainsKey("304"))
                continue;
            // An answer that tells the time of its making differs each time.
            if ((await world.Send(operation, world.One)).ETag != first.ETag)
                continue;
            foreach (var tags in new[] { first.ETag!, $"\"other\", {first.ETag}", $"W/{first.ETag}", "*" })
            {
                var again = await world.Send(operation, world.One, headers: ("If-None-Match", tags));
                found.Any(operation, $"If-None-Match {tags}", again);
                if (again.Status != 304 || again.Body.Length > 0)
                    found.Add($"{operation} with If-None-Match {tags}: {again.Status} with {again.Body.Length} characters");
            }

            var changed = await world.Send(operation, world.One, headers: ("If-None-Match", "\"other\""));
            if (changed.Status != 200)
                found.Add($"{operation} with another If-None-Match: {changed.Status}");
        }

        found.Settle();
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => operation.Method == "GET" && operation.ParametersIn("query").Any(parameter => (string?)parameter["name"] == "cursor")))
        {
            var path = operation.Fill(name => world.One.IdsOf(World.Role(operation)).GetValueOrDefault(name));
            var whole = await world.Send(operation, world.One, path: $"{path}?limit=200");
            found.Any(operation, "whole", whole);
            if (whole.Status != 200)
                continue;
            // The audit grows by being read: its pages are held against each other alone.
            var isStable = (await world.Send(operation, world.One, path: $"{path}?limit=200")).ETag == whole.ETag;
            var pieces = new List<string>();
            for (string? next = $"{path}?limit=1"; next is not null && pieces.Count < 40;)
            {
                var page = await world.Send(operation, world.One, path: next);
                pieces.AddRange(page.Expect(200).Json["items"]!.AsArray().Select(item => item!.ToJsonString()));
                if ((page.Link is not null) != (page.Json["nextCursor"] is not null))
                    found.Add($"{operation}: Link and nextCursor differ");
                next = page.Link is { } link ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
            }

            if (pieces.Distinct(StringComparer.Ordinal).Count() != pieces.Count)
                found.Add($"{operation}: an entry comes twice");
            if (isStable && !whole.Json["items"]!.AsArray().Select(item => item!.ToJsonString()).Take(40).SequenceEqual(pieces, StringComparer.Ordinal))
                found.Add($"{operation}: {pieces.Count} entries one by one, {whole.Json["items"]!.AsArray().Count} at once, or in another order");
        }

        found.Settle();
    }

    [Fact]
    public void Every_creation_succeeds_with_a_body_made_from_its_schema() =>
        Assert.True(world.NotCreated.Count == 0, string.Join('\n', world.NotCreated.Select(pair => $"{pair.Key}: {pair.Value.Status} {pair.Value.Body}")));
}
