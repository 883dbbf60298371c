using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <param name="CoupleId">The case.</param>
/// <param name="Measure">The measure to draw; null: the trust pulse.</param>
[Access(Roles.Clinicians)]
public sealed record DrawProgressChartQuery(Guid CoupleId, string? Measure = null) : IQuery<string>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class DrawProgressChartValidator : AbstractValidator<DrawProgressChartQuery>
{
    public DrawProgressChartValidator() => RuleFor(x => x.Measure).Line(Limits.Code);
}

public sealed class DrawProgressChartHandler(CaseProgress progress, PracticeMeasures measures) : IRequestHandler<DrawProgressChartQuery, string>
{
    public async Task<string> Handle(DrawProgressChartQuery request, CancellationToken cancellationToken)
    {
        if (await measures.Find(request.Measure ?? TrustPulseAlert.InstrumentKey, cancellationToken) is not { Confidential: false } instrument)
            throw Refused.Invalid("measure", "Name one of the measures listed at /measures whose answers go to responses.", "no-such-measure");
        if (!instrument.HasTotal)
            throw Refused.Invalid("measure", "This measure has sub-scales and no total, so that there is no one line to draw.", "no-total");
        return ProgressDrawing.Of((await progress.Read(cancellationToken)).Progress, instrument);
    }
}
