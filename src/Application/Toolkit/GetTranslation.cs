using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record GetTranslationQuery(string Key, string Language) : IQuery<ExerciseTranslation>;

public sealed class GetTranslationHandler(PracticeToolkit toolkit, Translations translations) : IRequestHandler<GetTranslationQuery, ExerciseTranslation>
{
    public async Task<ExerciseTranslation> Handle(GetTranslationQuery request, CancellationToken cancellationToken)
    {
        var exercise = (await toolkit.Find(request.Key, cancellationToken)).Text();
        return (await translations.Newest(exercise, request.Language, cancellationToken) ?? throw Refused.NotFound("translation")).Show(exercise);
    }
}

/// <summary>The languages that the practice gives an exercise in.</summary>
/// <param name="Items">By their tags.</param>
public sealed record ExerciseLanguages(IReadOnlyList<ExerciseTranslation> Items);

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record ListTranslationsQuery(string Key) : IQuery<ExerciseLanguages>;

public sealed class ListTranslationsHandler(PracticeToolkit toolkit, Translations translations) : IRequestHandler<ListTranslationsQuery, ExerciseLanguages>
{
    public async Task<ExerciseLanguages> Handle(ListTranslationsQuery request, CancellationToken cancellationToken)
    {
        var exercise = (await toolkit.Find(request.Key, cancellationToken)).Text();
        return new ExerciseLanguages([.. (await translations.Languages(exercise, cancellationToken)).Select(row => row.Show(exercise))]);
    }
}
