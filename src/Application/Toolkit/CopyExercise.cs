using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>What a copy is to be called.</summary>
/// <param name="Key">The copy's own key: kebab-case, at most 60 characters, never used before.</param>
/// <param name="Title">Its title, 3 to 120 characters on one line; the original's unless told.</param>
public sealed record ExerciseCopy(string Key, string? Title = null);

/// <summary>From a built-in or own exercise, archived or not; the copy is the caller's to change.</summary>
[Access(Roles.Clinicians)]
public sealed record CopyExerciseCommand(string Key, ExerciseCopy Body) : ICommand<CatalogueExercise>;

public sealed class CopyExerciseValidator : AbstractValidator<CopyExerciseCommand>
{
    public CopyExerciseValidator()
    {
        RuleFor(x => x.Body.Key).Line(Exercise.MaxKeyLength);
        RuleFor(x => x.Body.Key).Must(ExerciseFaults.IsKey).WithMessage($"A key is kebab-case, begins with a letter and has at most {Exercise.MaxKeyLength} characters.");
        RuleFor(x => x.Body.Title).Line(Exercise.MaxTitleLength);
        RuleFor(x => x.Body.Title).Must(title => title is null || title.Trim().Length >= Exercise.MinTitleLength).WithMessage($"Give at least {Exercise.MinTitleLength} characters.");
    }
}

public sealed class CopyExerciseHandler(PracticeToolkit toolkit, OwnExercises exercises) : IRequestHandler<CopyExerciseCommand, CatalogueExercise>
{
    public async Task<CatalogueExercise> Handle(CopyExerciseCommand request, CancellationToken cancellationToken)
    {
        var original = await toolkit.Find(request.Key, cancellationToken);
        return await exercises.Add(original.Text() with { Key = request.Body.Key, Version = 1, Title = request.Body.Title ?? original.Title }, cancellationToken);
    }
}
