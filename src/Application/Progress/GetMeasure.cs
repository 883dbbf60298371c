using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("The same published facts for every practice, and no case data.")]
public sealed record GetMeasureQuery(string Key) : IQuery<MeasureFacts>;

public sealed class GetMeasureHandler(IInstruments instruments) : IRequestHandler<GetMeasureQuery, MeasureFacts>
{
    public Task<MeasureFacts> Handle(GetMeasureQuery request, CancellationToken cancellationToken) =>
        instruments.Catalogue.TryGet(request.Key, out var instrument)
            ? Task.FromResult(MeasureFacts.Of(instrument))
            : throw Refused.NotFound("measure");
}
