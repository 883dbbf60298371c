using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>It is no longer found or given, its key stays taken, and what was assigned goes on.</summary>
[Access(Roles.Clinicians | Roles.Admin)]
public sealed record ArchiveExerciseCommand(string Key, int? Version) : ICommand<CatalogueExercise>, IVersionedCommand;

public sealed class ArchiveExerciseHandler(PracticeToolkit toolkit, OwnExercises exercises, TimeProvider clock) : IRequestHandler<ArchiveExerciseCommand, CatalogueExercise>
{
    public async Task<CatalogueExercise> Handle(ArchiveExerciseCommand request, CancellationToken cancellationToken)
    {
        var row = await toolkit.ToChange(request.Key, Roles.Supervisor | Roles.Admin, cancellationToken);
        request.RequireCurrent(row.Version);
        return row.ArchivedAt is null
            ? await exercises.Archive(row, clock.GetUtcNow(), cancellationToken)
            : throw Refused.Conflict("already-archived", "The exercise is archived already.");
    }
}
