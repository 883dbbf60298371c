using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CounselDesk.Api.Tests.Common;

/// <summary>What a front-end team needs the document to say.</summary>
public static partial class DocumentLint
{
    public static IEnumerable<string> Faults(ApiDescription api) => Operations(api).Concat(Schemas(api));

    private static IEnumerable<string> Operations(ApiDescription api)
    {
        foreach (var twins in api.Operations.GroupBy(operation => operation.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"operationId {twins.Key} is given {twins.Count()} times";
        foreach (var operation in api.Operations)
        {
            if (operation.Json["operationId"] is null)
                yield return $"{operation}: no operationId";
            if (string.IsNullOrWhiteSpace((string?)operation.Json["summary"]))
                yield return $"{operation}: no summary";
            if (operation.Json["tags"] is not JsonArray { Count: 1 })
                yield return $"{operation}: not exactly one tag";
            if (!operation.IsPublic && operation.Roles.Count == 0)
                yield return $"{operation}: neither public nor any roles";
            foreach (var parameter in operation.Parameters)
            {
                if (string.IsNullOrWhiteSpace((string?)parameter["description"]))
                    yield return $"{operation}: parameter {parameter["name"]} has no description";
                if (parameter["schema"] is null)
                    yield return $"{operation}: parameter {parameter["name"]} has no schema";
            }

            if (operation.Method == "GET" && operation.Body is not null)
                yield return $"{operation}: a GET with a body";
            if (!operation.Responses.Any(response => response.Key[0] == '2'))
                yield return $"{operation}: no good answer";
            foreach (var (status, response) in operation.Responses.Where(response => response.Key is not ("204" or "304")))
            {
                if (response!["content"] is not JsonObject { Count: > 0 } content || content.Any(type => type.Value?["schema"] is null))
                    yield return $"{operation}: {status} without a schema";
            }
        }
    }

    private static IEnumerable<string> Schemas(ApiDescription api)
    {
        foreach (var (name, schema) in api.Document["components"]!["schemas"]!.AsObject())
        {
            foreach (var fault in Schema(api, name, schema!.AsObject()))
                yield return fault;
        }
    }

    private static IEnumerable<string> Schema(ApiDescription api, string name, JsonObject schema)
    {
        if (schema["enum"] is JsonArray words)
        {
            foreach (var word in words.Where(word => word is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.String || !Kebab().IsMatch((string)word!)))
                yield return $"{name}: the word {word} is not kebab-case text";
        }

        if (schema["properties"] is JsonObject { Count: > 0 } properties)
        {
            if (schema["additionalProperties"] is null)
                yield return $"{name}: says nothing of other properties";
            foreach (var (property, member) in properties)
            {
                if (string.IsNullOrWhiteSpace((string?)member!["description"]))
                    yield return $"{name}.{property}: no description";
                if (!Camel().IsMatch(property))
                    yield return $"{name}.{property}: not camelCase";
            }
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kebab();

    [GeneratedRegex("^[a-z][A-Za-z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex Camel();
}
