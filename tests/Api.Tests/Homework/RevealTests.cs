using System.Globalization;
using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Homework;

/// <summary>Who sees what of the other's entries, over HTTP, for everything that an entry holds.</summary>
[Collection("one world")]
public sealed class RevealTests(World world)
{
    private const string V1 = "/api/v1";

    // A step is a partner, + for answered or - for skipped without answers, the share (t therapist, p partner-too, w
    // when-both-answered) and, for an earlier day than today, how many days. What is seen is a reader and the day.
    public static TheoryData<string, string, string> Courses => new()
    {
        { "one answered", "A+w", "" },
        { "the other answered nothing yet but was first", "B-w A+w", "" },
        { "both answered", "A+w B+w", "A0 B0" },
        { "both answered, one keeps it to the therapist", "A+w B+t", "B0" },
        { "the other skipped without answers", "A+w B-w", "" },
        { "the other skipped, and answered later", "A+w B-w B+w", "A0 B0" },
        { "amended after it was revealed", "A+w B+w A+w", "A0 B0" },
        { "taken back by the other", "A+w B+w B-w", "" },
        { "taken back by oneself", "A+w B+w A-w", "" },
        { "kept from the partner after it was revealed", "A+w B+w A+t", "A0" },
        { "shown at once after it had waited", "A+w A+p", "B0" },
        { "made to wait after it was shown", "A+p A+w", "" },
        { "answered for another period", "A+w B+w1", "" },
        { "each period for itself", "A+w1 B+w1 A+w", "A1 B1" },
        { "two periods, the later kept", "A+w1 B+w1 A+w B+t", "A1 B1 B0" },
        { "shared at once", "A+p", "B0" },
        { "shared at once, the other waits", "A+p B+w", "A0 B0" },
        { "shared, but nothing answered", "A-p", "" },
        { "kept by both", "A+t B+t", "" },
    };

    [Theory]
    [MemberData(nameof(Courses))]
    public Task Of_what_each_does(string what, string steps, string seen) => Try(what, "each", "gratitude", "noticed", steps, seen);

    [Theory]
    [MemberData(nameof(Courses))]
    public Task Of_what_both_do_together(string what, string steps, string seen) => Try(what, "couple", "daily-check-in", "news", steps, seen);

    [Fact]
    public async Task What_was_revealed_stays_when_the_therapist_withdraws_the_exercise()
    {
        var course = await Begin("each", "gratitude", "noticed");
        await course.Step("A+w");
        await course.Step("B+w");
        (await world.One.Therapist.Post($"{V1}/assignments/{course.Assignment}/withdraw", new { reason = "Enough." }, ("If-Match", "*"))).Expect(200);
        await course.Holds("withdrawn", "A0 B0");
    }

    [Fact]
    public async Task Nobody_sees_anything_of_a_couple_that_has_separated_but_the_therapist()
    {
        var couple = await world.One.NewCouple();
        var (a, b) = (await Invited(couple, 0), await Invited(couple, 1));
        var course = await Begin("each", "gratitude", "noticed", (string)couple["id"]!, a, b);
        await course.Step("A+w");
        await course.Step("B+w");
        await course.Holds("together", "A0 B0");
        var ids = couple["partners"]!.AsArray().Select(partner => (string)partner!["clientId"]!).ToArray();
        (await world.One.Therapist.Post(
            $"{V1}/couples/{(string)couple["id"]!}/separate", new { reason = "They part.", separatedOn = course.Day(0), continuing = ids }, ("If-Match", "*"))).ExpectGood();
        foreach (var partner in new[] { a, b })
        {
            foreach (var path in new[] { "", $"/{course.Logs["A0"]}/attachments", $"/{course.Logs["A0"]}/attachments/{course.Attachments["A0"]}", $"/{course.Logs["A0"]}/history" })
                (await partner.Get($"{V1}/portal/assignments/{course.Assignment}/logs{path}")).Expect(404);
        }

        Assert.Equal(2, (await world.One.Therapist.Get($"{V1}/assignments/{course.Assignment}/logs")).Expect(200).Json["items"]!.AsArray().Count);
        (await world.One.Therapist.Get($"{V1}/assignments/{course.Assignment}/logs/{course.Logs["A0"]}/attachments/{course.Attachments["A0"]}")).Expect(200);
        (await world.One.Therapist.Post($"{V1}/assignments/{course.Assignment}/logs/{course.Logs["A0"]}/attachments", SomeFile.Form())).Expect(409, "record-frozen");
    }

    private async Task Try(string what, string to, string exercise, string question, string steps, string seen)
    {
        var course = await Begin(to, exercise, question);
        foreach (var step in steps.Split(' '))
            await course.Step(step);
        await course.Holds(what, seen);
    }

    private async Task<Course> Begin(string to, string exercise, string question, string? couple = null, ApiClient? a = null, ApiClient? b = null)
    {
        var today = DateOnly.Parse((string)(await (a ?? world.One.Partner).Get($"{V1}/portal/home")).Expect(200).Json["today"]!, CultureInfo.InvariantCulture);
        var body = new JsonObject
        {
            ["exerciseKey"] = exercise, ["for"] = to, ["startOn"] = today.AddDays(-3).ToString("O", CultureInfo.InvariantCulture), ["cadence"] = new JsonObject { ["kind"] = "daily" },
        };
        var assignment = (await world.One.Therapist.Post($"{V1}/couples/{couple ?? world.One.Ids["coupleId"]}/assignments", body)).Expect(201);
        return new Course((string)assignment.Json["id"]!, question, today, new(StringComparer.Ordinal) { ["A"] = a ?? world.One.Partner, ["B"] = b ?? world.One.OtherPartner });
    }

