using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record GetVocabularyQuery : IQuery<Vocabulary>;

public sealed class GetVocabularyHandler(IToolkit toolkit) : IRequestHandler<GetVocabularyQuery, Vocabulary>
{
    public Task<Vocabulary> Handle(GetVocabularyQuery request, CancellationToken cancellationToken) => Task.FromResult(toolkit.Catalogue.Vocabulary);
}
