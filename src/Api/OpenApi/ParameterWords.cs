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
                ("coupleId", ParameterLocation.Path) => "The case.",
                ({ } name, ParameterLocation.Path) => $"The {Capital().Replace(name.EndsWith("Id", StringComparison.Ordinal) ? name[..^2] : name, " $0").ToLowerInvariant()}.",
                ("therapistId", _) => "Only those of this therapist or associate.",
                ("coupleId", _) => "Only those of this case.",
                ("status", _) => "Only those with this status.",
                ("from", _) => "From this calendar day on, in the practice's time zone.",
                ("to", _) => "Up to and with this calendar day, in the practice's time zone.",
                _ => parameter.Description,
            };
        }
    }

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capital();
}
