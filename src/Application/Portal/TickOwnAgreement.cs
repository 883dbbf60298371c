using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Agreements;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>The caller ticks, for themselves, a row of the couple's agreement.</summary>
[Access(Roles.Partner)]
public sealed record TickOwnAgreementCommand(AgreementTick Body, Guid? CaseId = null) : ICommand<KeptTick>;

public sealed class TickOwnAgreementValidator : AbstractValidator<TickOwnAgreementCommand>
{
    public TickOwnAgreementValidator()
    {
        RuleFor(x => x.Body.AgreementVersion).InclusiveBetween(1, AgreementLimits.MostVersions);
        RuleFor(x => x.Body.Row).InclusiveBetween(1, HomeworkLimits.AgreementRows);
    }
}

public sealed class TickOwnAgreementHandler(PortalCases cases, AgreementTicks ticks) : IRequestHandler<TickOwnAgreementCommand, KeptTick>
{
    public async Task<KeptTick> Handle(TickOwnAgreementCommand request, CancellationToken cancellationToken)
    {
        var couple = await cases.Couple(request.CaseId, cancellationToken) ?? throw Refused.NotFound("agreement");
        return await ticks.Enter(couple, cases.ClientId, request.Body, null, cancellationToken);
    }
}

/// <summary>The caller's own ticks, the last entered first; never the other's.</summary>
[Access(Roles.Partner)]
public sealed record ListOwnTicksQuery(PageRequest Page, Guid? CaseId = null) : IQuery<Page<KeptTick>>;

public sealed class ListOwnTicksHandler(PortalCases cases, AgreementTicks ticks) : IRequestHandler<ListOwnTicksQuery, Page<KeptTick>>
{
    public async Task<Page<KeptTick>> Handle(ListOwnTicksQuery request, CancellationToken cancellationToken)
    {
        var couple = await cases.Couple(request.CaseId, cancellationToken);
        return couple is null ? new Page<KeptTick>([], null) : await ticks.Page(couple.CoupleId, cases.ClientId, request.Page, cancellationToken);
    }
}
