using System.Globalization;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Homework;

/// <summary>What homework, agreements and reviews are refused for, over HTTP: by which field, and that nothing of it stays.</summary>
[Collection("one world")]
public sealed class HomeworkInputTests(World world)
{
    private const string V1 = "/api/v1";

    private ApiClient Therapist => world.One.Therapist;

    private string Couple => $"{V1}/couples/{world.One.Ids["coupleId"]}";

    [Theory]
    [InlineData(732)]
    [InlineData(2_000_000)]
    public async Task A_due_day_more_than_two_years_after_the_start_is_refused_by_each_door(int days)
    {
        var (start, far) = (await Day(0), await Day(days));
        var body = new { exerciseKey = "gratitude", @for = "each", startOn = start, dueOn = far, cadence = new { kind = "weekly" } };
        await Refused(() => Therapist.Post($"{Couple}/assignments", body), "dueOn");
        await Refused(() => Therapist.Post($"{V1}/assignments/batch", new { assignments = new[] { new { coupleId = world.One.Ids["coupleId"], assignment = body } } }), "assignments[0].assignment.dueOn");
        var given = (await Therapist.Post($"{Couple}/assignments", new { body.exerciseKey, body.@for, body.startOn, dueOn = await Day(731), body.cadence })).Expect(201);
        await Refused(() => Therapist.Patch(given.Location!, new { dueOn = far }, ("If-Match", "*")), "dueOn");
        (await Therapist.Get($"{Couple}/brief")).Expect(200);
        (await world.One.Partner.Get($"{V1}/portal/assignments")).Expect(200);
        (await Therapist.Post($"{given.Location}/withdraw", new { reason = "Only a try." }, ("If-Match", "*"))).Expect(200);
    }

    [Fact]
    public async Task A_batch_names_the_field_within_its_item()
    {
        var start = await Day(0);
        foreach (var (coupleId, key, field) in new[]
        {
            (world.One.Ids["coupleId"], "no-such-exercise", "assignments[0].assignment.exerciseKey"),
            (world.Two.Ids["coupleId"], "gratitude", "assignments[0].coupleId"),
            ("00000000-0000-0000-0000-000000000001", "gratitude", "assignments[0].coupleId"),
        })
        {
            var assignment = new { exerciseKey = key, @for = "each", startOn = start, cadence = new { kind = "weekly" } };
            await Refused(() => Therapist.Post($"{V1}/assignments/batch", new { assignments = new[] { new { coupleId, assignment } } }), field);
        }
    }

    [Fact]
    public async Task Rows_and_ratings_that_are_null_are_refused_by_their_place()
    {
        var review = await Day(30);
        var row = new { need = "connection", action = "Walk after supper", frequency = new { kind = "weekly" } };
        await Refused(() => Therapist.Put($"{Couple}/agreement", new { rows = new object?[] { null }, reviewOn = review }, ("If-Match", "*")), "rows[0]");
        await Refused(() => Therapist.Put($"{Couple}/agreement", new { rows = new object?[] { row, null }, reviewOn = review }, ("If-Match", "*")), "rows[1]");
        var given = (await Therapist.Post($"{Couple}/assignments", new { exerciseKey = "gratitude", @for = "each", startOn = await Day(0), cadence = new { kind = "daily" } })).Expect(201);
        await Refused(() => Therapist.Post($"{given.Location}/review", new { comment = "Well begun.", ratings = new object?[] { null } }), "ratings[0]");
        (await Therapist.Post($"{given.Location}/withdraw", new { reason = "Only a try." }, ("If-Match", "*"))).Expect(200);
    }

    private async Task Refused(Func<Task<Answer>> send, string field)
    {
        var before = DatabaseState.Of(world.Api);
        Assert.Equal([field], (await send()).Expect(400).Json["errors"]!.AsObject().Select(fault => fault.Key));
        Assert.Empty(DatabaseState.Differences(before, DatabaseState.Of(world.Api)));
    }

    private async Task<string> Day(int ahead) => DateOnly
        .ParseExact((string)(await world.One.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        .AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
