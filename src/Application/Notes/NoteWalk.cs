using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Notes;

/// <summary>
/// Holds a case's signed notes, returns and addenda, one after the other, against the journal of its seals; or one author's
/// psychotherapy notes, which are a chain of their own.
/// </summary>
internal sealed class NoteWalk
{
    /// <summary>At most so many faults are listed.</summary>
    public const int MostFaults = 100;

    private readonly Dictionary<Guid, SealedEntry> _notes = [];
    private readonly Dictionary<Guid, SealedEntry> _cosignatures = [];
    private readonly Dictionary<Guid, SealedEntry> _addenda = [];
    private readonly Dictionary<Guid, SealedEntry> _returns = [];
    private readonly List<NoteFault> _faults = [];
    private readonly int _firstWitnessed;
    private int _number;
    private string? _hash;
    private int _notesSeen;
    private int _cosignaturesSeen;
    private int _addendaSeen;
    private int _returnsSeen;
    private int _unwitnessed;
    private bool _hasMore;

    /// <param name="journal">What was signed in the case.</param>
    /// <param name="author">Whose psychotherapy notes are looked at; null for the record.</param>
    public NoteWalk(SealReading journal, Guid? author = null)
    {
        foreach (var entry in journal.Entries.Where(entry => entry.AuthorId == author && entry.Act == SealedAct.PsychotherapyNote == author is not null))
        {
            _ = entry.Act switch
            {
                SealedAct.Note or SealedAct.PsychotherapyNote => _notes.TryAdd(entry.NoteId, entry),
                SealedAct.Cosignature => _cosignatures.TryAdd(entry.NoteId, entry),
                SealedAct.Return => _returns.TryAdd(entry.NoteId, entry),
                _ => _addenda.TryAdd(entry.AddendumId ?? Guid.Empty, entry),
            };
        }

        _firstWitnessed = _notes.Count == 0 ? int.MaxValue : _notes.Values.Min(entry => entry.Number);
        if (!journal.IsWhole && author is null)
            Found(new NoteFault(NoteFaultKind.Altered, NotePart.Journal, null, null));
    }

    /// <param name="note">What the row says.</param>
    /// <param name="hash">The hash of what it says; null where its text cannot be decrypted.</param>
    public void Take(SignedNoteRow note, string? hash)
    {
        _notesSeen++;
        var number = note.ChainNumber ?? 0;
        if (_notes.Remove(note.Id, out var told))
            Witnessed(note, number, hash, told);
        else if (number >= _firstWitnessed || number <= _number)
            Found(new NoteFault(NoteFaultKind.Inserted, NotePart.Note, note.Id, number));
        else
            Unwitnessed(note, number, hash);

        Cosignature(note, number, told);
        (_number, _hash) = (Math.Max(_number, number), note.ContentHash);
    }

    public void Take(NoteReturnRow returned, string? hash)
    {
        _returnsSeen++;
        if (!_returns.Remove(returned.NoteId, out var told))
            Found(new NoteFault(NoteFaultKind.Inserted, NotePart.Return, returned.NoteId, null));
        else if (told.Hash != hash || told.Hash != returned.ContentHash)
            Found(new NoteFault(NoteFaultKind.Altered, NotePart.Return, returned.NoteId, told.Number));
    }

    public void Take(AddendumRow addendum, string? hash)
    {
        _addendaSeen++;
        NoteFaultKind? kind = null;
        if (!_addenda.Remove(addendum.Id, out var told))
            kind = NoteFaultKind.Inserted;
        else if (told.Number != addendum.Number || told.NoteId != addendum.NoteId)
            kind = NoteFaultKind.Reordered;
        else if (told.Hash != hash || told.Hash != addendum.ContentHash)
            kind = NoteFaultKind.Altered;
        if (kind is { } found)
            Found(new NoteFault(found, NotePart.Addendum, addendum.NoteId, null, addendum.Id));
    }

    /// <summary>What cannot even be read was not written by this program; the rest of it is not looked at.</summary>
    public void Unreadable(NotePart part) => Found(new NoteFault(NoteFaultKind.Altered, part, null, part == NotePart.Note ? _number + 1 : null));

    public NoteChainCheck End(bool sawNotes, bool sawReturns, bool sawAddenda)
    {
        if (sawNotes)
        {
            foreach (var gone in _notes.Values.OrderBy(entry => entry.Number))
                Found(new NoteFault(NoteFaultKind.Removed, NotePart.Note, gone.NoteId, gone.Number));
            foreach (var gone in _cosignatures.Values.OrderBy(entry => entry.Number))
                Found(new NoteFault(NoteFaultKind.Removed, NotePart.Cosignature, gone.NoteId, gone.Number));
        }

        if (sawReturns)
        {
            foreach (var gone in _returns.Values.OrderBy(entry => entry.Number))
                Found(new NoteFault(NoteFaultKind.Removed, NotePart.Return, gone.NoteId, gone.Number));
        }

        if (sawAddenda)
        {
            foreach (var gone in _addenda.Values.OrderBy(entry => entry.Number))
                Found(new NoteFault(NoteFaultKind.Removed, NotePart.Addendum, gone.NoteId, null, gone.AddendumId));
        }

        return new NoteChainCheck(_faults.Count == 0, _notesSeen, _cosignaturesSeen, _returnsSeen, _addendaSeen, _unwitnessed, _faults, _hasMore);
    }

    private void Witnessed(SignedNoteRow note, int number, string? hash, SealedEntry told)
    {
        if (number != told.Number)
            Found(new NoteFault(NoteFaultKind.Reordered, NotePart.Note, note.Id, number));
        else if (hash != told.Hash || note.ContentHash != told.Hash || (note.Status == NoteStatus.Returned) != _returns.ContainsKey(note.Id))
            Found(new NoteFault(NoteFaultKind.Altered, NotePart.Note, note.Id, number));
    }

    // Signed before there was a journal: the chain itself is all there is.
    private void Unwitnessed(SignedNoteRow note, int number, string? hash)
    {
        _unwitnessed++;
        for (var gone = _number + 1; gone < number && _faults.Count < MostFaults; gone++)
            Found(new NoteFault(NoteFaultKind.Removed, NotePart.Note, null, gone));
        if (hash is null || hash != note.ContentHash || (number == _number + 1 && note.PreviousHash != _hash))
            Found(new NoteFault(NoteFaultKind.Altered, NotePart.Note, note.Id, number));
    }

    private void Cosignature(SignedNoteRow note, int number, SealedEntry? signed)
    {
        var isTold = _cosignatures.Remove(note.Id, out var told);
        if (note is { CosignedBy: { } by, CosignedAt: { } at })
        {
            _cosignaturesSeen++;
            if (!isTold && signed is not null)
                Found(new NoteFault(NoteFaultKind.Inserted, NotePart.Cosignature, note.Id, number));
            else if (note.CosignatureHash != NoteSeal.Cosignature(note.ContentHash ?? "", by, at) || (told is not null && told.Hash != note.CosignatureHash))
                Found(new NoteFault(NoteFaultKind.Altered, NotePart.Cosignature, note.Id, number));
        }
        else if (isTold || (note.Status == NoteStatus.Signed && signed is { Awaits: true }))
            Found(new NoteFault(NoteFaultKind.Removed, NotePart.Cosignature, note.Id, number));
    }

    private void Found(NoteFault fault)
    {
        if (_faults.Count < MostFaults)
            _faults.Add(fault);
        else
            _hasMore = true;
    }
}
