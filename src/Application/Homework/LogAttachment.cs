using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Homework;

/// <summary>A photograph or document of paper homework, without its content.</summary>
/// <param name="Id">The attachment.</param>
/// <param name="Kind">What it is, by its content.</param>
/// <param name="FileName">What it was called, cleaned; at most 120 characters.</param>
/// <param name="Bytes">How large it is as it is kept.</param>
/// <param name="InSession">The therapist attached it with the partner in session; else the partner did.</param>
/// <param name="EnteredAt">When it was attached.</param>
public sealed record LogAttachment(Guid Id, AttachmentKind Kind, string FileName, int Bytes, bool InSession, DateTimeOffset EnteredAt);

/// <summary>All attachments of an entry.</summary>
/// <param name="Items">In the order they were attached; five at most.</param>
public sealed record LogAttachments(IReadOnlyList<LogAttachment> Items);

/// <summary>An attachment's content, to be sent as it is read.</summary>
/// <param name="Id">The attachment; its content never changes.</param>
/// <param name="FileName">What the reader's program may call it.</param>
/// <param name="Bytes">How long the content is.</param>
/// <param name="Content">Part by part; the database is asked for each when it is wanted, and let go between.</param>
public sealed record AttachmentFile(Guid Id, string FileName, int Bytes, IAsyncEnumerable<byte[]> Content);

/// <summary>An attachment as the database gives it.</summary>
internal sealed record AttachmentRow
{
    public const string SelectPartSql = """
        SELECT t.Id, t.Seq, t.LogId, l.ClientId, t.Kind, t.FileName, t.Bytes, t.Parts, t.EnteredBy, t.EnteredAt
        FROM Attachments t
        JOIN AssignmentLogs l ON l.Id = t.LogId AND l.PracticeId = t.PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid LogId { get; init; }

    public Guid ClientId { get; init; }

    public AttachmentKind Kind { get; init; }

    public string FileName { get; init; } = "";

    public int Bytes { get; init; }

    public int Parts { get; init; }

    public Guid? EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    public LogAttachment Open(ITextProtector protector) => new(Id, Kind, OpenName(protector), Bytes, EnteredBy is not null, EnteredAt);

    public string OpenName(ITextProtector protector) => protector.Unprotect(HomeworkTexts.AttachmentName, FileName);
}
