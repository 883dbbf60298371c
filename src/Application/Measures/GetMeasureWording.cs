using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Measures;

[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("The practice's own words for a measure, and no case data.")]
public sealed record GetMeasureWordingQuery(string Key) : IQuery<MeasureWording>;

public sealed class GetMeasureWordingHandler(MeasureWordings wordings) : IRequestHandler<GetMeasureWordingQuery, MeasureWording>
{
    public async Task<MeasureWording> Handle(GetMeasureWordingQuery request, CancellationToken cancellationToken) =>
        await wordings.Of(await wordings.Require(request.Key, cancellationToken), cancellationToken);
}
