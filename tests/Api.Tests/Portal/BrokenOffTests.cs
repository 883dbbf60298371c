using CounselDesk.Api.Http;
using CounselDesk.Application.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CounselDesk.Api.Tests.Portal;

/// <summary>What is written as it is read, and cannot be read to its end.</summary>
public sealed class BrokenOffTests
{
    [Theory]
    [InlineData(20_000)]
    [InlineData(0)]
    public async Task An_answer_that_fails_on_its_way_never_ends_as_if_it_were_whole(int before)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var filter = new AnswerFilter(Options.Create(new JsonOptions()), NullLogger<AnswerFilter>.Instance);
        app.Run(http => filter.OnResultExecutionAsync(
            new ResultExecutingContext(new ActionContext(http, new RouteData(), new ActionDescriptor()), [], new ObjectResult(new Longish(Rows(before))) { StatusCode = 200 }, this),
            () => throw new InvalidOperationException("The filter writes the answer itself.")));
        await app.StartAsync();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        if (before == 0)
        {
            // Nothing was on its way: the failure is a problem like any other.
            Assert.Equal(500, (int)(await client.GetAsync(new Uri(app.Urls.First()))).StatusCode);
            return;
        }

        using var answer = await client.GetAsync(new Uri(app.Urls.First()), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)answer.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync());
    }

    private static async IAsyncEnumerable<string> Rows(int before)
    {
        for (var n = 0; n < before; n++)
            yield return "A row of some length, to be sent on before the next.";
        await Task.Yield();
        throw new InvalidOperationException("The database went away.");
    }

    private sealed record Longish(IAsyncEnumerable<string> Rows) : IStreamed;
}
