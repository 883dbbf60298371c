using System.Globalization;
using System.Text;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using NodaTime;
using static CounselDesk.Application.Common.PrintPage;

namespace CounselDesk.Application.Notes;

/// <summary>
/// Writes a signed note with its addenda as one self-contained page that prints on A4 and Letter: no script, font, picture or
/// address from elsewhere. Whatever is put into it is escaped on the way.
/// </summary>
internal static class NotePage
{
    private const string Style = """
        body { font: 15px/1.55 system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; overflow-wrap: anywhere; }
        h1 { margin: 2px 0 4px; font-size: 26px; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
        h2 { margin: 24px 0 4px; font-size: 16px; font-weight: 650; break-after: avoid; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 18px; margin: 18px 0 0; font-size: 13.5px; }
        dt { color: var(--quiet); } dd { margin: 0; }
        .text { margin: 0; white-space: pre-wrap; orphans: 3; widows: 3; }
        .signature { margin: 26px 0 0; padding-top: 10px; border-top: 1px solid var(--line); font-size: 13.5px; break-inside: avoid; }
        .signature p { margin: 2px 0; }
        .hash { font: 11.5px/1.5 ui-monospace, Consolas, monospace; color: var(--quiet); }
        .added { margin: 18px 0 0; padding: 2px 0 2px 16px; border-left: 3px solid #8fa3b3; }
        .added h3 { margin: 0; font-size: 14.5px; font-weight: 650; break-after: avoid; }
        .added p { margin: 2px 0; } .by { font-size: 13px; color: var(--quiet); }
        @media print { body { font-size: 10.5pt; } }
        """;

    public static string Write(Note note, NoteHead head, CaseFile file, string timeZone)
    {
        string At(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[timeZone])
            .ToString("d MMMM uuuu, HH:mm (o<g>)", CultureInfo.InvariantCulture);
        string Partner(Guid? id) => id == file.PartnerBId && file.PartnerBId is not null ? $"{head.FirstNameB} {head.LastNameB}" : $"{head.FirstNameA} {head.LastNameA}";

        var isJoint = !Guid.TryParseExact(note.Scope, "D", out var owner);
        var names = isJoint ? string.Join(" and ", file.Partners.Select(id => Partner(id))) : Partner(owner);
        var what = note.Kind == NoteKind.Psychotherapy ? "Psychotherapy note" : "Progress note";
        var page = Begin($"{what}: {names}", Style);
        Add(page, $"<header>\n<p>{head.PracticeName}</p>\n<h1>{names}</h1>\n<p>{what}, {note.Format.ToString().ToUpperInvariant()}</p>\n</header>\n");
        page.Append(note.Kind == NoteKind.Psychotherapy
            ? "<p class=\"care\"><strong>Kept apart from the record</strong> (45 CFR 164.501). Its author’s alone.</p>\n"
            : isJoint
                ? "<p class=\"care\"><strong>About both partners.</strong> Give it to nobody without both partners’ authorization.</p>\n"
                : "<p class=\"care\"><strong>One partner’s alone.</strong> Never show or give it to the other partner; to nobody else without this partner’s authorization.</p>\n");
        if (note.Return is { } returned)
            Add(page, $"<p class=\"care\"><strong>Returned, and no part of the record.</strong> {returned.ReturnedByName} did not co-sign it, {At(returned.ReturnedAt)}.</p>\n");
        page.Append("<dl>\n");
        if (head.StartsAt is { } startsAt)
            Add(page, $"<dt>Session</dt><dd>{At(startsAt)}</dd>\n");
        if (note.Attended is { } attended)
            Add(page, $"<dt>Attended</dt><dd>{string.Join(" and ", attended.Select(id => Partner(id)))}</dd>\n");
        Add(page, $"<dt>Begun</dt><dd>{At(note.CreatedAt)}</dd>\n<dt>Author</dt><dd>{note.AuthorName}</dd>\n</dl>\n");
        foreach (var name in note.Format.Sections())
            Add(page, $"<h2>{char.ToUpperInvariant(name[0])}{name[1..]}</h2>\n<p class=\"text\">{note.Sections[name]}</p>\n");

        Add(page, $"<div class=\"signature\">\n<p>Signed by {note.AuthorName}, {At(note.SignedAt!.Value)}</p>\n<p class=\"hash\">{note.ContentHash}</p>\n");
        if (note.CosignedAt is { } cosignedAt)
            Add(page, $"<p>Co-signed by {head.CosignerName}, {At(cosignedAt)}</p>\n<p class=\"hash\">{note.CosignatureHash}</p>\n");
        else if (note.Status == NoteStatus.AwaitingCosignature)
            page.Append("<p><strong>Awaits its co-signature.</strong></p>\n");
        page.Append("</div>\n");

        if (note.Addenda.Count > 0)
            page.Append("<h2>Added since</h2>\n");
        foreach (var added in note.Addenda)
        {
            Add(page, $"<section class=\"added\">\n<h3>{added.Number}. {Title(added.Kind)}{(added.PartnerId is { } partner ? $" of {Partner(partner)}" : "")}</h3>\n<p class=\"text\">{added.Text}</p>\n");
            Add(page, $"<p class=\"by\">{(added.PartnerId is null ? "Signed" : "Entered and signed")} by {added.AuthorName}, {At(added.SignedAt)}</p>\n<p class=\"hash\">{added.ContentHash}</p>\n</section>\n");
        }

        Add(page, $"<footer>Times in {timeZone}. The codes are SHA-256 over what was signed, by which the program can verify this case's notes.</footer>\n");
        return End(page);
    }

    private static string Title(AddendumKind kind) => kind switch
    {
        AddendumKind.Addendum => "Addendum",
        AddendumKind.Correction => "Correction",
        AddendumKind.LateEntry => "Late entry",
        _ => "Statement of disagreement",
    };
}
