using System.Runtime.CompilerServices;
using CounselDesk.Application.Common;

namespace CounselDesk.Application.Homework;

/// <summary>Reads attachments of entries whose reader has been found to be allowed to.</summary>
public sealed class Attachments(IDb db, IUnitOfWork unitOfWork, ITextProtector protector)
{
    private const string ListSql = AttachmentRow.SelectPartSql + """

        WHERE t.PracticeId = @PracticeId AND t.LogId IN @Ids
        ORDER BY t.Seq
        """;

    private const string FindSql = AttachmentRow.SelectPartSql + """

        WHERE t.PracticeId = @PracticeId AND t.Id = @Id AND t.LogId = @LogId AND l.AssignmentId = @AssignmentId
        """;

    private const string ContentSql = """
        SELECT p.Content FROM AttachmentParts p WHERE p.PracticeId = @PracticeId AND p.AttachmentId = @AttachmentId AND p.Number = @Number
        """;

    internal async Task<ILookup<Guid, LogAttachment>> Of(IReadOnlyList<Guid> logIds, CancellationToken cancellationToken) =>
        (logIds.Count == 0 ? [] : await db.Query<AttachmentRow>(ListSql, new { Ids = logIds }, cancellationToken)).ToLookup(row => row.LogId, row => row.Open(protector));

    internal Task<AttachmentRow> Row(Guid assignmentId, Guid logId, Guid id, CancellationToken cancellationToken) =>
        db.Find<AttachmentRow>(FindSql, new { AssignmentId = assignmentId, LogId = logId, Id = id }, cancellationToken).OrNotFound("attachment");

    internal AttachmentFile File(AttachmentRow row) => new(row.Id, row.OpenName(protector), row.Bytes, Content(row));

    // A reader may be slow: between two parts it holds neither a connection nor a snapshot of the database.
    private async IAsyncEnumerable<byte[]> Content(AttachmentRow row, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var number = 0; number < row.Parts; number++)
        {
            var part = await db.Find<byte[]>(ContentSql, new { AttachmentId = row.Id, Number = number }, cancellationToken);
            await unitOfWork.Release();
            yield return protector.Unprotect(
                HomeworkTexts.AttachmentPart(row.Id, number), part ?? throw new InvalidOperationException("The attachment was removed while it was read."));
        }
    }
}
