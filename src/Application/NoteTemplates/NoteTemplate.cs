using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Domain;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.NoteTemplates;

/// <summary>What a practice's notes can begin with.</summary>
/// <param name="Id">The template; a draft begins with it by <c>templateId</c>.</param>
/// <param name="Name">What it is chosen by.</param>
/// <param name="Format">Which sections it has.</param>
/// <param name="Sections">The texts by section name, in the format's order; what it leaves open is empty.</param>
/// <param name="UpdatedAt">When it was last written.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record NoteTemplate(
    Guid Id, string Name, NoteFormat Format, IReadOnlyDictionary<string, string> Sections, DateTimeOffset UpdatedAt, int Version) : IVersioned;

/// <summary>Finds templates of the caller's practice, and holds their rules.</summary>
public sealed class NoteTemplates(IDb db, RequestScope scope)
{
    private const string FindSql = """
        SELECT t.Id, t.Name, t.Format, t.Sections, t.UpdatedAt, t.Version
        FROM NoteTemplates t
        WHERE t.PracticeId = @PracticeId AND t.Id = @Id
        """;

    private const string SameNameSql = """
        SELECT COUNT(*) AS Found FROM NoteTemplates t WHERE t.PracticeId = @PracticeId AND t.Name = @Name AND t.Id <> @Id
        """;

    private const string CountSql = "SELECT COUNT(*) AS Found FROM NoteTemplates t WHERE t.PracticeId = @PracticeId";

    public async Task<NoteTemplate> Find(Guid id, CancellationToken cancellationToken)
    {
        scope.ResourceId = id;
        return await Lookup(id, cancellationToken).OrNotFound("note template");
    }

    /// <summary>Refuses a name that another template has, and lets nobody else write one until the command ends.</summary>
    internal async Task RequireFreeName(Guid id, string name, CancellationToken cancellationToken)
    {
        await db.Lock($"note-templates:{scope.Caller.PracticeId}", cancellationToken);
        if (await db.Find<int>(SameNameSql, new { Id = id, Name = name }, cancellationToken) > 0)
            throw Refused.Conflict("name-taken", "The practice has a template of this name.");
    }

    internal async Task RequireRoom(CancellationToken cancellationToken)
    {
        if (await db.Find<int>(CountSql, null, cancellationToken) >= NoteTemplateLimits.Most)
            throw Refused.Conflict("too-many-templates", $"A practice has at most {NoteTemplateLimits.Most} templates: remove one first.");
    }

    /// <summary>What a draft begins with: its own texts, and the template's where it has none.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> Begin(NoteDraft draft, CancellationToken cancellationToken)
    {
        if (draft.TemplateId is not { } templateId)
            return draft.Sections;
        var template = await Lookup(templateId, cancellationToken)
            ?? throw Refused.Invalid("templateId", "Name one of the practice's templates.", "no-such-template");
        if (template.Format != draft.Format)
            throw Refused.Invalid("templateId", "The template is of another format than the note.", "other-format");
        return template.Sections.ToDictionary(
            section => section.Key,
            section => draft.Sections.TryGetValue(section.Key, out var own) && !VisibleText.IsBlank(own) ? own : section.Value,
            StringComparer.Ordinal);
    }

    internal static string Text(NoteTemplateText body) => JsonSerializer.Serialize(body.Sections);

    private async Task<NoteTemplate?> Lookup(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Find<Row>(FindSql, new { Id = id }, cancellationToken) is not { } row)
            return null;
        var kept = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Sections)!;
        return new NoteTemplate(
            row.Id, row.Name, row.Format, row.Format.Sections().ToDictionary(name => name, name => kept.GetValueOrDefault(name, ""), StringComparer.Ordinal),
            row.UpdatedAt, row.Version);
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public NoteFormat Format { get; init; }

        public string Sections { get; init; } = "";

        public DateTimeOffset UpdatedAt { get; init; }

        public int Version { get; init; }
    }
}
