using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("The same published facts for every practice, and no case data.")]
public sealed record ListMeasuresQuery : IQuery<Page<MeasureFacts>>;

public sealed class ListMeasuresHandler(IInstruments instruments) : IRequestHandler<ListMeasuresQuery, Page<MeasureFacts>>
{
    public Task<Page<MeasureFacts>> Handle(ListMeasuresQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<MeasureFacts>([.. instruments.Catalogue.All.Select(MeasureFacts.Of)], null));
}
