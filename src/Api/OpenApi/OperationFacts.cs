using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using CounselDesk.Api.Http;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CounselDesk.Api.OpenApi;

/// <summary>Completes each operation from the request it sends: id, roles, headers, and every status with its schema.</summary>
internal sealed class OperationFacts : IOperationFilter
{
    private const string Json = "application/json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var action = (ControllerActionDescriptor)context.ApiDescription.ActionDescriptor;
        if (action.EndpointMetadata.OfType<SendsAttribute>().FirstOrDefault() is not { } sends)
            return;
        var rule = RequestRule.Of(sends.Request);
        var method = context.ApiDescription.HttpMethod!;
        var isCommand = sends.Request.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>));
        var isVersioned = typeof(IVersionedCommand).IsAssignableFrom(sends.Request);
        var isTagged = HttpMethods.IsGet(method) && !typeof(IStreamed).IsAssignableFrom(ResultOf(sends.Request));

        operation.OperationId = JsonNamingPolicy.CamelCase.ConvertName(action.ActionName);
        operation.Description = $"{operation.Description}\n\n{Who(rule)}".Trim();
        if (!rule.IsPublic)
            operation.AddExtension("x-roles", new JsonNodeExtension(new JsonArray([.. RolesOf(rule).Select(role => JsonValue.Create(role))])));
        operation.Security = rule.IsPublic ? [] : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocument.Bearer, context.Document)] = [] }];

        operation.Parameters = [.. (operation.Parameters ?? []).Where(parameter => !string.Equals(parameter.Name, "version", StringComparison.OrdinalIgnoreCase) && !string.Equals(parameter.Name, "ifMatch", StringComparison.OrdinalIgnoreCase))];
        ParameterWords.Describe(operation.Parameters);
        if (isVersioned)
            operation.Parameters.Add(Header("If-Match", "The ETag of what you read, or * for any version.", required: true));
        if (isTagged)
            operation.Parameters.Add(Header("If-None-Match", "The ETag you have: 304 if it is still good.", required: false));
        if (HttpMethods.IsPost(method))
            operation.Parameters.Add(Header("Idempotency-Key", "1 to 200 visible ASCII characters of your choice, new for each thing to be done. Sent again within 24 hours with the same request, it gets the first answer again.", required: false));

        if (operation.RequestBody is OpenApiRequestBody { Content: { } content } body)
        {
            var type = HttpMethods.IsPatch(method) ? "application/merge-patch+json" : Json;
            body.Required = !MayLackBody(action);
            body.Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal) { [type] = content.Values.First() };
        }

        var takesFile = FilePart.IsSentTo(action);
        if (takesFile)
        {
            operation.Parameters = [.. operation.Parameters.Where(parameter => !string.Equals(parameter.Name, UploadBinder.Part, StringComparison.Ordinal))];
            operation.RequestBody = FilePart.Body();
        }

        operation.Responses = [];
        Success(operation, context, action, sends.Request);
        if (isTagged)
            operation.Responses["304"] = new OpenApiResponse { Description = "Not modified: what you have is still good." };

        Problem("400", "Malformed or invalid input; `errors` names each field and its rule.");
        if (!rule.IsPublic || sends.Request.Name.Contains("Sign", StringComparison.Ordinal) || sends.Request.Name.Contains("Invitation", StringComparison.Ordinal))
            Problem("401", "Not signed in, or the sign-in has ended.");
        Problem("403", "Your roles do not allow this, or the case is another clinician's.");
        if (context.ApiDescription.RelativePath!.Contains('{', StringComparison.Ordinal) || context.ApiDescription.RelativePath.Contains("/portal/", StringComparison.Ordinal))
            Problem("404", "There is no such thing in your practice.");
        if (isCommand || action.EndpointMetadata.OfType<MayConflictAttribute>().Any())
            Problem("409", "Against the present state; `code` says which.");
        if (isCommand)
            Problem("422", "Against a clinical or safety rule, or an Idempotency-Key used for another request.");

        if (isVersioned)
        {
            Problem("412", "It has changed since: read it again.");
            Problem("428", "If-Match is missing.");
        }

        if (operation.RequestBody is not null)
        {
            Problem("413", takesFile ? "The file is larger than 10 MB." : "The body is larger than 256 KiB.");
            Problem("415", "Another content type than this operation takes.");
        }

        if (action.EndpointMetadata.OfType<EnableRateLimitingAttribute>().Any())
            Problem("429", "Too many attempts; see Retry-After.");
        Problem("500", "A fault of the program's; nothing was changed.");
        Problem("503", "The database is busy or away; see Retry-After. `outcome-unknown` says that a change may have been kept.");

        void Problem(string status, string description) => operation.Responses[status] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository) },
            },
        };
    }

    private static void Success(OpenApiOperation operation, OperationFilterContext context, ControllerActionDescriptor action, Type request)
    {
        var result = ResultOf(request);
        var created = action.EndpointMetadata.OfType<CreatesAttribute>().Any();
        if (result == typeof(Unit))
        {
            operation.Responses!["204"] = new OpenApiResponse { Description = "Done." };
            return;
        }

        var type = action.EndpointMetadata.OfType<ProducesAttribute>().FirstOrDefault()?.ContentTypes.First() ?? Json;
        var response = new OpenApiResponse
        {
            Description = created ? "Created." : "Good.",
            Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal),
            Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
            {
                [type] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(result, context.SchemaRepository) },
            },
        };
        if (!typeof(IStreamed).IsAssignableFrom(result))
            response.Headers["ETag"] = new OpenApiHeader { Description = "Strong; send it back as If-Match or If-None-Match.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        if (created)
            response.Headers["Location"] = new OpenApiHeader { Description = "Where it is.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        operation.Responses![created ? "201" : "200"] = response;
    }

    private static bool MayLackBody(ControllerActionDescriptor action) => action.MethodInfo.GetParameters()
        .Any(parameter => parameter.GetCustomAttribute<FromBodyAttribute>() is { EmptyBodyBehavior: EmptyBodyBehavior.Allow });

    private static Type ResultOf(Type request) =>
        request.GetInterfaces().First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)).GetGenericArguments()[0];

    private static string Who(RequestRule rule) =>
        rule.IsPublic ? "*Without signing in.*" : $"*Roles: {string.Join(", ", RolesOf(rule))}.*";

    private static IEnumerable<string> RolesOf(RequestRule rule) =>
        (rule.Access?.Everyone ?? Roles.None).ToList().Select(role => JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString()));

    private static OpenApiParameter Header(string name, string description, bool required) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = required,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}

/// <summary>Why a request was refused (RFC 9457).</summary>
/// <param name="Type">A URN made of the code.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do about it. Never a value, a name or a text.</param>
/// <param name="Code">Stable, kebab-case: switch on it.</param>
/// <param name="TraceId">Finds the request in the practice's audit and log.</param>
/// <param name="Errors">For 400: the broken rules by JSON field name, such as <c>partners[1].email</c>.</param>
/// <param name="ConflictsWith">For some 409: the resource that stands in the way.</param>
/// <param name="Clashes">For <c>session-clash</c> and a series' <c>time-off</c>: each time that cannot be had.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, string TraceId,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null, Guid? ConflictsWith = null, IReadOnlyList<TimeClash>? Clashes = null);
