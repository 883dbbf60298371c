using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>
/// Drafts that have lain longer than the practice lets them: the caller's own, and a supervisor's supervisees'. Oldest first.
/// </summary>
[Access(Roles.Clinicians)]
public sealed record ListOverdueNotesQuery(PageRequest Page) : IQuery<Page<OverdueNote>>;

/// <summary>A draft that should have been signed by now, without its text.</summary>
/// <param name="Id">The note.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="SessionId">The session it tells of, if one.</param>
/// <param name="Format">Which sections it has.</param>
/// <param name="Scope"><c>joint</c>, or the id of the partner in whose compartment it lies.</param>
/// <param name="AuthorId">Who writes and signs it.</param>
/// <param name="AuthorName">That person's name.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="UpdatedAt">When its text was last saved.</param>
/// <param name="Days">Whole days, of 24 hours, since it was begun.</param>
public sealed record OverdueNote(
    Guid Id, Guid CoupleId, Guid? SessionId, NoteFormat Format, string Scope, Guid AuthorId, string AuthorName, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, int Days);

public sealed class ListOverdueNotesHandler(IDb db, Practices.Practices practices, RequestScope scope, TimeProvider clock)
    : IRequestHandler<ListOverdueNotesQuery, Page<OverdueNote>>
{
    private const string List = "overdue-notes";

    // Psychotherapy notes lie elsewhere: whether there is one is its author's to know (45 CFR 164.501).
    private const string ListSql = """
        SELECT n.Id, n.Seq, n.CoupleId, n.SessionId, n.Format, n.ClientId, n.AuthorId, a.DisplayName AS AuthorName, n.CreatedAt, n.UpdatedAt
        FROM Accounts a
        JOIN Notes n ON n.AuthorId = a.Id AND n.PracticeId = a.PracticeId
        WHERE a.PracticeId = @PracticeId AND a.ClientId IS NULL AND (a.Id = @AccountId OR (@Supervises = 1 AND a.SupervisorId = @AccountId))
          AND n.Status = 'Draft' AND n.CreatedAt < @BegunBefore AND n.Seq > @After
        ORDER BY n.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<OverdueNote>> Handle(ListOverdueNotesQuery request, CancellationToken cancellationToken)
    {
        var after = request.Page.After(List);
        var now = clock.GetUtcNow();
        var practice = await practices.Find(cancellationToken);
        var rows = await db.Query<Row>(
            ListSql,
            new
            {
                scope.Caller.AccountId,
                Supervises = scope.Caller.Has(Roles.Supervisor),
                BegunBefore = now.AddDays(-practice.DraftDays),
                After = after,
                request.Page.Take,
            },
            cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => new OverdueNote(
            row.Id, row.CoupleId, row.SessionId, row.Format, NoteScope.Text(row.ClientId), row.AuthorId, row.AuthorName, row.CreatedAt, row.UpdatedAt,
            (now - row.CreatedAt).Days));
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid CoupleId { get; init; }

        public Guid? SessionId { get; init; }

        public NoteFormat Format { get; init; }

        public Guid? ClientId { get; init; }

        public Guid AuthorId { get; init; }

        public string AuthorName { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset UpdatedAt { get; init; }
    }
}
