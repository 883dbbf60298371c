using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("Published facts with the practice's own wording, and no case data.")]
public sealed record GetMeasureQuery(string Key) : IQuery<MeasureFacts>;

public sealed class GetMeasureHandler(MeasureWordings wordings, PracticeMeasures measures) : IRequestHandler<GetMeasureQuery, MeasureFacts>
{
    public async Task<MeasureFacts> Handle(GetMeasureQuery request, CancellationToken cancellationToken) =>
        await measures.Facts(await wordings.Worded(await wordings.Require(request.Key, cancellationToken), cancellationToken), cancellationToken);
}
