using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;
using static CounselDesk.Api.Tests.Measures.MeasureDesk;

namespace CounselDesk.Api.Tests.Measures;

/// <summary>Facts by which nobody could be scored: refused by the field that breaks the rule, and nothing stored.</summary>
public sealed class OwnMeasureFaultTests(MeasureDesk desk) : IClassFixture<MeasureDesk>
{
    private const string Bad = "invalid-input";

    // What a measure is sent with in the place of what is right, the code, the field, what of it must not come back.
    public static TheoryData<string, string, string, string, string?> Faults => new()
    {
        { "bands", """[{"label": "a", "from": 0, "to": 6}, {"label": "b", "from": 6, "to": 12}]""", Bad, "bands[1].from", null },
        { "bands", """[{"label": "a", "from": 0, "to": 9}, {"label": "b", "from": 3, "to": 12}]""", Bad, "bands[1].from", null },
        { "bands", """[{"label": "a", "from": 0, "to": 5}, {"label": "b", "from": 7, "to": 12}]""", Bad, "bands[1].from", null },
        { "bands", """[{"label": "a", "from": 1, "to": 12}]""", Bad, "bands[0].from", null },
        { "bands", """[{"label": "a", "from": 0, "to": 11}]""", Bad, "bands[0].to", null },
        { "bands", """[{"label": "a", "from": 0, "to": 5}, {"label": "b", "from": 6, "to": 777}]""", Bad, "bands[1].to", "777" },
        { "bands", """[{"label": "a", "from": -777, "to": 12}]""", Bad, "bands[0].from", "777" },
        { "bands", """[{"label": "two\nlines", "from": 0, "to": 12}]""", Bad, "bands[0].label", "two" },
        { "bands", """[null]""", Bad, "bands[0]", null },
        { "cutOffs", """[{"meaning": "strained", "comparison": "below", "points": 777}]""", Bad, "cutOffs[0].points", "777" },
        { "cutOffs", """[{"meaning": "strained", "comparison": "at-or-above", "points": 6}]""", Bad, "cutOffs[0].comparison", null },
        { "cutOffs", """[{"meaning": "Quite Strained", "comparison": "below", "points": 6}]""", Bad, "cutOffs[0].meaning", "Quite" },
        { "cutOffs", """[{"meaning": "strained", "comparison": "beneath", "points": 6}]""", Bad, "cutOffs[0].comparison", "beneath" },
        { "subscales", """[{"key": "near", "items": [1, 77]}]""", Bad, "subscales[0].items", "77" },
        { "subscales", """[{"key": "near", "items": [0]}]""", Bad, "subscales[0].items", null },
        { "subscales", """[{"key": "near", "items": [2, 2]}]""", Bad, "subscales[0].items", null },
        { "items", """[{"wording": "One", "min": 777, "max": 4}]""", Bad, "items[0].max", "777" },
        { "items", """[{"wording": "One", "min": 3, "max": 3}]""", Bad, "items[0].max", null },
        { "items", """[{"wording": "One", "min": 0, "max": 4, "step": 3}]""", Bad, "items[0].step", null },
        { "items", """[{"wording": "One", "min": 0, "max": 77.77}]""", Bad, "items[0].max", "77.77" },
        { "items", """[{"wording": "One", "min": 0, "max": 1e30}]""", Bad, "items[0].max", "1e30" },
        { "items", """[{"wording": "", "min": 0, "max": 4}]""", Bad, "items[0].wording", null },
        { "items", """[{"min": 0, "max": 4}]""", "missing-property", "items[0].wording", null },
        { "items", "[]", Bad, "items", null },
        { "items", $"[{string.Join(',', Enumerable.Repeat("""{"wording": "One", "min": 0, "max": 4}""", 101))}]", Bad, "items", null },
        // Which items are reversed stands with the items, so none can be named that is not there.
        { "reversedItems", "[77]", "unknown-property", "reversedItems", "77" },
        { "riskItem", "77", Bad, "riskItem", "77" },
        { "riskItem", "0", Bad, "riskItem", null },
        { "missing", """{"rule": "prorate", "atLeast": 3}""", Bad, "missing.atLeast", null },
        { "missing", """{"rule": "guess"}""", Bad, "missing.rule", "guess" },
        { "reliableChange", """{"source": "Pilot", "sd": 77}""", Bad, "reliableChange", "77" },
        { "reliableChange", """{"source": "Pilot", "sd": 2.5, "alpha": 1}""", Bad, "reliableChange.alpha", null },
        { "decimals", "3", Bad, "decimals", null },
        { "multiplier", "0", Bad, "multiplier", null },
        { "hasTotal", "false", Bad, "hasTotal", null },
        { "better", "\"sideways\"", Bad, "better", "sideways" },
        { "key", "\"Calm At Home\"", Bad, "key", "Calm At" },
        { "key", "\"7-calm\"", Bad, "key", "7-calm" },
        { "key", "\"calm--home\"", Bad, "key", "calm--home" },
        { "key", "\"../calm\"", Bad, "key", "../calm" },
        { "key", "\"\"", Bad, "key", null },
        { "key", $"\"{new string('k', 61)}\"", Bad, "key", "kkk" },
        { "key", "null", Bad, "key", null },
        { "title", "\"Two\\nlines\"", Bad, "title", "Two" },
        { "licence", "\"\"", Bad, "licence", null },
        { "confidential", "true", "unknown-property", "confidential", null },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Facts_that_contradict_each_other_are_refused(string member, string json, string code, string field, string? value)
    {
        var body = Calm();
        // Each case is about one thing: constants that its other items could not reach are left out.
        if (member is "items" or "hasTotal")
        {
            foreach (var left in new[] { "cutOffs", "bands", "reliableChange" })
                body.Remove(left);
        }

        body[member] = JsonNode.Parse(json);
        await desk.Refuses(() => desk.Practice.Admin.Post($"{V1}/measures", body), 400, code, value, field);
    }

    [Theory]
    [InlineData("csi-4")]
    [InlineData("trust-pulse")]
    [InlineData(Fine)]
    [InlineData(Retired)]
    public async Task A_key_that_is_or_ever_was_in_use_is_taken(string key) =>
        await desk.Refuses(() => desk.Practice.Admin.Post($"{V1}/measures", Calm(key)), 409, "key-taken", null);
}
