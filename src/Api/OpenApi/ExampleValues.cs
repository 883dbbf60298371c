using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CounselDesk.Api.OpenApi;

/// <summary>Examples for bodies and ids.</summary>
internal sealed class ExampleValues : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
    }
}
