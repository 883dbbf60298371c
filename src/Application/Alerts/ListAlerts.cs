using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Alerts;

/// <summary>The alerts of a clinician's own and supervised cases, newest first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListAlertsQuery(PageRequest Page, bool? Open = null, Guid? CoupleId = null) : IQuery<Page<AlertItem>>;

public sealed class ListAlertsHandler(IDb db, Alerts alerts, RequestScope scope) : IRequestHandler<ListAlertsQuery, Page<AlertItem>>
{
    private const string List = "alerts";

    private const string ListSql = AlertRow.SelectSql + """
         AND x.Seq < @Before
          AND (c.TherapistId = @AccountId OR (@Supervises = 1 AND t.SupervisorId = @AccountId))
          AND (@Open IS NULL OR (@Open = 1 AND x.AcknowledgedAt IS NULL) OR (@Open = 0 AND x.AcknowledgedAt IS NOT NULL))
          AND (@CoupleId IS NULL OR x.CoupleId = @CoupleId)
        ORDER BY x.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<AlertItem>> Handle(ListAlertsQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.CoupleId;
        var rows = await db.Query<AlertRow>(
            ListSql,
            new
            {
                Before = request.Page.Before(List),
                request.Page.Take,
                scope.Caller.AccountId,
                Supervises = scope.Caller.Has(Roles.Supervisor),
                request.Open,
                request.CoupleId,
            },
            cancellationToken);
        var page = PageRequest.Cut(List, request.Page, rows, row => row.Seq);
        return new Page<AlertItem>(await alerts.Open(page.Items, cancellationToken), page.NextCursor);
    }
}
