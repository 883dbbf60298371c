using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using MediatR;

namespace CounselDesk.Application.Progress;

/// <summary>What one partner's responses to a measure are compared with. For clinicians only.</summary>
/// <param name="Measure">The measure's key.</param>
/// <param name="PartnerId">The client.</param>
/// <param name="ResponseId">The baseline: the one named, else the first complete response; null while there is none.</param>
/// <param name="AnsweredOn">Its day, in the practice's time zone.</param>
/// <param name="IsNamed">Whether a therapist named it.</param>
/// <param name="Reason">Why it was named, or why the rule was taken up again; null where nobody ever named one.</param>
/// <param name="NamedById">Who said so last.</param>
/// <param name="NamedByName">That person's name.</param>
/// <param name="NamedAt">When.</param>
/// <param name="Version">How often one was named, from 0; also the start of the <c>ETag</c>.</param>
public sealed record PartnerBaseline(
    string Measure, Guid PartnerId, Guid? ResponseId, DateOnly? AnsweredOn, bool IsNamed, string? Reason, Guid? NamedById, string? NamedByName,
    DateTimeOffset? NamedAt, int Version) : IVersioned;

[Access(Roles.Clinicians)]
public sealed record GetBaselineQuery(Guid CoupleId, string Measure, Guid PartnerId) : IQuery<PartnerBaseline>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetBaselineHandler(PartnerBaselines baselines) : IRequestHandler<GetBaselineQuery, PartnerBaseline>
{
    public Task<PartnerBaseline> Handle(GetBaselineQuery request, CancellationToken cancellationToken) =>
        baselines.Find(request.Measure, request.PartnerId, cancellationToken);
}

/// <summary>Reads baselines with who named them and why, for the use cases that answer with one.</summary>
public sealed class PartnerBaselines(BaselineChoices choices, ResponseSeries series, PracticeMeasures measures, ITextProtector protector, RequestScope scope)
{
    internal const string Purpose = "baseline-reason";

    internal async Task<PartnerBaseline> Find(string measure, Guid partnerId, CancellationToken cancellationToken)
    {
        var coupleId = scope.Case.CoupleId;
        scope.SubjectId = partnerId;
        if (!scope.Case.HasPartner(partnerId))
            throw Common.Refused.NotFound("partner");
        if (await measures.Find(measure, cancellationToken) is not { Confidential: false } instrument)
            throw Common.Refused.NotFound("measure");
        var course = await series.OfPartner(coupleId, partnerId, instrument, cancellationToken);
        var all = await choices.Of(coupleId, partnerId, instrument.Key, cancellationToken);
        var last = all.Count > 0 ? all[^1] : null;
        return new PartnerBaseline(
            instrument.Key, partnerId, course.Baseline?.Id, course.Baseline?.AnsweredOn, course.IsBaselineNamed,
            last is null ? null : protector.Unprotect(Purpose, last.Reason), last?.ChosenBy, last?.ChosenByName, last?.ChosenAt, all.Count);
    }
}
