using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Safety;

[Access(Roles.Clinicians)]
public sealed record GetScreeningQuery(Guid CoupleId, Guid ScreeningId) : IQuery<Screening>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetScreeningHandler(Screenings screenings, RequestScope scope) : IRequestHandler<GetScreeningQuery, Screening>
{
    public async Task<Screening> Handle(GetScreeningQuery request, CancellationToken cancellationToken)
    {
        var screening = await screenings.Find(scope.Case.CoupleId, request.ScreeningId, cancellationToken);
        scope.SubjectId = screening.PartnerId;
        scope.ResourceId = screening.Id;
        return screening;
    }
}
