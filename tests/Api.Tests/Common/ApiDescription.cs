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

    /// <summary>The path's parameters by the name that ids are known by: a key is an exercise's or a measure's.</summary>
    public IReadOnlyList<string> PathParameters => [.. Placeholders.Select(placeholder => placeholder.Known)];

    private IEnumerable<(string Known, string Written)> Placeholders
    {
        get
        {
            var parts = path.Split('/');
            foreach (var (index, part) in parts.Index().Where(pair => pair.Item.StartsWith('{')))
            {
                // An ending may follow, as in {secret}.ics.
                var written = part[..(part.IndexOf('}', StringComparison.Ordinal) + 1)];
                yield return (written == "{key}" ? $"{parts[index - 1].TrimEnd('s')}Key" : written.Trim('{', '}'), written);
            }
        }
    }

    public bool NeedsIfMatch => ParametersIn("header").Any(parameter => (string?)parameter["name"] == "If-Match");

    public JsonObject Responses => json["responses"]!.AsObject();

    public (string Type, JsonObject Schema)? Body =>
        json["requestBody"]?["content"] is JsonObject content && content.First() is var only
            ? (only.Key, api.Resolve(only.Value!["schema"]!))
            : null;

    /// <summary>The body may be left out.</summary>
    public bool MayLackBody => json["requestBody"] is { } body && (bool?)body["required"] != true;

    /// <summary>A file is sent, not JSON.</summary>
    public bool TakesFile => Body?.Type is "multipart/form-data";

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

    /// <summary>The path with each parameter's value in its place.</summary>
    public string Fill(Func<string, string?> valueOf) => Placeholders.Aggregate(path, (filled, placeholder) =>
        filled.Replace(placeholder.Written, valueOf(placeholder.Known) ?? Guid.Empty.ToString(), StringComparison.Ordinal));

    public override string ToString() => $"{method} {path}";
}
