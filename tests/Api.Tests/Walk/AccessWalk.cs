using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Walk;

/// <summary>Who may: tried for every operation of the document.</summary>
[Collection("one world")]
public sealed class AccessWalk(World world)
{
    [Fact]
    public async Task Nobody_gets_in_without_a_sign_in()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => !operation.IsPublic))
        {
            found.Refusal(operation, "without a token", await world.Send(operation, world.One, by: world.Api.Anonymous()), 401);
            found.Refusal(operation, "with a made-up token", await world.Send(operation, world.One, by: new ApiClient(world.Api.Http, "made-up", "a forger")), 401);
        }

        found.Settle();
    }

    [Fact]
    public async Task Every_other_role_is_turned_away_whatever_it_sends()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations.Where(operation => !operation.IsPublic))
        {
            foreach (var role in GivenPractice.AllRoles.Except(operation.Roles, StringComparer.Ordinal))
            {
                var answer = await world.Send(operation, world.One, role);
                found.Refusal(operation, $"as {role}", answer, 403);
                if (answer.Code != "role-may-not")
                    found.Add($"{operation} as {role}: {answer.Code} instead of role-may-not");
                if (operation.Body is { } body)
                    found.Refusal(operation, $"as {role} with a malformed body", await world.Send(operation, world.One, role, body: ApiClient.Json("{", body.Type)), 403);
            }
        }

        found.Settle();
    }

    [Fact]
    public async Task What_is_not_there_is_404_whatever_the_address_says()
    {
        var found = new Findings(world);
        foreach (var operation in world.Operations)
        {
            foreach (var parameter in operation.PathParameters)
            {
                foreach (var role in operation.Roles)
                {
                    foreach (var (what, value) in Missing(parameter))
                    {
                        var path = operation.Fill(name => name == parameter ? value : world.One.IdsOf(role).GetValueOrDefault(name));
                        found.Refusal(operation, $"with {what} as {parameter} as {role}", await world.Send(operation, world.One, role, path: path), 404);
                    }
                }
            }
        }

        found.Settle();
    }

    [Fact]
    public void Every_path_parameter_is_filled_with_something_that_is_there()
    {
        var unknown = world.Operations.SelectMany(operation => operation.PathParameters
            .Where(name => !world.One.IdsOf(World.Role(operation)).ContainsKey(name)).Select(name => $"{operation}: {name}"));
        Assert.Equal("", string.Join('\n', unknown));
    }

    private static IEnumerable<(string What, string Value)> Missing(string parameter)
    {
        yield return ("a random id", "7f0c1c5a-4a8e-4e7e-9d5c-0123456789ab");
        yield return ("no id", "no-such-thing");
        yield return ("a number", "1");
        yield return ("odd text", "%E2%80%AE%F0%9F%92%94");
        yield return ("a percent sign", "%25");
        yield return ("an injection", "%27%20OR%201%3D1--");
        if (!parameter.EndsWith("Key", StringComparison.Ordinal))
            yield return ("the empty id", Guid.Empty.ToString());
        else
            yield return ("a long text", new string('a', 3000));
    }
}
