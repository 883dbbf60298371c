using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Progress;

/// <summary>The response that a partner's later ones are to be compared with.</summary>
/// <param name="Reason">Why, at most 1000 characters; kept encrypted.</param>
/// <param name="ResponseId">One of that partner's responses to the measure in this case, prorated ones too; null: the first complete one again.</param>
public sealed record BaselineChoice(string Reason, Guid? ResponseId = null);

[Access(Roles.Clinicians)]
public sealed record NameBaselineCommand(Guid CoupleId, string Measure, Guid PartnerId, int? Version, BaselineChoice Body)
    : ICommand<PartnerBaseline>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class NameBaselineValidator : AbstractValidator<NameBaselineCommand>
{
    public NameBaselineValidator() => RuleFor(x => x.Body.Reason).NotNull().Prose(Limits.Reason);
}

public sealed class NameBaselineHandler(
    IDb db, IIds ids, PartnerBaselines baselines, ResponseEntry entry, ResponseSeries series, ResponseAlerts alerts, PracticeMeasures measures, ITextProtector protector,
    RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<NameBaselineCommand, PartnerBaseline>
{
    private const string OwnSql = """
        SELECT r.Id FROM Responses r
        WHERE r.Id = @ResponseId AND r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.ClientId = @ClientId AND r.Measure = @Measure
        """;

    private const string InsertSql = """
        INSERT INTO BaselineChoices (Id, PracticeId, Seq, CoupleId, ClientId, Measure, ResponseId, Reason, ChosenBy, ChosenAt)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Measure, @ResponseId, @Reason, @AccountId, @Now)
        """;

    public async Task<PartnerBaseline> Handle(NameBaselineCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (coupleId, responseId) = (scope.Case.CoupleId, request.Body.ResponseId);
        await entry.Hold(request.PartnerId, cancellationToken);
        var current = await baselines.Find(request.Measure, request.PartnerId, cancellationToken);
        request.RequireCurrent(current.Version);
        scope.Case.RequireOpen();
        if (responseId is not null && await db.Find<Guid?>(OwnSql, new { ResponseId = responseId, CoupleId = coupleId, ClientId = request.PartnerId, current.Measure }, cancellationToken) is null)
            throw Refused.Invalid("responseId", "Name one of this partner's responses to the measure in this case.", "no-such-response");
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                CoupleId = coupleId,
                ClientId = request.PartnerId,
                current.Measure,
                ResponseId = responseId,
                Reason = protector.Protect(PartnerBaselines.Purpose, request.Body.Reason),
                scope.Caller.AccountId,
                Now = clock.GetUtcNow(),
            },
            cancellationToken);
        scope.ResourceId = id;
        await outbox.Raise("baseline.named", id, cancellationToken);

        var instrument = await measures.Known(current.Measure, cancellationToken);
        await alerts.Worsening(coupleId, request.PartnerId, instrument, await series.OfPartner(coupleId, request.PartnerId, instrument, cancellationToken), cancellationToken);
        return await baselines.Find(request.Measure, request.PartnerId, cancellationToken);
    }
}
