using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CounselDesk.Api.OpenApi;

/// <summary>
/// Says exactly what JSON the program takes and gives: a member is required unless it has a default or is a merge
/// patch's, null is allowed where the type says so, and nothing else may be sent.
/// </summary>
internal sealed class ExactSchemas(TextLimits limits) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema target)
            return;
        if (context.Type is { IsEnum: true })
        {
            target.Type = JsonSchemaType.String;
            target.Format = null;
            target.Enum = [.. Enum.GetNames(context.Type).Select(name => (System.Text.Json.Nodes.JsonNode)JsonNamingPolicy.KebabCaseLower.ConvertName(name))];
            return;
        }

        if (target.Properties is not { Count: > 0 } properties || context.Type.Namespace?.StartsWith("CounselDesk", StringComparison.Ordinal) != true)
            return;

        var optionalParameters = context.Type.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.HasDefaultValue)
            .Select(parameter => parameter.Name!)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        // One for each schema: it is not made to be shared between threads.
        var nullability = new NullabilityInfoContext();
        target.Required = new HashSet<string>(StringComparer.Ordinal);
        target.AdditionalPropertiesAllowed = false;
        foreach (var property in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!properties.TryGetValue(name, out var member))
                continue;
            var isPatch = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Optional<>);
            var info = nullability.Create(property);
            if (isPatch)
            {
                var inner = property.PropertyType.GetGenericArguments()[0];
                var generated = context.SchemaGenerator.GenerateSchema(inner, context.SchemaRepository);
                Describe(generated, member);
                properties[name] = Nullable(generated, IsNullable(info.GenericTypeArguments[0], inner));
            }
            else
            {
                if (!optionalParameters.Contains(property.Name))
                    target.Required.Add(name);
                properties[name] = Nullable(member, IsNullable(info, property.PropertyType));
            }

            if (limits.Of(context.Type, name) is { } limit && properties[name] is OpenApiSchema { Type: { } type } text && type.HasFlag(JsonSchemaType.String))
                (text.MinLength, text.MaxLength) = (1, limit);
        }
    }

    private static bool IsNullable(NullabilityInfo info, Type type) =>
        System.Nullable.GetUnderlyingType(type) is not null || (!type.IsValueType && info.ReadState == NullabilityState.Nullable);

    private static void Describe(IOpenApiSchema generated, IOpenApiSchema member)
    {
        switch (generated)
        {
            case OpenApiSchema own:
                own.Description ??= member.Description;
                break;
            case OpenApiSchemaReference reference:
                reference.Description = member.Description;
                break;
        }
    }

    private static IOpenApiSchema Nullable(IOpenApiSchema schema, bool isNullable)
    {
        switch (schema)
        {
            case OpenApiSchema own when own.Type is { } type:
                own.Type = isNullable ? type | JsonSchemaType.Null : type & ~JsonSchemaType.Null;
                return own;
            case OpenApiSchemaReference reference when isNullable:
                return new OpenApiSchema { Description = reference.Description, OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }] };
            default:
                return schema;
        }
    }
}
