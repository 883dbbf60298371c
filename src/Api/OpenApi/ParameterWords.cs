using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace CounselDesk.Api.OpenApi;

/// <summary>What parameters mean that mean the same everywhere, for actions that do not say it themselves.</summary>
internal static partial class ParameterWords
{
    public static void Describe(IList<IOpenApiParameter> parameters)
    {
        foreach (var parameter in parameters.OfType<OpenApiParameter>().Where(parameter => string.IsNullOrWhiteSpace(parameter.Description)))
        {
            parameter.Description = (parameter.Name, parameter.In) switch
            {
                ("language", ParameterLocation.Path) => "The language: a BCP 47 tag in canonical form.",
                ("coupleId", ParameterLocation.Path) => "The case.",
                ({ } name, ParameterLocation.Path) => $"The {Capital().Replace(name.EndsWith("Id", StringComparison.Ordinal) ? name[..^2] : name, " $0").ToLowerInvariant()}.",
                ("therapistId", _) => "Only those of this therapist or associate.",
                ("coupleId", _) => "Only those of this case.",
                ("language", ParameterLocation.Query) => "In the practice's translation into this language (BCP 47); as it was written unless told. 400 `no-translation` where there is none of these words.",
                ("caseId", _) => "Which of my open cases: without it all of them, or the newest couple's for what only a couple has. 404 for any other.",
                ("status", _) => "Only those with this status.",
                ("kind", _) => "Only those of this kind.",
                ("open", _) => "Only those that nobody has acknowledged yet, or only the others.",
                ("unreviewed", _) => "Only those with entries that the therapist has yet to review, or only the others.",
                ("active", _) => "Only those who can sign in, or only the others.",
                ("archived", _) => "Only those who are archived; left out unless told.",
                ("accountId", _) => "Only what this person did.",
                ("clientId", _) => "Only what concerns this client.",
                ("action", _) => "Only this action: the use case's name in kebab case, such as sign-note.",
                ("outcome", _) => "Only what ended so.",
                ("partnerId", _) => "Only this partner's.",
                ("minutes", _) => "How long it must be at least: 15 to 480, in steps of 5; 50 unless told.",
                ("measure", _) => "Only this measure's, by its key.",
                ("from", _) when parameter.Schema?.Format is "date-time" => "From this instant on, with its offset.",
                ("to", _) when parameter.Schema?.Format is "date-time" => "Before this instant, with its offset.",
                ("from", _) => "From this calendar day on, in the practice's time zone.",
                ("to", _) => "Up to and with this calendar day, in the practice's time zone.",
                _ => parameter.Description,
            };
        }
    }

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capital();
}
