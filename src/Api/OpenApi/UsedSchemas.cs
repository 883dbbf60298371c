using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CounselDesk.Api.OpenApi;

/// <summary>Leaves out the schemas that nothing refers to: wrappers the program reads by, which no client ever sees.</summary>
internal sealed partial class UsedSchemas : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        if (swaggerDoc.Components?.Schemas is not { } schemas)
            return;
        for (var before = -1; before != schemas.Count;)
        {
            before = schemas.Count;
            var used = Reference().Matches(swaggerDoc.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1).GetAwaiter().GetResult())
                .Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
            foreach (var name in schemas.Keys.Where(name => !used.Contains(name)).ToList())
                schemas.Remove(name);
        }
    }

    [GeneratedRegex("\"#/components/schemas/(?<name>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Reference();
}
