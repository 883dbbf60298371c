using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians)]
public sealed record GetProgressQuery(Guid CoupleId) : IQuery<CoupleProgress>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetProgressHandler(CaseProgress progress) : IRequestHandler<GetProgressQuery, CoupleProgress>
{
    public async Task<CoupleProgress> Handle(GetProgressQuery request, CancellationToken cancellationToken) =>
        (await progress.Read(cancellationToken)).Progress;
}
