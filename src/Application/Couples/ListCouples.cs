using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <summary>A clinician's own and supervised cases; every case for the front desk and administrators. Newest first.</summary>
[Access(Roles.Clinicians | Roles.Frontdesk | Roles.Admin)]
public sealed record ListCouplesQuery(PageRequest Page, CoupleStatus? Status, Guid? TherapistId) : IQuery<Page<Couple>>;

public sealed class ListCouplesHandler(IDb db, RequestScope scope) : IRequestHandler<ListCouplesQuery, Page<Couple>>
{
    private const string List = "couples";

    private const string ListSql = CoupleRow.SelectSql + """
         AND c.Seq < @Before
          AND (@Status IS NULL OR c.Status = @Status)
          AND (@TherapistId IS NULL OR c.TherapistId = @TherapistId)
          AND (@AnyCase = 1 OR c.TherapistId = @AccountId OR t.SupervisorId = @AccountId)
        ORDER BY c.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<Couple>> Handle(ListCouplesQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<CoupleRow>(
            ListSql,
            new
            {
                Before = request.Page.Before(List),
                request.Page.Take,
                request.Status,
                request.TherapistId,
                AnyCase = scope.Caller.Has(Roles.Frontdesk | Roles.Admin),
                scope.Caller.AccountId,
            },
            cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => row.ToCouple());
    }
}
