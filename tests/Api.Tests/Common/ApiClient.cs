using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CounselDesk.Api.Tests.Common;

/// <summary>Somebody who uses the API.</summary>
public sealed record ApiClient(HttpClient Http, string? AccessToken, string Name)
{
    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send("GET", path, null, headers);

    public Task<Answer> Post(string path, object? body = null, params (string Name, string Value)[] headers) => Send("POST", path, Json(body), headers);

    public Task<Answer> Put(string path, object? body, params (string Name, string Value)[] headers) => Send("PUT", path, Json(body), headers);

    public Task<Answer> Patch(string path, object? body, params (string Name, string Value)[] headers) =>
        Send("PATCH", path, Json(body, "application/merge-patch+json"), headers);

    public async Task<Answer> Send(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (AccessToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
        // The server may turn a large body away before it has read it: ask first, as a careful client does.
        if (content?.Headers.ContentLength > 200_000)
            request.Headers.ExpectContinue = true;
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseContentRead);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.ToString(),
            response.Headers.Location?.ToString(),
            response.Headers.RetryAfter?.Delta,
            response.Headers.TryGetValues("Link", out var links) ? links.Single() : null,
            response.Content.Headers.Allow.Count > 0)
        {
            Call = $"{method} {path} as {Name}",
            Headers = response.Headers.ToString() + response.Content.Headers,
        };
    }

    public static HttpContent? Json(object? body, string type = "application/json") => body switch
    {
        null => null,
        HttpContent content => content,
        string text => new StringContent(text, new MediaTypeHeaderValue(type)),
        JsonNode node => new StringContent(node.ToJsonString(), new MediaTypeHeaderValue(type)),
        _ => new StringContent(System.Text.Json.JsonSerializer.Serialize(body, System.Text.Json.JsonSerializerOptions.Web), new MediaTypeHeaderValue(type)),
    };

    public static HttpContent Bytes(byte[] bytes, string type = "application/json") =>
        new ByteArrayContent(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>What came back.</summary>
public sealed record Answer(
    int Status, string Body, string? ContentType, string? ETag, string? Location, TimeSpan? RetryAfter, string? Link, bool HasAllow)
{
    private JsonNode? _json;

    public string Call { get; init; } = "";

    /// <summary>Every header, as it came.</summary>
    public string Headers { get; init; } = "";

    public JsonNode Json => _json ??= JsonNode.Parse(Body) ?? throw new InvalidOperationException("The body is null.");

    public bool IsGood => Status is >= 200 and < 300;

    public string? Code => ContentType is "application/problem+json" ? (string?)Json["code"] : null;

    /// <summary>The answer, if its status is this one.</summary>
    public Answer Expect(int status)
    {
        Assert.True(Status == status, $"{Call}: {Status} instead of {status}\n{Body}");
        return this;
    }

    public Answer ExpectGood()
    {
        Assert.True(IsGood, $"{Call}: {Status}\n{Body}");
        return this;
    }

    public Answer Expect(int status, string code)
    {
        Expect(status);
        Assert.Equal(code, Code);
        return this;
    }

    /// <summary>What is missing for this to be a good problem answer; nothing if it is one.</summary>
    public IEnumerable<string> ProblemFaults()
    {
        if (ContentType is not "application/problem+json")
        {
            yield return $"content type {ContentType ?? "(none)"} instead of application/problem+json";
            yield break;
        }

        foreach (var name in (string[])["type", "title", "detail", "code", "traceId"])
        {
            if (Json[name] is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.String || ((string)value!).Length == 0)
                yield return $"no {name}";
        }

        if ((int?)Json["status"] != Status)
            yield return "status in the body differs";
        if (Status == 400 && Json["errors"] is not JsonObject { Count: > 0 })
            yield return "400 without errors by field";
        foreach (var hint in (string[])["Exception", "   at ", "SQLite", "SELECT ", "System."])
        {
            if (Body.Contains(hint, StringComparison.Ordinal))
                yield return $"tells of the inside ({hint.Trim()})";
        }
    }
}
