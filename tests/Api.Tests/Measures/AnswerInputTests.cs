using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Measures;

/// <summary>
/// Answers that cannot be taken, from a clinician, from the portal, and in a correction: each with its code and the field that is wrong, never with
/// what was sent, and with no response, alert or event left behind.
/// </summary>
public sealed class AnswerInputTests(MeasureDesk desk) : IClassFixture<MeasureDesk>
{
    private const string Bad = "invalid-input";
    private const string Good = "[3, 3, 3, 3]";

    // csi-4 takes 0 to 6, then three times 0 to 5; fine-steps twice 0 to 20 by 0.1.
    // measure, answers as they are sent, status, code, the field, what of it must not come back
    public static TheoryData<string, string, int, string, string?, string?> Answers => new()
    {
        { "csi-4", "[7, 3, 3, 3]", 400, Bad, "answers[0]", null },
        { "csi-4", "[3, -88, 3, 3]", 400, Bad, "answers[1]", "88" },
        { "csi-4", "[3, 3, 3, 777]", 400, Bad, "answers[3]", "777" },
        { "csi-4", "[3, 1e20, 3, 3]", 400, Bad, "answers[1]", "1e20" },
        { "csi-4", "[3, 2.5, 3, 3]", 400, Bad, "answers[1]", "2.5" },
        { MeasureDesk.Fine, "[12.25, 12.2]", 400, Bad, "answers[0]", "12.25" },
        { MeasureDesk.Fine, "[12.2, 20.1]", 400, Bad, "answers[1]", "20.1" },
        { "csi-4", "[3, 3, 3, 3, 4]", 400, Bad, "answers[4]", null },
        { "csi-4", $"[{Many}]", 400, Bad, "answers", null },
        { "csi-4", "[3, 3, 3]", 400, Bad, "answers", null },
        { "csi-4", "[3, null, 3, 3]", 400, Bad, "answers", null },
        { "csi-4", "[null, null, null, null]", 400, Bad, "answers", null },
        { "csi-4", "[]", 400, Bad, "answers", null },
        { "csi-4", "null", 400, Bad, "answers", null },
        { "csi-4", "[3, \"four\", 3, 3]", 400, Bad, "answers[1]", "four" },
        { "csi-4", "[3, \"4\", 3, 3]", 400, Bad, "answers[1]", null },
        { "csi-4", "[3, true, 3, 3]", 400, Bad, "answers[1]", "true" },
        { "csi-4", "[3, [4], 3, 3]", 400, Bad, "answers[1]", null },
        { "csi-4", "[3, {\"quoted\": 4}, 3, 3]", 400, Bad, "answers[1]", "quoted" },
        { "csi-4", "[3, 1e400, 3, 3]", 400, Bad, "answers[1]", "1e400" },
        { "csi-4", "\"3333\"", 400, Bad, "answers", "3333" },
        { "csi-4", "{\"1\": 3}", 400, Bad, "answers", null },
        { "CSI-4", Good, 400, "no-such-measure", "measure", "CSI-4" },
        { "mood-ring", "[1]", 400, "no-such-measure", "measure", "mood-ring" },
        { MeasureDesk.Retired, "[1, 2, 3]", 422, "measure-retired", null, null },
        { "hits", "[1, 1, 1, 1]", 422, "use-screening", null, null },
    };

    public static TheoryData<string, string, string, string?> Corrections
    {
        get
        {
            var rows = new TheoryData<string, string, string, string?>();
            foreach (var row in Answers)
            {
                if (row[4] is string named && named.StartsWith("answers", StringComparison.Ordinal))
                    rows.Add((string)row[0], (string)row[1], named, (string?)row[5]);
            }

            return rows;
        }
    }

