using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("Published facts with the practice's own wording, and no case data.")]
public sealed record ListMeasuresQuery : IQuery<Page<MeasureFacts>>;

public sealed class ListMeasuresHandler(MeasureWordings wordings, PracticeMeasures measures) : IRequestHandler<ListMeasuresQuery, Page<MeasureFacts>>
{
    public async Task<Page<MeasureFacts>> Handle(ListMeasuresQuery request, CancellationToken cancellationToken) =>
        new(await measures.Facts(await wordings.All(cancellationToken), cancellationToken), null);
}
