using Microsoft.AspNetCore.Http.Features;

namespace CounselDesk.Api.Http;

/// <summary>
/// Takes the secret out of a calendar's address before the request exists for anybody else. The server's own log of requests,
/// the scope around every line that is logged, and traces all quote the path, and none must quote this.
/// </summary>
public sealed class HiddenSecrets(IServiceProvider services) : IHttpContextFactory
{
    private const string Calendars = "/api/v1/calendars/";
    private const string Ending = ".ics";
    private const string Shown = "hidden";

    private readonly DefaultHttpContextFactory _factory = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { } request && request.Path.StartsWith(Calendars, StringComparison.OrdinalIgnoreCase))
            Hide(request, featureCollection);
        return _factory.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _factory.Dispose(httpContext);

    /// <summary>Gives the secret back to whoever reads the route's values: the action alone.</summary>
    public static void Show(HttpContext http)
    {
        if (http.Features.Get<Hidden>() is { } hidden && http.Request.RouteValues.ContainsKey("secret"))
            http.Request.RouteValues["secret"] = hidden.Secret;
    }

    // Whatever is no id may be a secret that somebody wrote down wrongly.
    private static void Hide(IHttpRequestFeature request, IFeatureCollection features)
    {
        var rest = request.Path[Calendars.Length..];
        if (Guid.TryParseExact(rest, "D", out _))
            return;
        var isCalendar = rest.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);
        features.Set(new Hidden(isCalendar ? rest[..^Ending.Length] : rest));
        request.Path = Calendars + (isCalendar ? Shown + Ending : Shown);
        request.RawTarget = request.Path + request.QueryString;
    }

    private sealed record Hidden(string Secret);
}
