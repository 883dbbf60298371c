using System.Text.Json;
using System.Text.Json.Serialization;

namespace CounselDesk.Application.Common;

/// <summary>Reads and writes <see cref="Optional{T}"/>. An absent member never reaches it, and so stays not set.</summary>
public sealed class OptionalJson : JsonConverterFactory
{
    /// <summary>What stands in a fault's message before the place within a member's value, as a path from <c>$</c>.</summary>
    public const string Within = " Within the member: ";

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return new(JsonSerializer.Deserialize<T>(ref reader, options)!, true);
            }
            catch (JsonException fault)
            {
                // It knows the place within the value alone. Without a path of its own, whoever reads the whole body gives the member's.
                throw new JsonException($"{fault.Message}{Within}{fault.Path}", fault);
            }
        }

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options)
        {
            if (value.IsSet)
                JsonSerializer.Serialize(writer, value.Value, options);
            else
                writer.WriteStringValue("(absent)");
        }
    }
}
