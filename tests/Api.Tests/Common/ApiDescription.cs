using System.Text.Json.Nodes;

namespace CounselDesk.Api.Tests.Common;

/// <summary>The API as its own OpenAPI document describes it.</summary>
public sealed class ApiDescription
{
    private ApiDescription(JsonNode document)
    {
        Document = document;
        Operations =
        [
            .. from path in document["paths"]!.AsObject()
               from member in path.Value!.AsObject()
               where member.Key is "get" or "put" or "post" or "patch" or "delete"
               select new Operation(this, member.Key.ToUpperInvariant(), path.Key, member.Value!.AsObject()),
        ];
    }

    public JsonNode Document { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public static async Task<ApiDescription> Read(TestApi api) => new((await api.Anonymous().Get("/openapi/v1.json")).Expect(200).Json);

    /// <summary>For planted documents.</summary>
    public static ApiDescription Of(string json) => new(JsonNode.Parse(json)!);

    /// <summary>The schema that a reference stands for, or the schema itself.</summary>
    public JsonObject Resolve(JsonNode schema)
    {
        var target = schema.AsObject();
        while ((string?)target["$ref"] is { } reference)
            target = Document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!.AsObject();
        return target;
    }
}

/// <summary>One method at one path.</summary>
public sealed class Operation(ApiDescription api, string method, string path, JsonObject json)
{
    public string Method => method;

    public string Path => path;

    public JsonObject Json => json;

    public string Id => (string?)json["operationId"] ?? $"{method} {path}";

    public bool IsPublic => json["security"] is JsonArray { Count: 0 };

    public IReadOnlyList<string> Roles => [.. (json["x-roles"] as JsonArray ?? []).Select(role => (string)role!)];

    public IReadOnlyList<JsonObject> Parameters => [.. (json["parameters"] as JsonArray ?? []).Select(parameter => parameter!.AsObject())];

    public IEnumerable<JsonObject> ParametersIn(string place) => Parameters.Where(parameter => (string?)parameter["in"] == place);

    public IReadOnlyList<string> PathParameters => [.. ParametersIn("path").Select(parameter => (string)parameter["name"]!)];

    public bool NeedsIfMatch => ParametersIn("header").Any(parameter => (string?)parameter["name"] == "If-Match");

    public JsonObject Responses => json["responses"]!.AsObject();

    public (string Type, JsonObject Schema)? Body =>
        json["requestBody"]?["content"] is JsonObject content && content.First() is var only
            ? (only.Key, api.Resolve(only.Value!["schema"]!))
            : null;

    /// <summary>The good answer's status, media type and schema; no schema for 204.</summary>
    public (int Status, string? Type, JsonNode? Schema) Good
    {
        get
        {
            var (status, response) = Responses.First(pair => pair.Key[0] == '2');
            var content = response!["content"]?.AsObject().First();
            return (int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), content?.Key, content?.Value!["schema"]);
        }
    }

    public bool Documents(int status) => Responses.ContainsKey(status.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public string Fill(Func<string, string?> valueOf) => PathParameters.Aggregate(path, (filled, name) => filled.Replace($"{{{name}}}", valueOf(name) ?? Guid.Empty.ToString(), StringComparison.Ordinal));

    public override string ToString() => $"{method} {path}";
}
