using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record GetExerciseQuery(string Key) : IQuery<Exercise>;

public sealed class GetExerciseHandler(IToolkit toolkit) : IRequestHandler<GetExerciseQuery, Exercise>
{
    public Task<Exercise> Handle(GetExerciseQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(toolkit.Catalogue.Exercise(request.Key) ?? throw Refused.NotFound("exercise"));
}
