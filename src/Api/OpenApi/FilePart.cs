using CounselDesk.Api.Http;
using CounselDesk.Application.Homework;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.OpenApi;

namespace CounselDesk.Api.OpenApi;

/// <summary>How a file is sent and comes back, in the words of OpenAPI: pages offer a file to be chosen, clients take a stream.</summary>
internal static class FilePart
{
    public static OpenApiSchema Schema() => new() { Type = JsonSchemaType.String, Format = "binary" };

    public static bool IsSentTo(ControllerActionDescriptor action) => action.MethodInfo.GetParameters().Any(parameter => parameter.ParameterType == typeof(AttachedFile));

    public static OpenApiRequestBody Body()
    {
        var file = Schema();
        file.Description = "The photograph or document: JPEG, PNG or PDF, 1 byte to 10 MB.";
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
            {
                ["multipart/form-data"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string>(StringComparer.Ordinal) { UploadBinder.Part },
                        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { [UploadBinder.Part] = file },
                        AdditionalPropertiesAllowed = false,
                    },
                },
            },
        };
    }
}
