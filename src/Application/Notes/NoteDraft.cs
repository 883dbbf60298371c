using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using FluentValidation.Results;

namespace CounselDesk.Application.Notes;

/// <summary>A note as its author writes it.</summary>
/// <param name="Format">Which sections it has: soap, dap, birp, girp or narrative.</param>
/// <param name="Kind">Progress, or psychotherapy: kept apart, and its author's alone.</param>
/// <param name="Scope"><c>joint</c>, or the id of the partner in whose compartment it lies.</param>
/// <param name="Sections">
/// Texts by section name, each at most 20 000 characters. Sections may be left out or empty until the note is signed.
/// soap: subjective, objective, assessment, plan. dap: data, assessment, plan. birp: behavior, intervention, response, plan.
/// girp: goal, intervention, response, plan. narrative: narrative.
/// </param>
/// <param name="SessionId">The session of this case that it tells of, if one.</param>
/// <param name="TemplateId">Of a note that begins: the practice's template of the same format, whose texts fill the sections that have none. Not afterwards.</param>
public sealed record NoteDraft(
    NoteFormat Format, NoteKind Kind, string Scope, IReadOnlyDictionary<string, string> Sections, Guid? SessionId = null,
    Guid? TemplateId = null);

public sealed class NoteDraftValidator : AbstractValidator<NoteDraft>
{
    public NoteDraftValidator()
    {
        RuleFor(x => x.Format).IsInEnum();
        RuleFor(x => x.Kind).IsInEnum();
        RuleFor(x => x.Scope).Must(scope => NoteScope.TryParse(scope, out _)).WithMessage("Give joint, or a partner's id.");
        RuleFor(x => x.Sections).NotNull().DependentRules(() => RuleFor(x => x).Custom((draft, context) => context.CheckSections(draft.Format, draft.Sections, Limits.LongText)));
    }
}

/// <summary>What a format asks of the texts by section.</summary>
internal static class SectionRule
{
    public static void CheckSections<T>(this ValidationContext<T> context, NoteFormat format, IReadOnlyDictionary<string, string> sections, int most)
    {
        if (!Enum.IsDefined(format))
            return;
        var names = format.Sections();
        if (sections.Keys.Any(name => !names.Contains(name, StringComparer.Ordinal)))
            context.AddFailure(new ValidationFailure(context.PropertyChain.BuildPropertyPath("sections"), $"This format has the sections {string.Join(", ", names)}, and no others.") { ErrorCode = "unknown-section" });
        foreach (var name in names.Where(name => sections.TryGetValue(name, out var text) && !IsProse(text, most)))
            context.AddFailure($"sections.{name}", $"Give at most {most} characters, without control characters other than line breaks and tabs.");
    }

    private static bool IsProse(string? text, int most) =>
        text is not null && text.Length <= most && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
}

/// <summary>The compartment a note lies in, as the API spells it.</summary>
internal static class NoteScope
{
    private const string Joint = "joint";

    public static bool TryParse(string? text, out Guid? clientId)
    {
        clientId = null;
        if (string.Equals(text, Joint, StringComparison.Ordinal))
            return true;
        if (!Guid.TryParseExact(text, "D", out var id))
            return false;
        clientId = id;
        return true;
    }

    public static string Text(Guid? clientId) => clientId?.ToString("D") ?? Joint;

    /// <summary>
    /// The draft's compartment, checked against the case and the session: what a partner says alone lies in that
    /// partner's compartment, and nowhere else.
    /// </summary>
    public static async Task<Guid?> Compartment(this NoteDraft draft, CaseFile file, IDb db, CancellationToken cancellationToken)
    {
        _ = TryParse(draft.Scope, out var clientId);
        if (clientId is { } partner)
            file.RequirePartner(partner, "scope");
        if (draft.SessionId is not { } sessionId)
            return clientId;

        var session = await db.Find<SessionOfNote>(SessionSql, new { SessionId = sessionId, file.CoupleId }, cancellationToken)
            ?? throw Refused.Invalid("sessionId", "Name a session of this case.", "no-such-session");
        if (session.Kind == SessionKind.Individual && session.PartnerId != clientId)
            throw Refused.Rule("individual-session", "The session was with one partner alone: give that partner's id as the note's scope.");
        return clientId;
    }

    private const string SessionSql = """
        SELECT s.Kind, s.PartnerId FROM Sessions s WHERE s.Id = @SessionId AND s.CoupleId = @CoupleId AND s.PracticeId = @PracticeId
        """;

    private sealed record SessionOfNote
    {
        public SessionKind Kind { get; init; }

        public Guid? PartnerId { get; init; }
    }
}
