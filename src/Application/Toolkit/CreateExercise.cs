using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians)]
public sealed record CreateExerciseCommand(OwnExerciseText Body) : ICommand<CatalogueExercise>;

public sealed class CreateExerciseValidator : AbstractValidator<CreateExerciseCommand>
{
    public CreateExerciseValidator(IToolkit toolkit, IMarkdown markdown) => RuleFor(x => x.Body).SetValidator(new OwnExerciseTextValidator(toolkit, markdown));
}

public sealed class CreateExerciseHandler(OwnExercises exercises) : IRequestHandler<CreateExerciseCommand, CatalogueExercise>
{
    public Task<CatalogueExercise> Handle(CreateExerciseCommand request, CancellationToken cancellationToken)
    {
        OwnExercises.RequireWord(request.Body);
        return exercises.Add(request.Body.Exercise(request.Body.KeyOrTitle(), 1), cancellationToken);
    }
}

/// <summary>Writes exercises of the practice's own.</summary>
public sealed class OwnExercises(IDb db, IIds ids, PracticeToolkit toolkit, RequestScope scope, IOutbox outbox, TimeProvider clock)
{
    private const string InsertSql = """
        INSERT INTO OwnExercises (Id, PracticeId, Seq, ExerciseKey, ExerciseText, AuthorId, UpdatedAt, ArchivedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @ExerciseKey, @ExerciseText, @AuthorId, @Now, NULL, 1)
        """;

    private const string ChangeSql = """
        UPDATE OwnExercises SET ExerciseText = @ExerciseText, UpdatedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    private const string ArchiveSql = """
        UPDATE OwnExercises SET ArchivedAt = @ArchivedAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    /// <summary>Refuses a text whose author does not give the word on monitoring.</summary>
    public static void RequireWord(OwnExerciseText text)
    {
        if (!text.ConfirmsNeverMonitoring)
            throw Refused.Rule(CautionCodes.NeverMonitoring, "Confirm by confirmsNeverMonitoring that it asks no partner to watch, test or search the other.");
    }

    internal async Task<CatalogueExercise> Add(Exercise exercise, CancellationToken cancellationToken)
    {
        var id = ids.New();
        await toolkit.RequireFree(exercise.Key, cancellationToken);
        await Insert(id, exercise, cancellationToken);
        return await toolkit.Find(exercise.Key, cancellationToken);
    }

    internal async Task Insert(Guid id, Exercise exercise, CancellationToken cancellationToken)
    {
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                ExerciseKey = exercise.Key,
                ExerciseText = OwnExerciseRow.TextOf(exercise),
                AuthorId = scope.Caller.AccountId,
                Now = clock.GetUtcNow(),
            },
            cancellationToken);
        scope.ResourceId = id;
        await outbox.Raise("exercise.created", id, cancellationToken);
    }

    internal async Task Change(OwnExerciseRow row, Exercise exercise, CancellationToken cancellationToken)
    {
        await db.Execute(ChangeSql, new { row.Id, ExerciseText = OwnExerciseRow.TextOf(exercise), Now = clock.GetUtcNow(), row.Version }, cancellationToken).OrStale();
        await outbox.Raise("exercise.changed", row.Id, cancellationToken);
    }

    internal async Task<CatalogueExercise> Archive(OwnExerciseRow row, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await db.Execute(ArchiveSql, new { row.Id, ArchivedAt = at, row.Version }, cancellationToken).OrStale();
        await outbox.Raise(at is null ? "exercise.restored" : "exercise.archived", row.Id, cancellationToken);
        return await toolkit.Find(row.ExerciseKey, cancellationToken);
    }
}
