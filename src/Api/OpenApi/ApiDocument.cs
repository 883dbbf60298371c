using CounselDesk.Application.Common;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CounselDesk.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document and the page to explore it.</summary>
public static class ApiDocument
{
    public const string Bearer = "bearer";
    private const string Address = "/openapi/v1.json";

    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.AddSingleton<TextLimits>();
        services.AddSwaggerGen(options =>
        {
            options.AddServer(new OpenApiServer { Url = "/", Description = "Where this document came from." });
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "CounselDesk",
                Version = "v1",
                Description = Overview,
            });
            foreach (var part in new[] { "Domain", "Application", "Api" })
                options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, $"CounselDesk.{part}.xml"), includeControllerXmlComments: true);
            options.AddSecurityDefinition(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The accessToken of a sign-in.",
            });
            options.SupportNonNullableReferenceTypes();
            options.MapType<Http.SecretText>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            options.MapType<Application.Homework.AttachmentFile>(FilePart.Schema);
            options.CustomSchemaIds(SchemaNames.Of);
            options.SchemaFilter<ExactSchemas>();
            options.OperationFilter<OperationFacts>();
            options.DocumentFilter<ExampleValues>();
            options.DocumentFilter<UsedSchemas>();
        });
        services.Configure<SwaggerOptions>(options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        return services;
    }

    /// <summary>Serves the document, made once: it never changes while the program runs.</summary>
    public static void MapApiDocument(this WebApplication app)
    {
        var document = new Lazy<Task<byte[]>>(async () =>
        {
            var made = app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger("v1");
            return System.Text.Encoding.UTF8.GetBytes(await made.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
        });
        app.MapGet(Address, async () => Results.Bytes(await document.Value, "application/json"));
        if (!app.Configuration.GetValue("Swagger:Enabled", app.Environment.IsDevelopment()))
            return;

        app.MapGet("/swagger/sign-in.js", () => Results.Stream(
            typeof(ApiDocument).Assembly.GetManifestResourceStream("swagger/sign-in.js")!, "text/javascript; charset=utf-8"));
        app.MapGet("/swagger/people.json", () => Demo.DemoPeople.SignInsShown(app.Configuration, app.Environment));
        app.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint(Address, "CounselDesk v1");
            options.DocumentTitle = "CounselDesk API";
            options.InjectJavascript("/swagger/sign-in.js");
            options.DisplayRequestDuration();
            options.DisplayOperationId();
            options.EnableFilter();
            options.EnableTryItOutByDefault();
            options.DocExpansion(Swashbuckle.AspNetCore.SwaggerUI.DocExpansion.List);
            options.DefaultModelsExpandDepth(0);
        });
    }

    private const string Overview = """
        Practice management for couples therapists: clients and couples, sessions and notes, homework from the repair toolkit, and progress.

        **Two people, two privacies.** A case has a joint compartment and one for each partner. What one partner says alone never appears in what the other can read.

        **Habits.** Errors are problem details (RFC 9457) with a stable `code`. Single resources carry an `ETag`; changing one needs `If-Match`. Every POST takes an `Idempotency-Key`. Lists take `limit` and `cursor`. PATCH is a JSON merge patch (RFC 7396). Unknown properties and parameters are refused. Instants are UTC; calendar days are days in the practice's time zone.
        """;
}

/// <summary>Names of schemas: the type's own, with a page's item before the word.</summary>
internal static class SchemaNames
{
    public static string Of(Type type) => type switch
    {
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Page<>) => $"{Of(type.GetGenericArguments()[0])}Page",
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Optional<>) => $"Optional{Of(type.GetGenericArguments()[0])}",
        { IsGenericType: true } => type.Name.Split('`')[0] + string.Concat(type.GetGenericArguments().Select(Of)),
        _ => type.Name,
    };
}
