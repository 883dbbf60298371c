using CounselDesk.Application.Common;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Consents;

/// <summary>What the case's partners agreed to, newest first, revoked and expired consents included.</summary>
[Access(Roles.Clinicians)]
public sealed record ListConsentsQuery(Guid CoupleId, PageRequest Page, Guid? PartnerId, ConsentKind? Kind) : IQuery<Page<Consent>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListConsentsHandler(IDb db, ConsentRecords consents) : IRequestHandler<ListConsentsQuery, Page<Consent>>
{
    private const string List = "consents";

    private const string ListSql = ConsentRow.SelectSql + """
         AND k.Seq < @Before
          AND (@PartnerId IS NULL OR k.ClientId = @PartnerId)
          AND (@Kind IS NULL OR k.Kind = @Kind)
        ORDER BY k.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<Consent>> Handle(ListConsentsQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<ConsentRow>(
            ListSql, new { request.CoupleId, request.PartnerId, request.Kind, Before = request.Page.Before(List), request.Page.Take }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(consents.ToConsent);
    }
}
