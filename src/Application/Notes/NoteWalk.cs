using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Notes;

/// <summary>Holds a case's signed notes and addenda, one after the other, against the journal of its seals.</summary>
internal sealed class NoteWalk
{
    /// <summary>At most so many faults are listed.</summary>
    public const int MostFaults = 100;

    private readonly Dictionary<Guid, SealedEntry> _notes = [];
    private readonly Dictionary<Guid, SealedEntry> _cosignatures = [];
    private readonly Dictionary<Guid, SealedEntry> _addenda = [];
    private readonly List<NoteFault> _faults = [];
    private readonly int _firstWitnessed;
    private int _number;
    private string? _hash;
    private int _notesSeen;
    private int _cosignaturesSeen;
    private int _addendaSeen;
    private int _unwitnessed;
    private bool _hasMore;

    public NoteWalk(SealReading journal)
    {
        foreach (var entry in journal.Entries)
        {
            _ = entry.Act switch
            {
                SealedAct.Note => _notes.TryAdd(entry.NoteId, entry),
                SealedAct.Cosignature => _cosignatures.TryAdd(entry.NoteId, entry),
                _ => _addenda.TryAdd(entry.AddendumId ?? Guid.Empty, entry),
            };
        }

        _firstWitnessed = _notes.Count == 0 ? int.MaxValue : _notes.Values.Min(entry => entry.Number);
        if (!journal.IsWhole)
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

    public NoteChainCheck End(bool sawNotes, bool sawAddenda)
    {
        if (sawNotes)
        {
            foreach (var gone in _notes.Values.OrderBy(entry => entry.Number))
                Found(new NoteFault(NoteFaultKind.Removed, NotePart.Note, gone.NoteId, gone.Number));
            foreach (var gone in _cosignatures.Values.OrderBy(entry => entry.Number))
                Found(new NoteFault(NoteFaultKind.Removed, NotePart.Cosignature, gone.NoteId, gone.Number));
        }

        if (sawAddenda)
        {
            foreach (var gone in _addenda.Values.OrderBy(entry => entry.Number))
                Found(new NoteFault(NoteFaultKind.Removed, NotePart.Addendum, gone.NoteId, null, gone.AddendumId));
        }

        return new NoteChainCheck(_faults.Count == 0, _notesSeen, _cosignaturesSeen, _addendaSeen, _unwitnessed, _faults, _hasMore);
    }

    private void Witnessed(SignedNoteRow note, int number, string? hash, SealedEntry told)
    {
        if (number != told.Number)
            Found(new NoteFault(NoteFaultKind.Reordered, NotePart.Note, note.Id, number));
        else if (hash != told.Hash || note.ContentHash != told.Hash)
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

/// <summary>A signed note as the database gives it, whatever was done to it.</summary>
internal sealed record SignedNoteRow
{
    public Guid Id { get; init; }

    public Guid PracticeId { get; init; }

    public Guid CoupleId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? ClientId { get; init; }

    public Guid AuthorId { get; init; }

    public NoteKind Kind { get; init; }

    public NoteFormat Format { get; init; }

    public NoteStatus Status { get; init; }

    public string Sections { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public int? ChainNumber { get; init; }

    public string? PreviousHash { get; init; }

    public string? ContentHash { get; init; }

    public Guid? CosignedBy { get; init; }

    public DateTimeOffset? CosignedAt { get; init; }

    public string? CosignatureHash { get; init; }

    public SealedContent Content(NoteTexts texts) => new(
        Id, PracticeId, CoupleId, SessionId, ClientId, AuthorId, Kind, Format, CreatedAt, SignedAt ?? default, ChainNumber ?? 0,
        PreviousHash, texts.Salt, texts.Sections);
}
