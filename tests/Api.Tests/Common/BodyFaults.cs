using System.Text.Json.Nodes;

namespace CounselDesk.Api.Tests.Common;

/// <summary>Everything that can be wrong with a body, derived from its schema and one good body.</summary>
public sealed class BodyFaults(ApiDescription api, Bodies bodies)
{
    private const int LongerThanAnyText = 20_001;

    /// <summary>Bodies that are no JSON of this schema at all.</summary>
    public static IEnumerable<(string What, byte[] Body)> Unreadable(JsonObject good)
    {
        var text = good.ToJsonString();
        foreach (var (what, body) in new[]
        {
            ("an open brace", "{"), ("a missing value", "{\"a\":}"), ("bare words", "nope"), ("NaN", "{\"a\":NaN}"), ("a trailing comma", text[..^1] + ",}"),
            ("text after the end", text + "x"), ("two bodies", text + text), ("an array", "[]"), ("the body in an array", $"[{text}]"), ("a string", "\"text\""),
            ("a number", "12"), ("null", "null"), ("true", "true"), ("single quotes", text.Replace('"', '\'')), ("a comment", "/* hm */" + text),
            ("only a space", " "), ("nothing", ""), ("deep nesting", string.Concat(Enumerable.Repeat("{\"a\":", 400)) + "1" + new string('}', 400)),
            ("an unknown property with a lone surrogate in its name", "{\"\\ud800\":1}"), ("an unknown property with NUL in its name", "{\"a\\u0000b\":1}"),
            ("an unknown property with markup in its name", "{\"<script>\":1}"), ("__proto__", "{\"__proto__\":{}}"), ("$type", "{\"$type\":\"System.Object\"}"),
            ("$ref", "{\"$ref\":\"1\"}"), ("an empty name", "{\"\":1}"), ("a long name", $"{{\"{new string('n', 5000)}\":1}}"),
        })
        {
            // Single quotes and a comment change nothing in an empty object.
            if (good.Count > 0 || what is not ("single quotes" or "a trailing comma"))
                yield return (what, ApiClient.Utf8(body));
        }

        yield return ("broken UTF-8", [.. ApiClient.Utf8(text[..^1]), (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}']);
        yield return ("UTF-16", System.Text.Encoding.Unicode.GetBytes(text));
    }

    /// <summary>JSON that breaks the schema in one place.</summary>
    public IEnumerable<(string What, string Body)> Broken(JsonObject schema, JsonObject good, Bodies.Given given) =>
        Members(schema, good, "", given, changed => changed);

    private IEnumerable<(string What, string Body)> Members(JsonObject schema, JsonObject good, string at, Bodies.Given given, Func<JsonObject, JsonObject> whole)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        if (schema["additionalProperties"] is JsonValue)
            yield return ($"{at}: an unknown property", Whole("noSuchThing", JsonValue.Create("x")));
        foreach (var (name, member) in properties)
        {
            var place = at.Length == 0 ? name : $"{at}.{name}";
            var target = bodies.NotNull(member!);
            var allowed = AllowedTypes(member!);
            if (required.Contains(name))
            {
                var without = Copy(good);
                without.Remove(name);
                yield return ($"{place} missing", whole(without).ToJsonString());
            }

            yield return ($"{place} in capitals", Whole(name.ToUpperInvariant(), JsonValue.Create(1)));
            var present = Copy(good);
            present[name] ??= bodies.Value(member!, name, given);
            var twice = whole(present).ToJsonString();
            if (at.Length == 0)
                yield return ($"{place} twice", $"{{{JsonValue.Create(name).ToJsonString()}:{present[name]!.ToJsonString()},{twice[1..]}");
            foreach (var (what, value) in WrongValues(target, allowed))
                yield return ($"{place} {what}", WholeRaw(name, value));

            // What lies below it, with everything around it kept good.
            if (target["properties"] is not null && present[name] is JsonObject inner)
            {
                foreach (var deeper in Members(target, inner, place, given, changed => whole(With(present, name, changed))))
                    yield return deeper;
            }
            else if (target["items"] is { } items && bodies.NotNull(items) is { } item && item["properties"] is not null && present[name] is JsonArray { Count: > 0 } entries)
            {
                foreach (var deeper in Members(item, entries[0]!.AsObject(), $"{place}[0]", given, changed =>
                {
                    var copy = entries.DeepClone().AsArray();
                    copy[0] = changed;
                    return whole(With(present, name, copy));
                }))
                    yield return deeper;
            }
        }

        string Whole(string name, JsonNode? value) => whole(With(good, name, value)).ToJsonString();

        // Some values no JsonNode can hold: written in afterwards.
        string WholeRaw(string name, string value) => whole(With(good, name, JsonValue.Create("%raw%"))).ToJsonString().Replace("\"%raw%\"", value, StringComparison.Ordinal);
    }

    private static IEnumerable<(string What, string Value)> WrongValues(JsonObject target, IReadOnlyCollection<string> allowed)
    {
        foreach (var (type, value) in new[] { ("null", "null"), ("boolean", "true"), ("integer", "7"), ("string", "\"text\""), ("array", "[]"), ("object", "{}") })
        {
            if (!allowed.Contains(type) && !(type == "integer" && allowed.Contains("number")))
                yield return ($"as {type}", value);
        }

        if (allowed.Contains("integer"))
        {
            foreach (var value in new[] { "1.5", "1e99", "99999999999999999999", "-99999999999999999999", "\"1\"", "2147483648", "-2147483649", "-2147483648", "2147483647" })
                yield return ($"as {value}", value);
        }

        if (allowed.Contains("boolean"))
            yield return ("as the word true", "\"true\"");
        if (!allowed.Contains("string"))
            yield break;
        if (target["enum"] is not null)
        {
            foreach (var value in new[] { "\"no-such-word\"", "\"\"", "\"0\"", "0", $"\"{((string)target["enum"]![0]!).ToUpperInvariant()}\"" })
                yield return ($"as {value}", value);
            yield break;
        }

        switch ((string?)target["format"])
        {
            case "uuid":
                foreach (var value in new[] { "\"no id\"", "\"\"", "\"{7f0c1c5a-4a8e-4e7e-9d5c-0123456789ab}\"", "\"7f0c1c5a4a8e4e7e9d5c0123456789ab\"" })
                    yield return ($"as {value}", value);
                break;
            case "date":
                foreach (var value in new[] { "\"2026-02-30\"", "\"tomorrow\"", "\"\"", "\"2026-1-1\"", "\"01/02/2026\"", "\"2026-01-01T00:00:00Z\"", "\"10000-01-01\"" })
                    yield return ($"as {value}", value);
                break;
            case "date-time":
                foreach (var value in new[] { "\"2026-02-30T00:00:00Z\"", "\"tomorrow\"", "\"\"", "\"2026-01-01T25:00:00Z\"", "\"1767225600\"" })
                    yield return ($"as {value}", value);
                break;
            default:
                var tooLong = (int?)target["maxLength"] + 1 ?? LongerThanAnyText;
                yield return ($"with {tooLong} characters", $"\"{new string('x', tooLong)}\"");
                yield return ("with NUL", "\"a\\u0000b\"");
                yield return ("with a lone high surrogate", "\"a\\ud83d b\"");
                yield return ("with a lone low surrogate", "\"a\\udc94\"");
                yield return ("with a bell", "\"a\\u0007b\"");
                break;
        }
    }

    private List<string> AllowedTypes(JsonNode schema)
    {
        var target = api.Resolve(schema);
        var types = SchemaCheck.TypesOf(target).ToList();
        foreach (var choice in target["oneOf"] as JsonArray ?? [])
            types.AddRange(AllowedTypes(choice!));
        return types;
    }

    private static JsonObject Copy(JsonObject value) => value.DeepClone().AsObject();

    private static JsonObject With(JsonObject value, string name, JsonNode? member)
    {
        var copy = Copy(value);
        copy[name] = member?.DeepClone();
        return copy;
    }
}
