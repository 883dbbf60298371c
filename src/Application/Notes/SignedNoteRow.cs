using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Notes;

/// <summary>A signed psychotherapy note as the database gives it, whatever was done to it.</summary>
internal record SignedApartRow
{
    public Guid Id { get; init; }

    public Guid PracticeId { get; init; }

    public Guid CoupleId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? ClientId { get; init; }

    public Guid AuthorId { get; init; }

    public NoteFormat Format { get; init; }

    public string Sections { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public int? ChainNumber { get; init; }

    public string? PreviousHash { get; init; }

    public string? ContentHash { get; init; }
}

/// <summary>A signed note as the database gives it, whatever was done to it.</summary>
internal sealed record SignedNoteRow : SignedApartRow
{
    public SignedNoteRow()
    {
    }

    public SignedNoteRow(SignedApartRow apart)
        : base(apart) => (Kind, Status) = (NoteKind.Psychotherapy, NoteStatus.Signed);

    public NoteKind Kind { get; init; }

    public NoteStatus Status { get; init; }

    public Guid? CosignedBy { get; init; }

    public DateTimeOffset? CosignedAt { get; init; }

    public string? CosignatureHash { get; init; }

    public Guid? ReplacesId { get; init; }

    public SealedContent Content(NoteTexts texts) => new(
        Id, PracticeId, CoupleId, SessionId, ClientId, AuthorId, Kind, Format, CreatedAt, SignedAt ?? default, ChainNumber ?? 0,
        PreviousHash, texts.Salt, texts.Sections, texts.Form, texts.Attended, ReplacesId);
}
