using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Pathways;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record ListPathwaysQuery(PageRequest Page) : IQuery<Page<PathwayItem>>;

public sealed class ListPathwaysHandler(PathwayBook book) : IRequestHandler<ListPathwaysQuery, Page<PathwayItem>>
{
    private const string List = "pathways";

    public async Task<Page<PathwayItem>> Handle(ListPathwaysQuery request, CancellationToken cancellationToken)
    {
        var after = request.Page.After(List);
        var found = (await book.All(cancellationToken)).Index().Where(place => place.Index > after).Take(request.Page.Take).ToList();
        return PageRequest.Cut(List, request.Page, found, place => place.Index).Map(place => place.Item);
    }
}
