using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Measures;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <summary>For whom a report is printed.</summary>
public enum ReportAudience
{
    /// <summary>The clinician: both partners' answers and homework.</summary>
    Clinical,

    /// <summary>Both partners: only what both may see.</summary>
    Couple,

    /// <summary>Somebody outside, within a release.</summary>
    ThirdParty,
}

/// <param name="CoupleId">The case.</param>
/// <param name="Audience">For whom; null: the clinician.</param>
/// <param name="ReleaseId">For a third party, and required there: the release that it is printed for.</param>
[Access(Roles.Clinicians)]
public sealed record PrintReportQuery(Guid CoupleId, ReportAudience? Audience = null, Guid? ReleaseId = null) : IQuery<string>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class PrintReportValidator : AbstractValidator<PrintReportQuery>
{
    public PrintReportValidator()
    {
        RuleFor(x => x.Audience).IsInEnum();
        RuleFor(x => x.ReleaseId).NotNull().When(x => x.Audience == ReportAudience.ThirdParty).WithErrorCode("release-required").WithMessage("Name the release that it is printed for.");
        RuleFor(x => x.ReleaseId).Null().When(x => x.Audience != ReportAudience.ThirdParty).WithMessage("Only for a third party.");
    }
}

public sealed class PrintReportHandler(
    CaseProgress progress, JointRecords joint, PulseShares shares, ResponseSeries series, Releases releases, PracticeMeasures measures, RequestScope scope)
    : IRequestHandler<PrintReportQuery, string>
{
    public Task<string> Handle(PrintReportQuery request, CancellationToken cancellationToken) => request switch
    {
        { Audience: ReportAudience.Couple } => ForCouple(cancellationToken),
        { Audience: ReportAudience.ThirdParty, ReleaseId: { } release } => ForThirdParty(release, cancellationToken),
        _ => ForClinician(cancellationToken),
    };

    private async Task<string> ForClinician(CancellationToken cancellationToken)
    {
        var (read, head) = await progress.Read(cancellationToken);
        return ReportPage.Write(read, head, await Pulse(cancellationToken));
    }

    private async Task<string> ForCouple(CancellationToken cancellationToken)
    {
        var file = scope.Case;
        file.RequireCouple();
        var pulse = await Pulse(cancellationToken);
        var pulses = await shares.BothShare(file, cancellationToken) ? await Pulses(file, pulse, cancellationToken) : null;
        return JointPage.Write(await joint.Of(file, cancellationToken), pulses, (pulse.LowestTotal, pulse.HighestTotal));
    }

    private Task<Instrument> Pulse(CancellationToken cancellationToken) => measures.Known(TrustPulseAlert.InstrumentKey, cancellationToken);

    private async Task<IReadOnlyList<PulseWeek>> Pulses(CaseFile file, Instrument pulse, CancellationToken cancellationToken)
    {
        var byPartner = new List<Dictionary<DateOnly, int?>>();
        foreach (var partner in file.Partners)
        {
            var answered = await series.OfPartner(file.CoupleId, partner, pulse, cancellationToken);
            byPartner.Add(answered.Rows.ToDictionary(row => ResponseDays.WeekOf(row.AnsweredOn), row => row.Total));
        }

        return [.. byPartner.SelectMany(own => own.Keys).Distinct().Order().Select(week => new PulseWeek(week, byPartner[0].GetValueOrDefault(week), byPartner[1].GetValueOrDefault(week)))];
    }

    private async Task<string> ForThirdParty(Guid releaseId, CancellationToken cancellationToken)
    {
        scope.ResourceId = releaseId;
        var release = await releases.InForce(scope.Case.CoupleId, releaseId, cancellationToken);
        if (RecordScope.Partner(release.Scope) is not { } partner)
            return ThirdPartyPage.Joint(release, await joint.Of(scope.Case, cancellationToken));
        scope.SubjectId = partner;
        var (read, head) = await progress.Read(cancellationToken);
        return ThirdPartyPage.Own(release, head, read, partner);
    }
}
