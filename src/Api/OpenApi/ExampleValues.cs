using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CounselDesk.Api.Demo;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CounselDesk.Api.OpenApi;

/// <summary>
/// Examples that work as they stand against the demo practice: bodies from examples.json, with the demo's ids and days
/// counted from today filled in, and the same ids for parameters.
/// </summary>
internal sealed partial class ExampleValues(TimeProvider clock) : IDocumentFilter
{
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["coupleId"] = DemoIdentities.Couple.ToString(),
        ["clientId"] = DemoIdentities.PartnerA.ToString(),
        ["partnerId"] = DemoIdentities.PartnerA.ToString(),
        ["sessionId"] = DemoIdentities.Session.ToString(),
        ["seriesId"] = DemoIdentities.Series.ToString(),
        ["noteId"] = DemoIdentities.Note.ToString(),
        ["templateId"] = DemoIdentities.Template.ToString(),
        ["versionId"] = DemoIdentities.NoteVersion.ToString(),
        ["messageId"] = DemoIdentities.Message.ToString(),
        ["agreementId"] = DemoIdentities.Agreement.ToString(),
        ["runId"] = DemoIdentities.PathwayRun.ToString(),
        ["assignmentId"] = DemoIdentities.Assignment.ToString(),
        ["logId"] = DemoIdentities.Log.ToString(),
        ["attachmentId"] = DemoIdentities.Attachment.ToString(),
        ["consentId"] = DemoIdentities.Consent.ToString(),
        ["screeningId"] = DemoIdentities.Screening.ToString(),
        ["responseId"] = DemoIdentities.Response.ToString(),
        ["alertId"] = DemoIdentities.Alert.ToString(),
        ["eventId"] = DemoIdentities.Milestone.ToString(),
        ["goalId"] = DemoIdentities.Goal.ToString(),
        ["staffId"] = DemoIdentities.Therapist.ToString(),
        ["calendarId"] = DemoIdentities.Calendar.ToString(),
        ["timeOffId"] = DemoIdentities.TimeOff.ToString(),
        ["measure"] = "csi-16",
        ["requestId"] = DemoIdentities.MeasureRequest.ToString(),
        ["secret"] = "the-secret-of-the-address-you-were-given",
        ["language"] = "es",
        ["If-Match"] = "*",
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var bodies = JsonNode.Parse(Filled(Text()))!.AsObject();
        foreach (var path in swaggerDoc.Paths)
        {
            foreach (var (_, operation) in path.Value.Operations ?? [])
            {
                foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In is ParameterLocation.Path or ParameterLocation.Header))
                    parameter.Example = Example(path.Key, parameter.Name!);
                foreach (var media in (operation.RequestBody?.Content?.Values ?? []).OfType<OpenApiMediaType>())
                    media.Example = media.Schema is OpenApiSchemaReference { Reference.Id: { } schema } ? bodies[schema]?.DeepClone() : null;
            }
        }
    }

    private static JsonNode? Example(string path, string parameter) => parameter switch
    {
        // An acceptance names the version that was read.
        "If-Match" when path.EndsWith("/agreement/accept", StringComparison.Ordinal) => "\"1-0\"",
        "key" when path.Contains("/portal/measures/", StringComparison.Ordinal) => "trust-pulse",
        "key" when path.Contains("/measures/", StringComparison.Ordinal) => "csi-16",
        "key" when path.Contains("/pathways/", StringComparison.Ordinal) => "first-weeks",
        "key" => DemoIdentities.OwnExercise,
        _ => Parameters.GetValueOrDefault(parameter) is { } value ? JsonValue.Create(value) : null,
    };

    private static string Text()
    {
        using var reader = new StreamReader(typeof(ExampleValues).Assembly.GetManifestResourceStream("openapi/examples.json")!);
        return reader.ReadToEnd();
    }

    private string Filled(string text) => Place().Replace(text, place =>
    {
        if (!place.Groups["day"].Success)
            return typeof(DemoIdentities).GetField(place.Groups["id"].Value)!.GetValue(null)!.ToString()!;
        var ahead = place.Groups["ahead"] is { Success: true } days ? int.Parse(days.Value, CultureInfo.InvariantCulture) : 0;
        return DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(-12)).AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    });

    [GeneratedRegex(@"\{\{(?:(?<day>today)(?:\+(?<ahead>[0-9]+))?|(?<id>[A-Za-z]+))\}\}", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
