using CounselDesk.Domain;
using FluentValidation;
using FluentValidation.Validators;

namespace CounselDesk.Application.Common;

/// <summary>How long a text may be, for whoever describes the rules: the API document.</summary>
public interface ITextLimit
{
    /// <summary>In characters.</summary>
    int Maximum { get; }
}

/// <summary>A text that is not blank, not too long, and without characters that nobody types.</summary>
public sealed class TextValidator<T>(int maximum, bool isOneLine) : PropertyValidator<T, string?>, ITextLimit
{
    public int Maximum => maximum;

    public override string Name => "TextValidator";

    public override bool IsValid(ValidationContext<T> context, string? value) =>
        value is null || (value.Length <= maximum && !VisibleText.IsBlank(value)
            && !value.Any(c => isOneLine ? char.IsControl(c) || VisibleText.OverridesDirection(c) : char.IsControl(c) && c is not ('\n' or '\r' or '\t')));

    protected override string GetDefaultMessageTemplate(string errorCode) => isOneLine
        ? $"Give 1 to {maximum} characters, at least one of them visible, on one line, without control characters or ones that override the direction of writing."
        : $"Give 1 to {maximum} characters, at least one of them visible, without control characters other than line breaks and tabs.";
}
