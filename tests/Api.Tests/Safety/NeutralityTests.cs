using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Safety;

/// <summary>
/// Two worlds that differ in one thing: in one of them a partner's screening is positive. What both partners are answered
/// over the whole portal is held against each other, byte for byte but for ids, times and names.
/// </summary>
public sealed partial class NeutralityTests
{
    private const string V1 = "/api/v1";

    [Fact]
    public async Task No_answer_or_header_that_a_partner_gets_tells_whether_a_screening_is_positive()
    {
        var safe = await Told(positive: false);
        var afraid = await Told(positive: true);
        Assert.True(safe.Count > 60, $"Only {safe.Count} answers prove little.");
        Assert.Equal(string.Join('\n', safe), string.Join('\n', afraid));
    }

    [Fact]
    public async Task What_a_partner_takes_away_is_the_same_whether_a_screening_exists_or_not()
    {
        var none = await TakenAway(positive: null);
        Assert.True(none.Count == 2 && none.All(text => text.Length > 1000), "Too little was taken away to prove anything.");
        Assert.Equal(none, await TakenAway(positive: false));
        Assert.Equal(none, await TakenAway(positive: true));
    }

    private static async Task<List<string>> TakenAway(bool? positive)
    {
        await using var api = await TestApi.Start();
        var practice = await GivenPractice.Open(api);
        var couple = $"{V1}/couples/{practice.Ids["coupleId"]}";
        var today = (string)(await practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;
        (await practice.Therapist.Post($"{couple}/assignments", new { exerciseKey = "quality-time", @for = "couple", startOn = today, cadence = new { kind = "weekly" } })).Expect(201);
        if (positive is { } isPositive)
        {
            (await practice.Therapist.Post($"{couple}/screenings", new { partnerId = practice.Ids["partnerAId"], screenedOn = today, method = "judgement", positive = isPositive, remarks = "Seen alone." })).Expect(201);
            (await practice.Therapist.Post($"{couple}/sessions", new { startsAt = TimeProvider.System.GetUtcNow().AddDays(3), minutes = 50, kind = "individual", partnerId = practice.Ids["partnerAId"], place = "phone" })).Expect(201);
        }

        var taken = new List<string>();
        foreach (var partner in new[] { practice.Partner, practice.OtherPartner })
        {
            var answer = (await partner.Get($"{V1}/portal/export")).Expect(200);
            taken.Add(Plain(answer.Headers) + Plain(answer.Body));
        }

        return taken;
    }

    private static async Task<List<string>> Told(bool positive)
    {
        await using var api = await TestApi.Start();
        var practice = await GivenPractice.Open(api);
        var description = await ApiDescription.Read(api);
        var couple = $"{V1}/couples/{practice.Ids["coupleId"]}";
        var today = (string)(await practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;
        var assigned = new List<string>();
        foreach (var key in new[] { "active-listening", "quality-time" })
        {
            var made = (await practice.Therapist.Post($"{couple}/assignments", new { exerciseKey = key, @for = "couple", startOn = today, cadence = new { kind = "weekly" } })).Expect(201);
            assigned.Add((string)made.Json["id"]!);
        }

        (await practice.Therapist.Put($"{couple}/agreement", new { rows = new[] { new { need = "reassurance", action = "Say so", frequency = new { kind = "daily" } } }, reviewOn = today }, ("If-Match", "*"))).Expect(200);
        foreach (var partner in new[] { "partnerAId", "partnerBId" })
        {
            var isPositive = positive && partner == "partnerAId";
            (await practice.Therapist.Post($"{couple}/screenings", new { partnerId = practice.Ids[partner], screenedOn = today, method = "judgement", positive = isPositive })).Expect(201);
        }

        var told = new List<string>();
        await Walk("screened");
        var paused = (await practice.Therapist.Post($"{couple}/assignments/pause-cautioned", new { reason = "One was seen alone." })).Expect(200).Json["assignmentIds"]!.AsArray();
        Assert.Equal([assigned[0]], paused.Select(id => (string)id!));
        await Walk("paused");
        return told;

        async Task Walk(string when)
        {
            foreach (var (who, partner) in new[] { ("A", practice.Partner), ("B", practice.OtherPartner) })
            {
                foreach (var (index, id) in assigned.Index())
                {
                    Tell($"{when} {who} logs {index}", await partner.Post($"{V1}/portal/assignments/{id}/logs", new { day = today, outcome = "done", share = "partner-too", helpful = 7 }));
                    foreach (var operation in Reads().Where(operation => operation.PathParameters.Contains("assignmentId", StringComparer.Ordinal)))
                        Tell($"{when} {who} {operation.Id} {index}", await partner.Get(operation.Fill(_ => id)));
                }

                foreach (var operation in Reads().Where(operation => !operation.PathParameters.Contains("assignmentId", StringComparer.Ordinal)))
                    Tell($"{when} {who} {operation.Id}", await partner.Get(operation.Fill(name => practice.Ids.GetValueOrDefault(name))));
                // What is the clinicians' answers alike as well.
                foreach (var path in new[] { "screenings", "alerts", "assignments", "recommendations" })
                    Tell($"{when} {who} {path}", await partner.Get($"{couple}/{path}"));
                Tell($"{when} {who} pauses", await partner.Post($"{couple}/assignments/pause-cautioned", new { reason = "Mine." }));
            }
        }

        IEnumerable<Operation> Reads() => description.Operations.Where(operation => operation.Method == "GET" && operation.Roles.Contains("partner", StringComparer.Ordinal));

        void Tell(string what, Answer answer) => told.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {answer.Status}\n{Plain(Length().Replace(answer.Headers, ""))}\n{Plain(answer.Body)}"));
    }

    // Ids, instants, digests and the practice's own word differ by chance in any two worlds.
    private static string Plain(string text)
    {
        Assert.DoesNotContain("screen", text.Replace("screenings", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        return Chance().Replace(text, match => match.Value switch
        {
            ['Z' or 'z', ..] => "WORD",
            [.., '@'] => "NAME@",
            _ when match.Value.Contains(':', StringComparison.Ordinal) => "TIME",
            _ => "ID",
        });
    }

    // The body is compared itself; an instant can be shorter by a digit.
    [GeneratedRegex("Content-Length: [0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Length();

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)|[0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9a-f]{32}|[0-9a-f]{16}|0H[0-9A-Z]{11}:[0-9A-F]{8}|Zq[0-9]+word|[a-z]+[0-9]*@", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Chance();
}
