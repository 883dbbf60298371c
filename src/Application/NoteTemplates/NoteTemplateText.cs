using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Notes;
using FluentValidation;

namespace CounselDesk.Application.NoteTemplates;

/// <summary>A template as it is written. It is kept in plain text and everybody who writes notes reads it: nothing of a client belongs into it.</summary>
/// <param name="Name">What it is chosen by, at most 100 characters; no two of a practice have the same.</param>
/// <param name="Format">Which sections it has: soap, dap, birp, girp or narrative.</param>
/// <param name="Sections">Texts by section name, each at most 5000 characters and at least one; the others stay empty.</param>
public sealed record NoteTemplateText(string Name, NoteFormat Format, IReadOnlyDictionary<string, string> Sections);

public sealed class NoteTemplateTextValidator : AbstractValidator<NoteTemplateText>
{
    public NoteTemplateTextValidator()
    {
        RuleFor(x => x.Name).Line(Limits.Name);
        RuleFor(x => x.Format).IsInEnum();
        RuleFor(x => x.Sections).NotNull().DependentRules(() => RuleFor(x => x).Custom((template, context) =>
        {
            if (!Enum.IsDefined(template.Format))
                return;
            var names = template.Format.Sections();
            if (template.Sections.Keys.Any(name => !names.Contains(name, StringComparer.Ordinal)))
                context.AddFailure("sections", $"This format has the sections {string.Join(", ", names)}, and no others.");
            else if (template.Sections.Values.All(string.IsNullOrWhiteSpace))
                context.AddFailure("sections", "Give at least one section a text.");
            foreach (var name in names.Where(name => template.Sections.TryGetValue(name, out var text) && !IsProse(text)))
                context.AddFailure($"sections.{name}", $"Give at most {NoteTemplateLimits.Section} characters, without control characters other than line breaks and tabs.");
        }));
    }

    private static bool IsProse(string? text) =>
        text is not null && text.Length <= NoteTemplateLimits.Section && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
}
