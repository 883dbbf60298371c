using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Resources;

namespace CounselDesk.Application.Common;

/// <summary>Rules that many validators share, worded so that a person can act on them; none repeats the value.</summary>
public static partial class TextRules
{
    /// <summary>One line: no control characters, not blank, at most so long.</summary>
    public static IRuleBuilderOptions<T, string?> Line<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.SetValidator(new TextValidator<T>(maximum, isOneLine: true));

    /// <summary>Running text: line breaks and tabs allowed, other control characters not.</summary>
    public static IRuleBuilderOptions<T, string?> Prose<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.SetValidator(new TextValidator<T>(maximum, isOneLine: false));

    public static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || (text.Length <= Domain.Limits.Email && EmailForm().IsMatch(text)))
        .WithMessage($"Give one e-mail address of at most {Domain.Limits.Email} characters.");

    public static IRuleBuilderOptions<T, string?> Phone<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || (text.Length <= Domain.Limits.Phone && PhoneForm().IsMatch(text)))
        .WithMessage($"Give a telephone number of at most {Domain.Limits.Phone} digits, spaces and + ( ) - . characters.");

    public static IRuleBuilderOptions<T, string?> TimeZone<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || PracticeDays.IsKnownZone(text))
        .WithErrorCode("unknown-time-zone").WithMessage("Give a time zone's IANA name, such as America/Chicago.");

    public static IRuleBuilderOptions<T, string?> Language<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || Domain.Toolkit.LanguageTag.IsCanonical(text))
        .WithErrorCode("unknown-language").WithMessage("Give a language tag (BCP 47) in its canonical form, such as es, pt-BR or zh-Hant.");

    /// <summary>Field names as the API spells them, and default messages that never repeat the value.</summary>
    public static void Configure()
    {
        ValidatorOptions.Global.PropertyNameResolver = (_, _, expression) =>
            expression is null ? null : string.Join('.', FluentValidation.Internal.PropertyChain.FromExpression(expression).ToString()
                .Split('.').Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName));
        ValidatorOptions.Global.DisplayNameResolver = (_, member, _) =>
            member is null ? null : System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.Name);
        ValidatorOptions.Global.LanguageManager = new QuietMessages();
    }

    [GeneratedRegex(@"^[^@\s\p{C}]+@[^@\s\p{C}]+\.[^@\s\p{C}]+$", RegexOptions.None, 1000)]
    private static partial Regex EmailForm();

    [GeneratedRegex(@"^[+(]?[0-9][0-9 ()\-.]*$", RegexOptions.None, 1000)]
    private static partial Regex PhoneForm();

    private sealed class QuietMessages : LanguageManager
    {
        public QuietMessages()
        {
            Enabled = false;
            AddTranslation("en", "NotEmptyValidator", "Must not be empty.");
            AddTranslation("en", "NotNullValidator", "Must not be null.");
            AddTranslation("en", "EnumValidator", "Must be one of the listed words.");
            AddTranslation("en", "MaximumLengthValidator", "At most {MaxLength} characters.");
            AddTranslation("en", "InclusiveBetweenValidator", "Must be between {From} and {To}.");
            AddTranslation("en", "GreaterThanValidator", "Must be greater than {ComparisonValue}.");
            AddTranslation("en", "GreaterThanOrEqualValidator", "Must be at least {ComparisonValue}.");
            AddTranslation("en", "LessThanOrEqualValidator", "Must be at most {ComparisonValue}.");
        }
    }
}
