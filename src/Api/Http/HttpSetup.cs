using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Http;

/// <summary>The API's habits, set once for every operation.</summary>
public static class HttpSetup
{
    public const string SignInLimit = "sign-in";
    public const string CalendarLimit = "calendar";
    public const string ExportLimit = "export";
    public const string UploadLimit = "upload";

    // Of a place among uploads nobody can say when it comes free: one takes seconds.
    private static readonly TimeSpan UploadWait = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddHabits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IHttpContextFactory, HiddenSecrets>();
        services.PostConfigure<LoggerFilterOptions>(HiddenBodies.Hide);
        services.AddSingleton<StrictQueryFilter>();
        services.AddSingleton<AnswerFilter>();
        services.AddControllers(options =>
            {
                options.Filters.Add<RoleFilter>(-100);
                options.Filters.Add<ContentTypeFilter>();
                // One of each for all requests: what they work out of an action is kept in them.
                options.Filters.AddService<StrictQueryFilter>();
                options.Filters.Add<StrictBodyFilter>();
                options.Filters.AddService<AnswerFilter>();
                // They would read a whole form before its action is asked for.
                options.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.ModelBinderProviders.Insert(0, new ExactParameters());
                options.ModelBinderProviders.Insert(0, new InstantBinderProvider());
                var json = options.InputFormatters.OfType<Microsoft.AspNetCore.Mvc.Formatters.SystemTextJsonInputFormatter>().Single();
                json.SupportedMediaTypes.Clear();
                json.SupportedMediaTypes.Add("application/json");
                json.SupportedMediaTypes.Add("application/merge-patch+json");
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            })
            .ConfigureApiBehaviorOptions(options =>
            {
                options.InvalidModelStateResponseFactory = Problems.OfModelState;
                options.SuppressMapClientErrors = true;
            })
            .AddJsonOptions(options => UseStrictJson(options.JsonSerializerOptions));
        services.AddExceptionHandler<Problems>();
        services.AddProblemDetails();

        services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme)
            .AddBearerToken(options => options.BearerTokenExpiration = TimeSpan.FromMinutes(configuration.GetValue("SignIn:AccessTokenMinutes", 10)));
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = async (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : UploadWait;
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await Problems.WriteBare(rejected.HttpContext);
            };
            LimitByAddress(options, SignInLimit, configuration.GetValue("SignIn:AttemptsPerMinute", 20));
            LimitByAddress(options, CalendarLimit, configuration.GetValue("Calendars:ReadsPerMinute", 60));
            LimitByAddress(options, ExportLimit, configuration.GetValue("Portal:ExportsPerMinute", 6));
            // Each is read into memory; those that wait are not read yet.
            var atOnce = configuration.GetValue("Attachments:UploadsAtOnce", 4);
            var uploads = new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = 4 * atOnce };
            options.AddPolicy(UploadLimit, http => RateLimitPartition.GetConcurrencyLimiter(Address(http), _ => uploads));
        });
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(options =>
        {
            options.Limits.MaxRequestBodySize = Limits.BodyBytes;
            options.AddServerHeader = false;
        });
        return services;
    }

    /// <summary>What is not understood is refused, never guessed.</summary>
    public static void UseStrictJson(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 16;
        // The answers are JSON and nothing else (nosniff), so text need not be escaped as if it stood in a page.
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new ExactWordsJson());
        options.Converters.Add(new InstantJson());
        options.Converters.Add(new OptionalJson());
    }

    public static void UseHabits(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            // Set last, because the writing of a problem starts with clearing the headers.
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                {
                    // Nothing of a case may stay in a shared computer's cache, and nothing sent here is a page with scripts.
                    headers.CacheControl = MayBeKept(http) ? "private, no-cache" : "no-store";
                    headers.ContentSecurityPolicy = http.GetEndpoint()?.Metadata.GetMetadata<IsDownloadAttribute>() is null
                        ? "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
                        : "default-src 'none'; sandbox; frame-ancestors 'none'";
                }

                return Task.CompletedTask;
            });
            return next(http);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(context => Problems.WriteBare(context.HttpContext));
        app.UseRouting();
        app.Use((http, next) =>
        {
            HiddenSecrets.Show(http);
            return next(http);
        });
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<CallerMiddleware>();
    }

    private static void LimitByAddress(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions options, string policy, int perMinute) =>
        options.AddPolicy(policy, http => RateLimitPartition.GetFixedWindowLimiter(
            Address(http),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static bool MayBeKept(HttpContext http) =>
        http.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified
        && http.GetEndpoint()?.Metadata.GetMetadata<MayBeKeptAttribute>() is not null;
}
