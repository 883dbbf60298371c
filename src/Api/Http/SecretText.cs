using System.Diagnostics.CodeAnalysis;

namespace CounselDesk.Api.Http;

/// <summary>A part of an address that must not be repeated: whoever logs an action's arguments logs its name alone.</summary>
public sealed class SecretText : IParsable<SecretText>
{
    private SecretText(string value) => Value = value;

    public string Value { get; }

    public static SecretText Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SecretText result) =>
        (result = s is null ? null : new SecretText(s)) is not null;
}
