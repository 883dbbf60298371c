using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Walk;

[Collection("one world")]
public sealed class DocumentTests(World world)
{
    [Fact]
    public void The_document_tells_a_front_end_team_all_it_needs()
    {
        var faults = DocumentLint.Faults(world.Description).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void It_is_OpenAPI_3_1_and_describes_more_than_the_sign_in()
    {
        Assert.StartsWith("3.1", (string)world.Description.Document["openapi"]!, StringComparison.Ordinal);
        Assert.Contains(world.Operations, operation => operation.Id == "getCouple");
    }
}

/// <summary>The gates themselves, tried on planted faults.</summary>
public sealed class DocumentGateTests
{
    private const string Planted = """
        {
          "openapi": "3.1.1",
          "paths": {
            "/a": {
              "get": { "operationId": "same", "responses": { "200": { "description": "ok" } } },
              "post": {
                "operationId": "same", "summary": "s", "tags": ["t"], "security": [],
                "parameters": [{ "name": "p", "in": "query" }],
                "responses": { "400": { "content": { "application/problem+json": {} } } }
              }
            }
          },
          "components": { "schemas": {
            "Thing": { "type": "object", "properties": { "Name": { "type": "string" } } },
            "Word": { "type": "string", "enum": ["Upper", 3, "good-one"] }
          } }
        }
        """;

    [Theory]
    [InlineData("operationId same is given 2 times")]
    [InlineData("GET /a: no summary")]
    [InlineData("GET /a: not exactly one tag")]
    [InlineData("GET /a: neither public nor any roles")]
    [InlineData("GET /a: 200 without a schema")]
    [InlineData("POST /a: parameter p has no description")]
    [InlineData("POST /a: parameter p has no schema")]
    [InlineData("POST /a: no good answer")]
    [InlineData("POST /a: 400 without a schema")]
    [InlineData("Thing: says nothing of other properties")]
    [InlineData("Thing.Name: no description")]
    [InlineData("Thing.Name: not camelCase")]
    [InlineData("Word: the word Upper is not kebab-case text")]
    [InlineData("Word: the word 3 is not kebab-case text")]
    public void The_lint_finds_a_planted_fault(string fault) => Assert.Contains(fault, DocumentLint.Faults(ApiDescription.Of(Planted)));

    [Theory]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}""", "{}", "$.a: missing")]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""", """{"b":1}""", "$.b: not in the schema")]
    [InlineData("""{"type":"string"}""", "null", "$: null instead of string")]
    [InlineData("""{"type":["string","null"]}""", "4", "$: integer instead of string or null")]
    [InlineData("""{"type":"integer"}""", "4.5", "$: number instead of integer")]
    [InlineData("""{"type":"string","enum":["a"]}""", "\"b\"", "$: not one of the listed words")]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"b\"", "$: not of the format uuid")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-02-30\"", "$: not of the format date")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-02-03T10:00:00\"", "$: not of the format date-time")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-02-03T10:00:00+02:00\"", "$: not of the format date-time")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1,\"2\"]", "$[1]: string instead of integer")]
    [InlineData("""{"type":"integer","maximum":3}""", "4", "$: outside the schema's range")]
    [InlineData("""{"type":"string","maxLength":1}""", "\"ab\"", "$: of a length outside the schema's")]
    [InlineData("""{"surprise":1}""", "1", "$: the schema says 'surprise', which this check does not know")]
    public void The_schema_check_finds_a_planted_fault(string schema, string value, string fault) => Assert.Contains(
        fault,
        SchemaCheck.Faults(ApiDescription.Of("""{"paths":{}}"""), System.Text.Json.Nodes.JsonNode.Parse(schema)!, System.Text.Json.Nodes.JsonNode.Parse(value)));

    [Fact]
    public async Task The_state_check_finds_a_new_row_and_a_changed_one_and_no_more()
    {
        await using var api = await TestApi.Start();
        var practice = await GivenPractice.Open(api);
        var before = DatabaseState.Of(api);
        (await practice.Therapist.Get("/api/v1/couples")).Expect(200);
        Assert.Empty(DatabaseState.Differences(before, DatabaseState.Of(api)));

        (await practice.Admin.Patch("/api/v1/practice", new { name = "Renamed" }, ("If-Match", "*"))).Expect(200);
        Assert.Contains("the table Practices changed", DatabaseState.Differences(before, DatabaseState.Of(api)));

        await practice.NewCouple();
        Assert.Contains("the table Couples changed", DatabaseState.Differences(before, DatabaseState.Of(api)));
    }

    [Theory]
    [InlineData("""{"type":["string","null"],"format":"date-time"}""", "\"2026-02-03T10:00:00+00:00\"")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"null"}]}""", "null")]
    [InlineData("""{"type":"number"}""", "3")]
    public void The_schema_check_lets_good_values_pass(string schema, string value) => Assert.Empty(
        SchemaCheck.Faults(ApiDescription.Of("""{"paths":{}}"""), System.Text.Json.Nodes.JsonNode.Parse(schema)!, System.Text.Json.Nodes.JsonNode.Parse(value)));
}
