using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using MediatR;

namespace CounselDesk.Application.Toolkit;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record ListPathwaysQuery(PageRequest Page) : IQuery<Page<Pathway>>;

public sealed class ListPathwaysHandler(IToolkit toolkit) : IRequestHandler<ListPathwaysQuery, Page<Pathway>>
{
    private const string List = "pathways";

    public Task<Page<Pathway>> Handle(ListPathwaysQuery request, CancellationToken cancellationToken)
    {
        var after = request.Page.After(List);
        var found = toolkit.Catalogue.Pathways.Index().Where(place => place.Index > after).Take(request.Page.Take).ToList();
        return Task.FromResult(PageRequest.Cut(List, request.Page, found, place => place.Index).Map(place => place.Item));
    }
}
