using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.People;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>It takes no new answers, requests or wording; its key stays taken, and what was answered stays readable.</summary>
[Access(Roles.Admin | Roles.Supervisor)]
public sealed record RetireMeasureCommand(string Key, int? Version) : ICommand<MeasureFacts>, IVersionedCommand;

public sealed class RetireMeasureHandler(OwnMeasures measures, TimeProvider clock) : IRequestHandler<RetireMeasureCommand, MeasureFacts>
{
    public async Task<MeasureFacts> Handle(RetireMeasureCommand request, CancellationToken cancellationToken)
    {
        var row = await measures.ToChange(request, request.Key, cancellationToken);
        return row.RetiredAt is null
            ? await measures.Retire(row, clock.GetUtcNow(), cancellationToken)
            : throw Refused.Conflict("already-retired", "The measure is retired already.");
    }
}
