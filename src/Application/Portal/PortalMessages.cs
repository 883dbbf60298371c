using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Messages;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>A message from the therapist, as its reader sees it. It is not answered here.</summary>
/// <param name="Id">The message.</param>
/// <param name="CaseId">In which of the reader's cases.</param>
/// <param name="ForBoth">To both partners; else to the reader alone.</param>
/// <param name="Text">What it says.</param>
/// <param name="FromName">Who sent it.</param>
/// <param name="SentAt">When.</param>
/// <param name="ReadAt">When the reader said to have read it; null while they have not.</param>
public sealed record PortalMessage(Guid Id, Guid CaseId, bool ForBoth, string Text, string FromName, DateTimeOffset SentAt, DateTimeOffset? ReadAt);

/// <summary>Messages to the caller in their open cases. What is the other's, or withdrawn, is never read here.</summary>
public sealed class PortalMessages(IDb db, PortalCases cases, ITextProtector protector)
{
    private const string SelectSql = $"""
        SELECT m.Id, m.Seq, m.CoupleId, m.ClientId, m.Text, t.DisplayName AS SentByName, m.SentAt, r.ReadAt
        FROM {ClientCases.OfClientPartSql} c
        JOIN Messages m ON m.CoupleId = c.Id AND m.PracticeId = c.PracticeId
        JOIN Accounts t ON t.Id = m.SentBy AND t.PracticeId = m.PracticeId
        LEFT JOIN MessageReads r ON r.MessageId = m.Id AND r.ClientId = @ClientId AND r.PracticeId = m.PracticeId
        WHERE c.Status <> 'Closed' AND c.FrozenAt IS NULL
          AND (m.ClientId IS NULL OR m.ClientId = @ClientId) AND m.WithdrawnAt IS NULL
        """;

    private const string FindSql = SelectSql + " AND m.Id = @Id";

    private const string ListSql = SelectSql + """
         AND m.Seq < @Before AND (@CaseId IS NULL OR m.CoupleId = @CaseId)
        ORDER BY m.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string UnreadSql = SelectSql + """
         AND r.ReadAt IS NULL AND (@CaseId IS NULL OR m.CoupleId = @CaseId)
        ORDER BY m.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // Open or not, for what the reader takes away with them.
    private const string OfCaseSql = """
        SELECT m.Id, m.Seq, m.CoupleId, m.ClientId, m.Text, t.DisplayName AS SentByName, m.SentAt, r.ReadAt
        FROM Messages m
        JOIN Accounts t ON t.Id = m.SentBy AND t.PracticeId = m.PracticeId
        LEFT JOIN MessageReads r ON r.MessageId = m.Id AND r.ClientId = @ClientId AND r.PracticeId = m.PracticeId
        WHERE m.PracticeId = @PracticeId AND m.CoupleId = @CoupleId AND m.Seq < @Before
          AND (m.ClientId IS NULL OR m.ClientId = @ClientId) AND m.WithdrawnAt IS NULL
        ORDER BY m.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    /// <summary>Those of one of the caller's cases, open or not.</summary>
    internal async Task<Page<PortalMessage>> OfCase(Guid coupleId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Query<MessageRow>(
            OfCaseSql, new { CoupleId = coupleId, cases.ClientId, Before = page.Before(Messages.Messages.List), page.Take }, cancellationToken);
        return PageRequest.Cut(Messages.Messages.List, page, rows, row => row.Seq).Map(Open);
    }

    public async Task<Page<PortalMessage>> Page(Guid? caseId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Query<MessageRow>(ListSql, new { cases.ClientId, CaseId = caseId, Before = page.Before(Messages.Messages.List), page.Take }, cancellationToken);
        return PageRequest.Cut(Messages.Messages.List, page, rows, row => row.Seq).Map(Open);
    }

    /// <summary>The newest that the caller has not read.</summary>
    public async Task<IReadOnlyList<PortalMessage>> Unread(Guid? caseId, int most, CancellationToken cancellationToken) =>
        [.. (await db.Query<MessageRow>(UnreadSql, new { cases.ClientId, CaseId = caseId, Take = most }, cancellationToken)).Select(Open)];

    public async Task<PortalMessage> Find(Guid id, CancellationToken cancellationToken) =>
        Open(await db.Find<MessageRow>(FindSql, new { cases.ClientId, Id = id }, cancellationToken).OrNotFound("message"));

    private PortalMessage Open(MessageRow row) => new(
        row.Id, row.CoupleId, row.ClientId is null, protector.Unprotect(Messages.Messages.Purpose(row.Id), row.Text), row.SentByName, row.SentAt, row.ReadAt);

    private sealed record MessageRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid CoupleId { get; init; }

        public Guid? ClientId { get; init; }

        public string Text { get; init; } = "";

        public string SentByName { get; init; } = "";

        public DateTimeOffset SentAt { get; init; }

        public DateTimeOffset? ReadAt { get; init; }
    }
}

/// <summary>Messages from the therapist, the last sent first.</summary>
[Access(Roles.Partner)]
public sealed record ListPortalMessagesQuery(PageRequest Page, Guid? CaseId = null) : IQuery<Page<PortalMessage>>;

public sealed class ListPortalMessagesHandler(PortalCases cases, PortalMessages messages) : IRequestHandler<ListPortalMessagesQuery, Page<PortalMessage>>
{
    public async Task<Page<PortalMessage>> Handle(ListPortalMessagesQuery request, CancellationToken cancellationToken)
    {
        await cases.Open(request.CaseId, cancellationToken);
        return await messages.Page(request.CaseId, request.Page, cancellationToken);
    }
}
