using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record GetExerciseQuery(string Key) : IQuery<CatalogueExercise>;

public sealed class GetExerciseHandler(PracticeToolkit toolkit) : IRequestHandler<GetExerciseQuery, CatalogueExercise>
{
    public Task<CatalogueExercise> Handle(GetExerciseQuery request, CancellationToken cancellationToken) => toolkit.Find(request.Key, cancellationToken);
}
