using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Homework;

/// <summary>A file that was looked through, cleaned and encrypted, ready to be kept.</summary>
internal sealed record SealedFile(Guid Id, AttachmentKind Kind, string FileName, int Bytes, IReadOnlyList<byte[]> Parts);

/// <summary>Attaches files to entries and removes them; the same for the portal and in session.</summary>
public sealed class AttachmentWriter(
    IDb db, IIds ids, Assignments assignments, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
{
    private const string CountSql = "SELECT COUNT(*) FROM Attachments t WHERE t.PracticeId = @PracticeId AND t.LogId = @LogId";

    private const string InsertSql = """
        INSERT INTO Attachments (Id, PracticeId, Seq, CoupleId, LogId, Kind, FileName, Bytes, Parts, EnteredBy, EnteredAt)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @LogId, @Kind, @FileName, @Bytes, @Parts, @EnteredBy, @EnteredAt)
        """;

    private const string InsertContentSql = """
        INSERT INTO AttachmentParts (AttachmentId, Number, PracticeId, Content) VALUES (@AttachmentId, @Number, @PracticeId, @Content)
        """;

    // What the partner adds, nobody has looked at.
    private const string UnreviewSql = "UPDATE AssignmentLogs SET ReviewedVersion = NULL WHERE PracticeId = @PracticeId AND Id = @LogId";

    private const string ReviewsSinceSql = """
        SELECT COUNT(*) FROM AssignmentReviews r
        WHERE r.PracticeId = @PracticeId AND r.AssignmentId = @AssignmentId AND r.Seq > @Seq AND (r.ClientId IS NULL OR r.ClientId = @ClientId)
        """;

    private const string RemovePartsSql = "DELETE FROM AttachmentParts WHERE PracticeId = @PracticeId AND AttachmentId = @Id";

    private const string RemoveSql = "DELETE FROM Attachments WHERE PracticeId = @PracticeId AND Id = @Id";

    /// <summary>What needs no database, so that nobody waits for it: looks through the file, cleans it, encrypts it.</summary>
    internal SealedFile Prepare(AttachedFile file)
    {
        var content = AttachmentContent.Of(file.Content.Span);
        var kind = content.Kind ?? throw Refused.OtherKind("attachment-kind", "Send a JPEG or PNG picture or a PDF document; its content decides, not its name.");
        var bytes = content.Bytes ?? throw Refused.Rule("attachment-damaged", "The file cannot be read to its end: save or photograph it again.");
        var id = ids.New();
        return new SealedFile(
            id, kind, protector.Protect(HomeworkTexts.AttachmentName, AttachmentName.Of(file.Name, kind)), bytes.Length,
            [.. bytes.Chunk(AttachmentLimits.PartBytes).Select((part, number) => protector.Protect(HomeworkTexts.AttachmentPart(id, number), part))]);
    }

    /// <param name="assignmentId">An assignment of the open case.</param>
    /// <param name="log">One of its entries.</param>
    /// <param name="enteredBy">The clinician who attaches it in session; null when the partner does.</param>
    /// <param name="file">As prepared.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task Write(Guid assignmentId, LogHead log, Guid? enteredBy, SealedFile file, CancellationToken cancellationToken)
    {
        scope.Case.RequireOpen();
        (await assignments.Hold(assignmentId, cancellationToken)).RequireNotWithdrawn();
        if (await db.Find<int>(CountSql, new { LogId = log.Id }, cancellationToken) >= AttachmentLimits.PerEntry)
            throw Refused.Conflict("too-many-attachments", $"An entry takes {AttachmentLimits.PerEntry} files: remove one first.");
        await db.Execute(
            InsertSql,
            new
            {
                file.Id,
                Seq = ids.NextSequence(),
                scope.Case.CoupleId,
                LogId = log.Id,
                file.Kind,
                file.FileName,
                file.Bytes,
                Parts = file.Parts.Count,
                EnteredBy = enteredBy,
                EnteredAt = days.Now,
            },
            cancellationToken);
        foreach (var (number, content) in file.Parts.Index())
            await db.Execute(InsertContentSql, new { AttachmentId = file.Id, Number = number, Content = content }, cancellationToken);
        if (enteredBy is null)
            await db.Execute(UnreviewSql, new { LogId = log.Id }, cancellationToken);
        await Tell("homework.attached", file.Id, log.ClientId, cancellationToken);
    }

    /// <param name="assignmentId">An assignment of the open case.</param>
    /// <param name="row">One of its attachments.</param>
    /// <param name="by">The clinician who removes it; null when the partner does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task Remove(Guid assignmentId, AttachmentRow row, Guid? by, CancellationToken cancellationToken)
    {
        scope.Case.RequireOpen();
        await assignments.Hold(assignmentId, cancellationToken);
        if (row.EnteredBy != by)
            throw Refused.Forbidden("attached-by-another", "Only whoever attached a file removes it.");
        if (await db.Find<int>(ReviewsSinceSql, new { AssignmentId = assignmentId, row.Seq, row.ClientId }, cancellationToken) > 0)
            throw Refused.Conflict("already-reviewed", "The therapist has reviewed the file: it stays.");
        await db.Execute(RemovePartsSql, new { row.Id }, cancellationToken);
        await db.Execute(RemoveSql, new { row.Id }, cancellationToken);
        await Tell("homework.attachment-removed", row.Id, row.ClientId, cancellationToken);
    }

    private Task Tell(string what, Guid id, Guid clientId, CancellationToken cancellationToken)
    {
        (scope.ResourceId, scope.SubjectId) = (id, clientId);
        return outbox.Raise(what, id, cancellationToken);
    }
}
