using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>
/// Writes the translation of an exercise's present words, or corrects it in place: what was assigned with these words shows the
/// correction. Translations of words that the exercise had before stay for what was assigned with those.
/// </summary>
[Access(Roles.Clinicians)]
public sealed record TranslateExerciseCommand(string Key, string Language, int? Version, TranslationText Body) : ICommand<ExerciseTranslation>, IVersionedCommand;

public sealed class TranslateExerciseValidator : AbstractValidator<TranslateExerciseCommand>
{
    public TranslateExerciseValidator() => RuleFor(x => x.Body).SetValidator(new TranslationTextValidator());
}

public sealed class TranslateExerciseHandler(
    IDb db, IIds ids, IToolkit builtIn, PracticeToolkit toolkit, Translations translations, IMarkdown markdown, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<TranslateExerciseCommand, ExerciseTranslation>
{
    private const int MostLanguages = 50;

    private const string InsertSql = """
        INSERT INTO ExerciseTranslations (Id, PracticeId, Seq, ExerciseKey, Language, TextDigest, ExerciseVersion, TranslatedText, AuthorId, UpdatedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @ExerciseKey, @Language, @TextDigest, @ExerciseVersion, @TranslatedText, @AuthorId, @UpdatedAt, @Version)
        """;

    private const string ChangeSql = """
        UPDATE ExerciseTranslations SET ExerciseVersion = @ExerciseVersion, TranslatedText = @TranslatedText, AuthorId = @AuthorId, UpdatedAt = @UpdatedAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<ExerciseTranslation> Handle(TranslateExerciseCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        await toolkit.HoldKeys(cancellationToken);
        var exercise = (await toolkit.Find(request.Key, cancellationToken)).Text();
        if (!LanguageTag.IsCanonical(request.Language))
            throw Refused.NotFound("language");
        var standing = await translations.Newest(exercise, request.Language, cancellationToken);
        request.RequireCurrent(standing?.Version ?? 0);
        if (request.Body.ExerciseVersion is { } version && version != exercise.Version)
            throw Refused.Conflict("exercise-changed", "The exercise has another version by now: read it again.");
        TranslationRules.Require(exercise, request.Body, builtIn.Catalogue.Vocabulary, markdown);
        if (standing is null && (await translations.Languages(exercise, cancellationToken)).Count >= MostLanguages)
            throw Refused.Conflict("too-many-languages", $"An exercise has at most {MostLanguages} languages.");

        var (digest, text) = (Translations.Digest(exercise), JsonSerializer.Serialize(request.Body with { ExerciseVersion = null }));
        if (standing?.TextDigest == digest)
        {
            id = standing.Id;
            await db.Execute(
                ChangeSql,
                new { standing.Id, ExerciseVersion = exercise.Version, TranslatedText = text, AuthorId = scope.Caller.AccountId, UpdatedAt = clock.GetUtcNow(), standing.Version },
                cancellationToken).OrStale();
        }
        else
        {
            await db.Execute(
                InsertSql,
                new
                {
                    Id = id,
                    Seq = ids.NextSequence(),
                    ExerciseKey = exercise.Key,
                    request.Language,
                    TextDigest = digest,
                    ExerciseVersion = exercise.Version,
                    TranslatedText = text,
                    AuthorId = scope.Caller.AccountId,
                    UpdatedAt = clock.GetUtcNow(),
                    Version = (standing?.Version ?? 0) + 1,
                },
                cancellationToken);
        }

        scope.ResourceId = id;
        await outbox.Raise("exercise.translated", id, cancellationToken);
        return (await translations.Newest(exercise, request.Language, cancellationToken))!.Show(exercise);
    }
}

/// <summary>Removes a language of an exercise whole: what was assigned is read as it was written.</summary>
[Access(Roles.Clinicians)]
public sealed record RemoveTranslationCommand(string Key, string Language, int? Version) : ICommand<Unit>, IVersionedCommand;

public sealed class RemoveTranslationHandler(IDb db, PracticeToolkit toolkit, Translations translations, RequestScope scope, IOutbox outbox)
    : IRequestHandler<RemoveTranslationCommand, Unit>
{
    private const string RemoveSql = "DELETE FROM ExerciseTranslations WHERE PracticeId = @PracticeId AND ExerciseKey = @ExerciseKey AND Language = @Language";

    public async Task<Unit> Handle(RemoveTranslationCommand request, CancellationToken cancellationToken)
    {
        await toolkit.HoldKeys(cancellationToken);
        var exercise = (await toolkit.Find(request.Key, cancellationToken)).Text();
        var standing = await translations.Newest(exercise, request.Language, cancellationToken) ?? throw Refused.NotFound("translation");
        request.RequireCurrent(standing.Version);
        await db.Execute(RemoveSql, new { ExerciseKey = exercise.Key, request.Language }, cancellationToken);
        scope.ResourceId = standing.Id;
        await outbox.Raise("exercise.translation-removed", standing.Id, cancellationToken);
        return Unit.Value;
    }
}
