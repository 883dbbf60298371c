using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record PrintExerciseQuery(string Key, HandoutForm Form) : IQuery<string>;

public sealed class PrintExerciseHandler(PracticeToolkit toolkit, IMarkdown markdown) : IRequestHandler<PrintExerciseQuery, string>
{
    public async Task<string> Handle(PrintExerciseQuery request, CancellationToken cancellationToken) =>
        new HandoutPage(markdown).Write((await toolkit.Find(request.Key, cancellationToken)).Text(), request.Form);
}
