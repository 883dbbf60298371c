using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Notes;

/// <summary>What the newest signed progress note planned.</summary>
/// <param name="NoteId">The note.</param>
/// <param name="Plan">Its plan section.</param>
/// <param name="Scope"><c>joint</c>, or the id of the partner in whose compartment it lies.</param>
/// <param name="SessionId">The session it tells of, if one.</param>
/// <param name="SignedAt">When its author signed it.</param>
public sealed record LastPlan(Guid NoteId, string Plan, string Scope, Guid? SessionId, DateTimeOffset SignedAt);

/// <summary>A note that somebody has yet to sign.</summary>
/// <param name="Id">The note.</param>
/// <param name="Status">Draft, or awaiting-cosignature.</param>
/// <param name="SessionId">The session it tells of, if one.</param>
/// <param name="AuthorId">Whose draft it is, or who signed it already.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="SignedAt">When its author signed it.</param>
public sealed record UnsignedNote(Guid Id, NoteStatus Status, Guid? SessionId, Guid AuthorId, DateTimeOffset CreatedAt, DateTimeOffset? SignedAt);

/// <summary>What a clinician needs of the notes before a session. For clinicians only.</summary>
public sealed class LastPlans(IDb db, Notes notes)
{
    /// <summary>At most so many unsigned notes are listed, newest first.</summary>
    public const int MostUnsigned = 50;

    // A narrative has no plan section.
    private const string NewestSql = """
        SELECT n.Id, n.ClientId, n.SessionId, n.SignedAt, n.Sections
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.ChainNumber IS NOT NULL AND n.Format <> 'Narrative' AND n.Status <> 'Returned'
        ORDER BY n.ChainNumber DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string UnsignedSql = """
        SELECT n.Id, n.Status, n.SessionId, n.AuthorId, n.CreatedAt, n.SignedAt
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.Status IN ('Draft', 'AwaitingCosignature')
        ORDER BY n.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    /// <summary>The newest plan of a case, also of a note that awaits its co-signature; null before the first.</summary>
    public async Task<LastPlan?> Newest(CaseFile file, CancellationToken cancellationToken)
    {
        var row = await db.Find<PlanRow>(NewestSql, new { file.CoupleId, Take = 1 }, cancellationToken);
        return row is null
            ? null
            : new LastPlan(
                row.Id, notes.Texts(row.Id, row.Sections).Sections.GetValueOrDefault(NoteFormats.Plan, ""), NoteScope.Text(row.ClientId), row.SessionId, row.SignedAt);
    }

    /// <summary>A case's drafts and the notes that await a co-signature. Psychotherapy notes are no part of a brief, also of their author's.</summary>
    public async Task<IReadOnlyList<UnsignedNote>> Unsigned(CaseFile file, CancellationToken cancellationToken)
    {
        var rows = await db.Query<UnsignedRow>(UnsignedSql, new { file.CoupleId, Take = MostUnsigned }, cancellationToken);
        return [.. rows.Select(row => new UnsignedNote(row.Id, row.Status, row.SessionId, row.AuthorId, row.CreatedAt, row.SignedAt))];
    }

    private sealed record PlanRow
    {
        public Guid Id { get; init; }

        public Guid? ClientId { get; init; }

        public Guid? SessionId { get; init; }

        public DateTimeOffset SignedAt { get; init; }

        public string Sections { get; init; } = "";
    }

    private sealed record UnsignedRow
    {
        public Guid Id { get; init; }

        public NoteStatus Status { get; init; }

        public Guid? SessionId { get; init; }

        public Guid AuthorId { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? SignedAt { get; init; }
    }
}
