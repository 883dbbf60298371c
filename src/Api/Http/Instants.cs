using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Http;

/// <summary>
/// Instants as they are sent: ISO 8601 with an offset. Without one the framework would take the machine's own time zone, and
/// a filter or an appointment would silently mean something else on another machine.
/// </summary>
internal static partial class Instants
{
    public static DateTimeOffset? Read(string? text) =>
        Form().IsMatch(text ?? "") && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}

/// <summary>Instants in bodies.</summary>
public sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? Instants.Read(reader.GetString()) : null) ?? throw new JsonException("Not an instant with an offset.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Instants in queries.</summary>
public sealed class InstantBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.UnderlyingOrModelType == typeof(DateTimeOffset) ? new Binder() : null;

    private sealed class Binder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (given == ValueProviderResult.None)
                return Task.CompletedTask;
            if (Instants.Read(given.FirstValue) is { } instant)
                bindingContext.Result = ModelBindingResult.Success(instant);
            else
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "Not an instant with an offset.");
            return Task.CompletedTask;
        }
    }
}