    private static string Many => string.Join(", ", Enumerable.Repeat(3, 101));

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_clinician_s_entry_is_refused(string measure, string answers, int status, string code, string? field, string? value)
    {
        var body = Body(measure, answers);
        body["partnerId"] = desk.Practice.Ids["partnerAId"];
        await desk.Refuses(() => desk.Practice.Therapist.Post($"{desk.Couple}/responses", body), status, code, value, Fields(field));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_partner_s_own_answers_are_refused(string measure, string answers, int status, string code, string? field, string? value) =>
        await desk.Refuses(() => desk.Practice.Partner.Post($"{MeasureDesk.V1}/portal/responses", Body(measure, answers)), status, code, value, Fields(field));

    [Theory]
    [MemberData(nameof(Corrections))]
    public async Task A_correction_is_refused(string measure, string answers, string field, string? value)
    {
        var body = Body(measure, answers);
        body.Remove("measure");
        body["reason"] = "A slip.";
        await desk.Refuses(() => desk.Practice.Therapist.Put(desk.Answered[measure], body, ("If-Match", "*")), 400, Bad, value, field);
    }

    [Fact]
    public async Task Whoever_is_not_a_partner_of_the_case_is_no_one_to_answer_for()
    {
        var unknown = Guid.Parse("0198a000-0000-7000-8000-000000000001").ToString();
        foreach (var (partner, code) in new (JsonNode?, string)[]
        {
            (unknown, "not-a-partner"), (desk.OtherCasesPartner, "not-a-partner"), (desk.Practice.Ids["therapistId"], "not-a-partner"),
            ("Robin", Bad), (null, Bad), (7777, Bad),
        })
        {
            var body = Body("csi-4", Good);
            body["partnerId"] = partner?.DeepClone();
            await desk.Refuses(() => desk.Practice.Therapist.Post($"{desk.Couple}/responses", body), 400, code, partner?.ToString(), "partnerId");
        }

        await desk.Refuses(() => desk.Practice.Therapist.Post($"{desk.Couple}/responses", Body("csi-4", Good)), 400, "missing-property", null, "partnerId");
        var mine = Body("csi-4", Good);
        mine["partnerId"] = desk.Practice.Ids["partnerAId"];
        await desk.Refuses(() => desk.Practice.Therapist.Post($"{MeasureDesk.V1}/couples/{desk.OtherCase}/responses", mine), 403, "not-your-case", null);
        await desk.Refuses(() => desk.Practice.OtherTherapist.Post($"{desk.Couple}/responses", mine), 403, "not-your-case", null);
    }

    [Fact]
    public async Task A_partner_answers_for_nobody_else_and_only_what_asks_them()
    {
        var portal = $"{MeasureDesk.V1}/portal/responses";
        var forOther = Body("csi-4", Good);
        forOther["partnerId"] = desk.Practice.Ids["partnerBId"];
        await desk.Refuses(() => desk.Practice.Partner.Post(portal, forOther), 400, "unknown-property", desk.Practice.Ids["partnerBId"], "partnerId");
        var inOther = Body("csi-4", Good);
        inOther["caseId"] = desk.OtherCase;
        await desk.Refuses(() => desk.Practice.Partner.Post(portal, inOther), 404, "not-found", desk.OtherCase);
        await desk.Refuses(() => desk.Practice.Partner.Post(portal, Body("ras", "[3, 3, 3, 3, 3, 3, 3]")), 422, "no-wording", null);
        await desk.Refuses(() => desk.Practice.Therapist.Post(portal, Body("csi-4", Good)), 403, "role-may-not", null);
    }

    [Fact]
    public async Task No_day_of_the_future_or_of_long_ago_is_taken()
    {
        foreach (var day in new[] { desk.Day(1), desk.Day(-1, years: -5), "0001-01-01", "9999-12-31", "2026-02-30", "yesterday" })
        {
            var body = Body("csi-4", Good);
            body["answeredOn"] = day;
            await desk.Refuses(() => desk.Practice.Partner.Post($"{MeasureDesk.V1}/portal/responses", body), 400, Bad, day, "answeredOn");
            var pulse = Body("trust-pulse", "[5, 5, 5, 5, 5]");
            pulse["answeredOn"] = day;
            await desk.Refuses(() => desk.Practice.Partner.Post($"{MeasureDesk.V1}/portal/responses", pulse), 400, Bad, day, "answeredOn");
            body["partnerId"] = desk.Practice.Ids["partnerAId"];
            await desk.Refuses(() => desk.Practice.Therapist.Post($"{desk.Couple}/responses", body), 400, Bad, day, "answeredOn");
        }

        // What is asked is asked of the person as they are now.
        var earlier = Body("csi-4", Good);
        earlier["answeredOn"] = desk.Day(-1);
        await desk.Refuses(() => desk.Practice.Partner.Post($"{MeasureDesk.V1}/portal/responses", earlier), 400, Bad, desk.Day(-1), "answeredOn");
    }

    private static string[] Fields(string? field) => field is null ? [] : [field];

    private static JsonObject Body(string measure, string answers) =>
        JsonNode.Parse($$"""{ "measure": "{{measure}}", "answers": {{answers}} }""")!.AsObject();
}
