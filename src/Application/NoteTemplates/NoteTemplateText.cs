using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
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
            if (template.Sections.Values.All(VisibleText.IsBlank))
                context.AddFailure("sections", "Give at least one section a text.");
            context.CheckSections(template.Format, template.Sections, NoteTemplateLimits.Section);
        }));
    }
}
