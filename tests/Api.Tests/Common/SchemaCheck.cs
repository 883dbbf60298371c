using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CounselDesk.Api.Tests.Common;

/// <summary>Holds JSON against the part of JSON Schema that the API's document uses; a word it does not know fails.</summary>
public static class SchemaCheck
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "type", "format", "properties", "required", "additionalProperties", "items", "enum", "$ref", "oneOf", "allOf", "description",
        "example", "examples", "default", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "title",
        "readOnly", "writeOnly", "deprecated", "uniqueItems",
    };

    /// <summary>What is wrong with the value, by path; nothing if it is valid.</summary>
    public static IEnumerable<string> Faults(ApiDescription api, JsonNode schema, JsonNode? value, string at = "$")
    {
        var target = api.Resolve(schema);
        foreach (var word in target.Select(pair => pair.Key).Where(key => !Known.Contains(key) && !key.StartsWith("x-", StringComparison.Ordinal)))
            yield return $"{at}: the schema says '{word}', which this check does not know";
        if (target["oneOf"] is JsonArray choices)
        {
            if (choices.Count(choice => !Faults(api, choice!, value, at).Any()) != 1)
                yield return $"{at}: not exactly one of the choices: {string.Join("; ", choices.SelectMany(choice => Faults(api, choice!, value, at)).Take(3))}";
            yield break;
        }

        foreach (var fault in (target["allOf"] as JsonArray ?? []).SelectMany(part => Faults(api, part!, value, at)))
            yield return fault;
        var kind = KindOf(value);
        var types = TypesOf(target);
        if (types.Count > 0 && !types.Contains(kind) && !(kind == "integer" && types.Contains("number")))
        {
            yield return $"{at}: {kind} instead of {string.Join(" or ", types)}";
            yield break;
        }

        if (target["enum"] is JsonArray words && kind != "null" && !words.Any(word => JsonNode.DeepEquals(word, value)))
            yield return $"{at}: not one of the listed words";
        var inner = value switch
        {
            JsonObject members => Members(api, target, members, at),
            JsonArray entries when target["items"] is { } items => entries.SelectMany((entry, index) => Faults(api, items, entry, $"{at}[{index}]")),
            JsonValue leaf when kind == "string" => Text(target, (string)leaf!, at),
            JsonValue leaf when kind is "integer" or "number" => Number(target, leaf, at),
            _ => [],
        };
        foreach (var fault in inner)
            yield return fault;
    }

    public static IReadOnlyList<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(type => (string)type!)],
        JsonValue one => [(string)one!],
        _ => [],
    };

    private static IEnumerable<string> Members(ApiDescription api, JsonObject schema, JsonObject value, string at)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(name => (string)name!).Where(name => !value.ContainsKey(name)))
            yield return $"{at}.{name}: missing";
        foreach (var (name, member) in value)
        {
            if (properties[name] is { } known)
            {
                foreach (var fault in Faults(api, known, member, $"{at}.{name}"))
                    yield return fault;
            }
            else if (schema["additionalProperties"] is JsonObject others)
            {
                foreach (var fault in Faults(api, others, member, $"{at}.{name}"))
                    yield return fault;
            }
            else if (schema["additionalProperties"] is JsonValue allowed && !(bool)allowed)
            {
                yield return $"{at}.{name}: not in the schema";
            }
        }
    }

    private static IEnumerable<string> Text(JsonObject schema, string text, string at)
    {
        var isGood = (string?)schema["format"] switch
        {
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
                && instant.Offset == TimeSpan.Zero && (text[^1] == 'Z' || text.EndsWith("+00:00", StringComparison.Ordinal)),
            _ => true,
        };
        if (!isGood)
            yield return $"{at}: not of the format {schema["format"]}";
        if ((int?)schema["maxLength"] < text.Length || (int?)schema["minLength"] > text.Length)
            yield return $"{at}: of a length outside the schema's";
    }

    private static IEnumerable<string> Number(JsonObject schema, JsonValue value, string at)
    {
        var number = value.GetValue<JsonElement>().GetDouble();
        if ((double?)schema["minimum"] > number || (double?)schema["maximum"] < number)
            yield return $"{at}: outside the schema's range";
    }

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => value.GetValue<JsonElement>().GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
    };
}
