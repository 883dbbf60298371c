using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CounselDesk.Api.Http;

/// <summary>An enum's words as the API spells them, in kebab case. No other spelling, number or list of words is one.</summary>
internal static class ExactWords<TEnum>
    where TEnum : struct, Enum
{
    public static readonly FrozenDictionary<string, TEnum> Values =
        Enum.GetValues<TEnum>().ToFrozenDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);

    public static readonly FrozenDictionary<TEnum, string> Words = Values.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
}

/// <summary>Enums in JSON. The framework's converter would also take other capitals, and several words with commas.</summary>
public sealed class ExactWordsJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TEnum> : JsonConverter<TEnum>
        where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && ExactWords<TEnum>.Values.TryGetValue(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WriteStringValue(ExactWords<TEnum>.Words[value]);

        public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ExactWords<TEnum>.Values.TryGetValue(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WritePropertyName(ExactWords<TEnum>.Words[value]);
    }
}