    private async Task<ApiClient> Invited(JsonNode couple, int index)
    {
        var invitation = (await world.One.Therapist.Post($"{V1}/clients/{(string)couple["partners"]![index]!["clientId"]!}/portal-invite")).ExpectGood().Json["invitation"]!;
        var tokens = (await world.Api.Anonymous().Post(
            $"{V1}/auth/accept-invitation", new { accountId = (string)invitation["accountId"]!, token = (string)invitation["token"]!, password = TestApi.Password })).Expect(200).Json;
        return new ApiClient(world.Api.Http, (string)tokens["accessToken"]!, $"partner {index}");
    }

    private sealed class Course(string assignment, string question, DateOnly today, Dictionary<string, ApiClient> partners)
    {
        private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
        private int _count;

        public string Assignment => assignment;

        /// <summary>Entries by writer and day, such as A0.</summary>
        public Dictionary<string, string> Logs { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> Attachments { get; } = new(StringComparer.Ordinal);

        private string Portal => $"{V1}/portal/assignments/{assignment}/logs";

        public string Day(int before) => today.AddDays(-before).ToString("O", CultureInfo.InvariantCulture);

        public async Task Step(string step)
        {
            var (who, isAnswered, ago) = (step[..1], step[1] == '+', step.Length > 3 ? step[3] - '0' : 0);
            var share = step[2] switch { 't' => "therapist", 'p' => "partner-too", _ => "when-both-answered" };
            var place = string.Create(CultureInfo.InvariantCulture, $"{who}{ago}");
            var text = $"Words{++_count}of{who}.";
            _texts[place] = text;
            var body = isAnswered
                ? (object)new { day = Day(ago), outcome = "partly", share, helpful = 7, difficulty = 3, barrier = $"Barrier {text}", barrierCode = "no-time", answers = new Dictionary<string, string>(StringComparer.Ordinal) { [question] = text } }
                : new { day = Day(ago), outcome = "skipped", share, barrier = $"Barrier {text}", barrierCode = "no-time" };
            var log = (await partners[who].Post(Portal, body)).ExpectGood();
            if (Logs.TryAdd(place, (string)log.Json["id"]!))
                Attachments[place] = (string)(await partners[who].Post($"{Portal}/{Logs[place]}/attachments", SomeFile.Form(SomeFile.Pdf($"Paper of {place}"), $"Paper of {place}"))).Expect(201).Json["id"]!;
        }

        public async Task Holds(string what, string seen)
        {
            var expected = seen.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
            foreach (var (reader, client) in partners)
            {
                var list = (await client.Get($"{Portal}?limit=200")).Expect(200);
                var others = list.Json["items"]!.AsArray().Where(item => !(bool)item!["mine"]!).ToDictionary(item => (string)item!["id"]!, item => item!);
                foreach (var (place, log) in Logs.Where(pair => !pair.Key.StartsWith(reader, StringComparison.Ordinal)))
                {
                    var shows = expected.Contains($"{reader}{place[1]}");
                    var because = $"{what}: {reader} and the entry {place}";
                    Assert.True(others.ContainsKey(log) == shows, because);
                    Assert.True(list.Body.Contains(log, StringComparison.OrdinalIgnoreCase) == shows, because);
                    Assert.True(list.Body.Contains($"Paper of {place}", StringComparison.Ordinal) == shows, because);
                    if (shows)
                        Only(others[log], _texts[place]);
                    (await client.Get($"{Portal}/{log}/attachments")).Expect(shows ? 200 : 404);
                    var file = (await client.Get($"{Portal}/{log}/attachments/{Attachments[place]}")).Expect(shows ? 200 : 404);
                    Assert.Equal(shows, file.Body.Contains($"Paper of {place}", StringComparison.Ordinal));
                    // Nobody but its writer adds to it, removes from it, or learns how often it was amended.
                    (await client.Get($"{Portal}/{log}/history")).Expect(404);
                    (await client.Send("DELETE", $"{Portal}/{log}/attachments/{Attachments[place]}", null)).Expect(404);
                    (await client.Post($"{Portal}/{log}/attachments", SomeFile.Form())).Expect(404);
                }

                // What stood in the way is the therapist's alone, whatever else is shown.
                var foreign = _texts.Where(pair => !pair.Key.StartsWith(reader, StringComparison.Ordinal)).Select(pair => pair.Value);
                Assert.All(foreign, text => Assert.DoesNotContain($"Barrier {text}", list.Body, StringComparison.Ordinal));
            }
        }

        private void Only(JsonNode entry, string text)
        {
            Assert.Equal(text, (string)entry["answers"]![question]!);
            foreach (var field in new[] { "outcome", "share", "helpful", "difficulty", "barrier", "barrierCode", "inSession", "enteredAt" })
                Assert.Null(entry[field]);
            Assert.All(entry["attachments"]!.AsArray(), one => Assert.True(one!["inSession"] is null && one["enteredAt"] is null));
        }
    }
}
