using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;

namespace CounselDesk.Application.Portal;

/// <summary>Which entries a partner may read, in one place for their answers and for what is attached to them.</summary>
public sealed class PortalLogs(IDb db, PortalCases cases, PortalAssignments assignments)
{
    /// <summary>
    /// Their own, and of the other's what <see cref="CounselDesk.Domain.Homework.AnswerSharing"/> says. What is not shared is not
    /// read, so it leaves no gap, no count and no id.
    /// </summary>
    public const string ReadablePartSql = """
        (l.ClientId = @ClientId
            OR (l.Answers IS NOT NULL
              AND (l.Share = 'PartnerToo'
                OR (l.Share = 'WhenBothAnswered'
                  AND EXISTS (
                    SELECT 1 FROM AssignmentLogs o
                    WHERE o.PracticeId = @PracticeId AND o.AssignmentId = l.AssignmentId AND o.Period = l.Period AND o.ClientId = @ClientId
                      AND o.Answers IS NOT NULL)))))
        """;

    private const string ReadableSql = LogHead.FindSql + " AND " + ReadablePartSql;

    private const string OwnSql = LogHead.FindSql + " AND l.ClientId = @ClientId";

    internal Task<LogHead> Readable(Guid assignmentId, Guid logId, CancellationToken cancellationToken) => Find(ReadableSql, assignmentId, logId, cancellationToken);

    internal Task<LogHead> Own(Guid assignmentId, Guid logId, CancellationToken cancellationToken) => Find(OwnSql, assignmentId, logId, cancellationToken);

    private async Task<LogHead> Find(string sql, Guid assignmentId, Guid logId, CancellationToken cancellationToken)
    {
        await assignments.Row(assignmentId, cancellationToken);
        return await db.Find<LogHead>(sql, new { Id = logId, AssignmentId = assignmentId, cases.ClientId }, cancellationToken).OrNotFound("entry");
    }
}
