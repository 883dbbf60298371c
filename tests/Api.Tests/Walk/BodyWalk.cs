using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Walk;

/// <summary>Bodies of every operation that takes one, sent by somebody who may.</summary>
[Collection("one world")]
public sealed class BodyWalk(World world)
{
    [Fact]
    public async Task What_is_no_JSON_of_this_kind_is_400()
    {
        var found = new Findings(world);
        await Each(async (operation, type, good) =>
        {
            foreach (var (what, body) in BodyFaults.Unreadable(good).Where(fault => !operation.MayLackBody || fault.What is not ("nothing" or "null")))
                found.Refusal(operation, what, await world.Send(operation, world.One, body: ApiClient.Bytes(body, type)), 400);
        });
        found.Settle();
    }

    [Fact]
    public async Task Each_property_refuses_what_its_schema_does_not_allow()
    {
        var found = new Findings(world);
        var faults = new BodyFaults(world.Description, world.Bodies);
        await Each(async (operation, type, good) =>
        {
            foreach (var (what, body) in faults.Broken(operation.Body!.Value.Schema, good, World.Given(world.One, World.Role(operation))))
            {
                // A password is compared, never kept or shown: any text may be tried.
                int[] expected = what.Contains("assword with", StringComparison.Ordinal) ? [400, 401] : [400];
                found.Refusal(operation, what, await world.Send(operation, world.One, body: ApiClient.Bytes(ApiClient.Utf8(body), type)), expected);
            }
        });
        found.Settle();
    }

    [Fact]
    public async Task What_takes_no_body_refuses_one_that_says_something()
    {
        var found = new Findings(world);
        var bodyless = world.Operations.Where(operation => operation is { Body: null, TakesFile: false } && operation.Method is "POST" or "PUT" or "DELETE").ToList();
        Assert.NotEmpty(bodyless);
        foreach (var operation in bodyless)
        {
            foreach (var body in new[] { "{\"reason\":\"x\"}", "[1]", "\"x\"", "{" })
                found.Refusal(operation, body, await world.Send(operation, world.One, body: ApiClient.Bytes(ApiClient.Utf8(body), "application/json")), 400);
        }

        found.Settle();
    }

    [Fact]
    public async Task Another_content_type_is_415_and_a_large_body_413()
    {
        var found = new Findings(world);
        await Each(async (operation, type, good) =>
        {
            foreach (var other in new[] { "text/plain", "application/xml", "application/x-www-form-urlencoded", "text/json", "application/octet-stream", type == "application/json" ? "application/merge-patch+json" : "application/json" })
                found.Refusal(operation, $"as {other}", await world.Send(operation, world.One, body: ApiClient.Bytes(ApiClient.Utf8(good.ToJsonString()), other)), 415);
            var untyped = new ByteArrayContent(ApiClient.Utf8(good.ToJsonString()));
            found.Refusal(operation, "without a content type", await world.Send(operation, world.One, body: untyped), 415);
            foreach (var size in new[] { 256 * 1024 + 1, 1024 * 1024 })
                found.Refusal(operation, $"with {size} bytes", await world.Send(operation, world.One, body: ApiClient.Bytes(ApiClient.Utf8($"{{\"a\":\"{new string('x', size - 8)}\"}}"), type)), 413);
        });
        found.Settle();
    }

    [Fact]
    public async Task Text_in_every_script_is_taken_whole_or_refused_and_never_harms()
    {
        var found = new Findings(world);
        await Each(async (operation, type, good) =>
        {
            // Signing in and out would end what the walk stands on.
            if ((string?)operation.Json["tags"]?[0] == "Sign-in")
                return;
            foreach (var (name, member) in operation.Body!.Value.Schema["properties"]!.AsObject())
            {
                var target = world.Bodies.NotNull(member!);
                if (!SchemaCheck.TypesOf(target).Contains("string", StringComparer.Ordinal) || target["format"] is not null || target["enum"] is not null)
                    continue;
                foreach (var text in new[] { "\ud83d\udc94\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "\u202eevil\u202c", "שלום مرحبا", "Zoë O'Brien; DROP TABLE Couples--", "\u0130\u0131ßﬁ", "%_[a]!", "<script>alert(1)</script>", "\ufeffbom", "e\u0301" })
                {
                    var body = good.DeepClone().AsObject();
                    body[name] = text;
                    var answer = await world.Send(operation, world.One, body: ApiClient.Bytes(ApiClient.Utf8(body.ToJsonString()), type));
                    found.Any(operation, $"{name} in odd text", answer);
                    if (answer.IsGood && answer.ContentType == "application/json" && answer.Json is JsonObject shown && shown[name] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String && (string)value! != text)
                        found.Add($"{operation} {name}: came back as other text");
                    if (answer.Status >= 400 && answer.Body.Contains(text, StringComparison.Ordinal))
                        found.Add($"{operation} {name}: the refusal repeats the value");
                }
            }
        });
        found.Settle(mayChange: true);
    }

    [Fact]
    public async Task A_body_where_none_is_taken_does_no_harm()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => operation.Body is null && operation.Method == "GET"))
        {
            var answer = await world.Send(operation, world.One, body: new StringContent("{", new MediaTypeHeaderValue("application/json")));
            found.Any(operation, "with a body", answer);
        }

        found.Settle();
    }

    private Task Each(Func<Operation, string, JsonObject, Task> work) => Parallel.ForEachAsync(
        // Files have tests of their own.
        world.Operations.Where(operation => operation is { Body: not null, TakesFile: false }),
        new ParallelOptions { MaxDegreeOfParallelism = 4 },
        async (operation, _) => await work(operation, operation.Body!.Value.Type, world.Bodies.Valid(operation, World.Given(world.One, World.Role(operation)))));
}
