using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Practices;

[Access(Roles.Staff)]
[NotAudited("It shows settings, and no case data.")]
public sealed record GetPracticeQuery : IQuery<Practice>;

public sealed class GetPracticeHandler(Practices practices) : IRequestHandler<GetPracticeQuery, Practice>
{
    public Task<Practice> Handle(GetPracticeQuery request, CancellationToken cancellationToken) => practices.Find(cancellationToken);
}
