using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians | Roles.Admin)]
public sealed record RestoreExerciseCommand(string Key, int? Version) : ICommand<CatalogueExercise>, IVersionedCommand;

public sealed class RestoreExerciseHandler(PracticeToolkit toolkit, OwnExercises exercises) : IRequestHandler<RestoreExerciseCommand, CatalogueExercise>
{
    public async Task<CatalogueExercise> Handle(RestoreExerciseCommand request, CancellationToken cancellationToken)
    {
        var row = await toolkit.ToChange(request.Key, Roles.Supervisor | Roles.Admin, cancellationToken);
        request.RequireCurrent(row.Version);
        return row.ArchivedAt is not null
            ? await exercises.Archive(row, null, cancellationToken)
            : throw Refused.Conflict("not-archived", "The exercise is not archived.");
    }
}
