using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Infrastructure.Progress;

/// <summary>Reads the instruments from the data file built into the assembly.</summary>
public sealed class MeasureFiles : IInstruments
{
    const string ResourceName = "measures/instruments.json";

    // Strict, so that a misspelt or forgotten field of the data stops the start-up and never scores anybody by a default.
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads the built-in file once.</summary>
    public MeasureFiles()
    {
        using var file = typeof(MeasureFiles).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is not built in.");
        Catalogue = Read(file);
    }

    /// <inheritdoc/>
    public InstrumentCatalogue Catalogue { get; }

    /// <summary>Reads a file of instruments.</summary>
    /// <exception cref="JsonException">A property is unknown, missing, of the wrong kind, or null where it may not be.</exception>
    /// <exception cref="ArgumentException">An instrument contradicts itself, or a key occurs twice.</exception>
    public static InstrumentCatalogue Read(Stream json)
    {
        var file = JsonSerializer.Deserialize<MeasureFile>(json, Options)
            ?? throw new JsonException("The file of instruments is empty.");
        return new(file.Instruments);
    }

    sealed record MeasureFile(string About, IReadOnlyList<Instrument> Instruments);
}
