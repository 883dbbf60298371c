using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Walk;

[Collection("one world")]
public sealed class MethodWalk(World world)
{
    [Fact]
    public async Task Other_methods_are_405_with_those_that_work_in_Allow()
    {
        var found = new Findings(world);
        foreach (var address in world.Operations.GroupBy(operation => operation.Path, StringComparer.Ordinal))
        {
            var operation = address.First();
            foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW" }.Except(Taken(address.Key), StringComparer.Ordinal))
            {
                var body = method is "POST" or "PUT" or "PATCH" ? ApiClient.Json("{}", method == "PATCH" ? "application/merge-patch+json" : "application/json") : null;
                var answer = await World.Actor(world.One, operation).Send(method, operation.Fill(name => world.One.IdsOf(World.Role(operation)).GetValueOrDefault(name)), body);
                if (answer.Status != 405)
                    found.Add($"{method} {operation.Path}: {answer.Status} instead of 405");
                if (!answer.HasAllow)
                    found.Add($"{method} {operation.Path}: no Allow");
                // HEAD answers have no body to hold a problem.
                found.Any(operation, method, answer);
                if (method != "HEAD" && answer.ProblemFaults().ToList() is { Count: > 0 } faults)
                    found.Add($"{method} {operation.Path}: {string.Join(", ", faults)}");
            }
        }

        found.Settle();
    }

    // Where two addresses differ in the form of their last part only, what one takes is for the other a thing that is not there.
    private IEnumerable<string> Taken(string path) => world.Operations.Where(operation => Shape(operation.Path) == Shape(path)).Select(operation => operation.Method);

    private static string Shape(string path) => string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? "{}" : part));

    [Fact]
    public async Task An_unknown_address_is_a_problem_answer_too()
    {
        foreach (var path in new[] { "/", "/api", "/api/v1", "/api/v2/couples", "/api/v1/nothing", "/api/v1/couples/", "/api/v1/couples//x", "/.env", "/api/v1/%00", "/api/v1/..%2f..%2fetc/passwd" })
        {
            var answer = await world.One.Therapist.Get(path);
            Assert.True(answer.Status is 404 or 400 || (path == "/api/v1/couples/" && answer.Status == 200), $"{path}: {answer.Status}");
            if (answer.Status == 404)
                Assert.Empty(answer.ProblemFaults());
        }
    }
}
