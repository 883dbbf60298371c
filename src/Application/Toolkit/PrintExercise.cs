using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record PrintExerciseQuery(string Key, HandoutForm Form, string? Language = null) : IQuery<string>;

public sealed class PrintExerciseHandler(PracticeToolkit toolkit, Translations translations, IMarkdown markdown) : IRequestHandler<PrintExerciseQuery, string>
{
    public async Task<string> Handle(PrintExerciseQuery request, CancellationToken cancellationToken) =>
        new HandoutPage(markdown).Write(
            await translations.In((await toolkit.Find(request.Key, cancellationToken)).Text(), request.Language, cancellationToken), request.Form, language: request.Language);
}
