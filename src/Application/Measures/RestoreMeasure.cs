using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.People;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>It takes answers again; requests that still run ask again.</summary>
[Access(Roles.Admin | Roles.Supervisor)]
public sealed record RestoreMeasureCommand(string Key, int? Version) : ICommand<MeasureFacts>, IVersionedCommand;

public sealed class RestoreMeasureHandler(OwnMeasures measures) : IRequestHandler<RestoreMeasureCommand, MeasureFacts>
{
    public async Task<MeasureFacts> Handle(RestoreMeasureCommand request, CancellationToken cancellationToken)
    {
        var row = await measures.ToChange(request, request.Key, cancellationToken);
        return row.RetiredAt is not null
            ? await measures.Retire(row, null, cancellationToken)
            : throw Refused.Conflict("not-retired", "The measure is not retired.");
    }
}
