using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>What was assigned before keeps the text it was given.</summary>
[Access(Roles.Clinicians)]
public sealed record UpdateExerciseCommand(string Key, int? Version, OwnExerciseText Body) : ICommand<CatalogueExercise>, IVersionedCommand;

public sealed class UpdateExerciseValidator : AbstractValidator<UpdateExerciseCommand>
{
    public UpdateExerciseValidator(IToolkit toolkit, IMarkdown markdown)
    {
        RuleFor(x => x.Body).SetValidator(new OwnExerciseTextValidator(toolkit, markdown));
        RuleFor(x => x.Body.Key).Must((x, key) => key is null || string.Equals(key, x.Key, StringComparison.Ordinal)).WithMessage("A key never changes: leave it out.");
    }
}

public sealed class UpdateExerciseHandler(PracticeToolkit toolkit, OwnExercises exercises) : IRequestHandler<UpdateExerciseCommand, CatalogueExercise>
{
    public async Task<CatalogueExercise> Handle(UpdateExerciseCommand request, CancellationToken cancellationToken)
    {
        var row = await toolkit.ToChange(request.Key, Roles.Supervisor, cancellationToken);
        request.RequireCurrent(row.Version);
        if (row.ArchivedAt is not null)
            throw PracticeToolkit.Archived();
        OwnExercises.RequireWord(request.Body);
        await exercises.Change(row, request.Body.Exercise(row.ExerciseKey, row.Version + 1), cancellationToken);
        return await toolkit.Find(row.ExerciseKey, cancellationToken);
    }
}
