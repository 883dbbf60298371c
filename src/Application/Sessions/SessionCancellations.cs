using CounselDesk.Application.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Sessions;

/// <summary>Calls booked sessions off, one or all that follow in a series; each with the notice that was given for it.</summary>
public sealed class SessionCancellations(IDb db, Sessions sessions, RequestScope scope, TimeProvider clock)
{
    private const string LateHoursSql = "SELECT p.LateCancellationHours FROM Practices p WHERE p.Id = @PracticeId";

    private const string CancelSql = """
        UPDATE Sessions SET Status = 'Cancelled', CancelledBy = @CancelledBy, CancelledAt = @CancelledAt, CancelReason = @CancelReason,
          NoticeHours = @NoticeHours, Late = @Late, ChangedAt = @CancelledAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Booked'
        """;

    /// <summary>Booked sessions with the same people.</summary>
    internal async Task Cancel(IReadOnlyList<SessionRow> rows, SessionCancellation body, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lateHours = await db.Find<int>(LateHoursSql, null, cancellationToken);
        foreach (var row in rows)
        {
            RequireInSession(body.By, row);
            var notice = CancellationNotice.Of(row.StartsAt, now, lateHours);
            await db.Execute(
                CancelSql,
                new
                {
                    row.Id,
                    CancelledBy = body.By,
                    CancelledAt = now,
                    CancelReason = body.Reason is { } reason ? sessions.ProtectReason(row.Id, reason) : null,
                    NoticeHours = notice.Hours,
                    notice.Late,
                    row.Version,
                },
                cancellationToken).OrStale();
        }
    }

    // Who was not to come cannot call it off.
    private void RequireInSession(SessionCanceller by, SessionRow row)
    {
        var isIn = by switch
        {
            SessionCanceller.PartnerA => row.PartnerId is null || row.PartnerId == scope.Case.PartnerAId,
            SessionCanceller.PartnerB => scope.Case.PartnerBId is { } b && (row.PartnerId is null || row.PartnerId == b),
            SessionCanceller.Couple => row.PartnerId is null,
            _ => true,
        };
        if (!isIn)
            throw Refused.Invalid("by", "Name somebody who was to come to this session.", "not-invited");
    }
}
