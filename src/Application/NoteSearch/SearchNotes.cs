using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.NoteSearch;

/// <summary>What to look for in the notes. It travels in the body, because addresses end up in logs.</summary>
/// <param name="Q">
/// 1 to 100 characters, up to 6 words: beginnings of words. All of them must be found in the note and what was added to it.
/// Capitals and accents do not matter.
/// </param>
/// <param name="CoupleId">Only in this case. An emergency access is searched only by naming its case.</param>
/// <param name="Limit">Notes in one answer, 1 to 50; 20 unless told.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the answer before.</param>
public sealed record NoteSearchText(string Q, Guid? CoupleId = null, int? Limit = null, string? Cursor = null);

/// <summary>A note in which all the words were found.</summary>
/// <param name="NoteId">The note.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="SessionId">The session it tells of, if one.</param>
/// <param name="Format">Which sections it has.</param>
/// <param name="Scope"><c>joint</c>, or the id of the partner in whose compartment it lies.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="Section">The section that has most of the words; null if that is an addendum.</param>
/// <param name="AddendumId">The addendum that has most of the words; null if that is a section.</param>
/// <param name="Excerpt">At most some 160 characters of that text, around the first of the words. <c>…</c> stands for what was left out.</param>
public sealed record FoundNote(
    Guid NoteId, Guid CoupleId, Guid? SessionId, NoteFormat Format, string Scope, NoteStatus Status, DateTimeOffset CreatedAt,
    string? Section, Guid? AddendumId, string Excerpt);

/// <summary>What was found, newest note first.</summary>
/// <param name="Items">The notes; there can be none although the search goes on.</param>
/// <param name="Searched">How many notes were looked into for this answer, at most 1000.</param>
/// <param name="NextCursor">Where the search goes on; null when all notes have been looked into.</param>
public sealed record FoundNotes(IReadOnlyList<FoundNote> Items, int Searched, string? NextCursor);

/// <summary>In progress notes and their addenda, of the caller's own and supervised cases. Psychotherapy notes are never searched.</summary>
[Access(Roles.Clinicians)]
public sealed record SearchNotesQuery(NoteSearchText Body) : IQuery<FoundNotes>;

public sealed class SearchNotesValidator : AbstractValidator<SearchNotesQuery>
{
    public SearchNotesValidator()
    {
        RuleFor(x => x.Body.Q).Line(Limits.Search);
        RuleFor(x => x.Body.Q).Must(text => SearchedWords.Of(text).Count <= NoteSearchLimits.Words)
            .When(x => x.Body.Q is { Length: <= Limits.Search }).WithMessage($"Give at most {NoteSearchLimits.Words} words.");
        RuleFor(x => x.Body.Limit).InclusiveBetween(1, NoteSearchLimits.FoundMaximum);
    }
}

public sealed class SearchNotesHandler(
    ReadableNotes readable, CaseFiles caseFiles, RequestScope scope, IUnitOfWork unitOfWork, IAuditTrail audit, TimeProvider clock)
    : IRequestHandler<SearchNotesQuery, FoundNotes>
{
    private const string List = "note-search";

    public async Task<FoundNotes> Handle(SearchNotesQuery request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        if (body.CoupleId is { } coupleId)
            await Open(coupleId, cancellationToken);
        var before = new PageRequest(null, body.Cursor).Before(List);
        var words = SearchedWords.Of(body.Q);
        if (words.Count == 0)
            return new FoundNotes([], 0, null);

        var keys = await readable.NewestFirst(body.CoupleId, before, NoteSearchLimits.Decrypted + 1, cancellationToken);
        var found = new List<FoundNote>();
        var searched = 0;
        var limit = body.Limit ?? NoteSearchLimits.FoundDefault;
        var looked = keys.Take(NoteSearchLimits.Decrypted).ToList();
        // What is common is found among the first few; what is rare is read in greater portions.
        foreach (var some in looked.Take(limit).Chunk(limit).Concat(looked.Skip(limit).Chunk(NoteSearchLimits.AtATime)))
        {
            foreach (var note in await readable.Open(some, cancellationToken))
            {
                searched++;
                if (words.In(note.Texts) is { } hit)
                    found.Add(note.Found(hit));
                if (found.Count == limit)
                    break;
            }

            if (found.Count == limit)
                break;
        }

        await Audit(found, cancellationToken);
        return new FoundNotes(found, searched, searched < keys.Count ? PageRequest.CursorAt(List, keys[searched - 1].Seq) : null);
    }

    private async Task Open(Guid coupleId, CancellationToken cancellationToken)
    {
        try
        {
            await caseFiles.Open(CaseKey.Couple(coupleId), RequestRule.Of(typeof(SearchNotesQuery)).Access!, cancellationToken);
        }
        catch (Refused refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            throw Refused.Invalid("coupleId", "Name a case of yours.", "no-such-case");
        }
    }

    /// <summary>Of whose notes something is shown is audited note by note, as if each had been opened; the words are not.</summary>
    private async Task Audit(IReadOnlyList<FoundNote> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
            return;
        // The audit waits for its turn to write, and others for this connection.
        await unitOfWork.Release();
        var entry = AuditEntry.Of(scope, RequestRule.Of(typeof(SearchNotesQuery)), AuditOutcome.Allowed, null, clock.GetUtcNow());
        await Task.WhenAll(found.Select(note => audit.Record(
            entry with { Action = "find-note", CoupleId = note.CoupleId, ResourceId = note.NoteId }, cancellationToken)));
    }
}
