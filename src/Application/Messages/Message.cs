using CounselDesk.Application.Common;

namespace CounselDesk.Application.Messages;

/// <summary>
/// A therapist's word to the partners between sessions. It goes one way: nobody answers here. It lies in the compartment of
/// whom it is to, and no other partner learns of it.
/// </summary>
/// <param name="Id">The message.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="To"><c>joint</c>, or the one partner's id.</param>
/// <param name="Text">What it says.</param>
/// <param name="SentById">Who sent it.</param>
/// <param name="SentByName">That person's name.</param>
/// <param name="SentAt">When.</param>
/// <param name="WithdrawnAt">Since when no partner sees it; null while they do.</param>
/// <param name="ReadBy">Who has read it, the first reader first.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Message(
    Guid Id, Guid CoupleId, string To, string Text, Guid SentById, string SentByName, DateTimeOffset SentAt, DateTimeOffset? WithdrawnAt,
    IReadOnlyList<MessageRead> ReadBy, int Version) : IVersioned;

/// <param name="PartnerId">Who read it.</param>
/// <param name="ReadAt">When they said so first.</param>
public sealed record MessageRead(Guid PartnerId, DateTimeOffset ReadAt);

/// <summary>Reads a case's messages, for its clinicians.</summary>
public sealed class Messages(IDb db, ITextProtector protector)
{
    public const string List = "messages";

    private const string SelectSql = """
        SELECT m.Id, m.Seq, m.CoupleId, m.ClientId, m.Text, m.SentBy, t.DisplayName AS SentByName, m.SentAt, m.WithdrawnAt, m.Version
        FROM Messages m
        JOIN Accounts t ON t.Id = m.SentBy AND t.PracticeId = m.PracticeId
        WHERE m.PracticeId = @PracticeId AND m.CoupleId = @CoupleId
        """;

    private const string FindSql = SelectSql + " AND m.Id = @Id";

    private const string ListSql = SelectSql + """
         AND m.Seq < @Before
        ORDER BY m.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string ReadsSql = """
        SELECT r.MessageId, r.ClientId, r.ReadAt
        FROM MessageReads r
        WHERE r.PracticeId = @PracticeId AND r.MessageId IN @Ids
        ORDER BY r.ReadAt
        """;

    /// <summary>The purpose names the row, so that a text cannot be moved to another message unnoticed.</summary>
    public static string Purpose(Guid id) => $"message:{id}";

    public async Task<Message> Find(Guid coupleId, Guid id, CancellationToken cancellationToken)
    {
        var row = await db.Find<MessageRow>(FindSql, new { CoupleId = coupleId, Id = id }, cancellationToken).OrNotFound("message");
        return (await Open([row], cancellationToken))[0];
    }

    public async Task<Page<Message>> Page(Guid coupleId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = PageRequest.Cut(
            List, page, await db.Query<MessageRow>(ListSql, new { CoupleId = coupleId, Before = page.Before(List), page.Take }, cancellationToken), row => row.Seq);
        return new Page<Message>(await Open(rows.Items, cancellationToken), rows.NextCursor);
    }

    private async Task<IReadOnlyList<Message>> Open(IReadOnlyList<MessageRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var reads = (await db.Query<ReadRow>(ReadsSql, new { Ids = rows.Select(row => row.Id).ToList() }, cancellationToken))
            .ToLookup(read => read.MessageId, read => new MessageRead(read.ClientId, read.ReadAt));
        return
        [
            .. rows.Select(row => new Message(
                row.Id, row.CoupleId, row.ClientId?.ToString() ?? "joint", protector.Unprotect(Purpose(row.Id), row.Text), row.SentBy, row.SentByName,
                row.SentAt, row.WithdrawnAt, [.. reads[row.Id]], row.Version)),
        ];
    }

    private sealed record MessageRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid CoupleId { get; init; }

        public Guid? ClientId { get; init; }

        public string Text { get; init; } = "";

        public Guid SentBy { get; init; }

        public string SentByName { get; init; } = "";

        public DateTimeOffset SentAt { get; init; }

        public DateTimeOffset? WithdrawnAt { get; init; }

        public int Version { get; init; }
    }

    private sealed record ReadRow
    {
        public Guid MessageId { get; init; }

        public Guid ClientId { get; init; }

        public DateTimeOffset ReadAt { get; init; }
    }
}
