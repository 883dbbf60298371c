using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Alerts;

[Access(Roles.Clinicians)]
public sealed record GetAlertQuery(Guid AlertId) : IQuery<AlertItem>, ICaseRequest
{
    public CaseKey Case => CaseKey.Alert(AlertId);
}

public sealed class GetAlertHandler(Alerts alerts, RequestScope scope) : IRequestHandler<GetAlertQuery, AlertItem>
{
    public async Task<AlertItem> Handle(GetAlertQuery request, CancellationToken cancellationToken)
    {
        var alert = await alerts.Find(request.AlertId, cancellationToken);
        scope.SubjectId = alert.PartnerId;
        scope.ResourceId = alert.Id;
        return alert;
    }
}
