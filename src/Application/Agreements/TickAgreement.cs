using CounselDesk.Application.Common;
using CounselDesk.Domain.Agreements;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Agreements;

/// <param name="AgreementVersion">The version that was read; it must be the newest, and accepted by that partner.</param>
/// <param name="Row">Which row, from 1.</param>
/// <param name="Day">The day that it is about, in the practice's time zone: from the acceptance to today.</param>
/// <param name="IsKept">Whether it was kept; true unless told.</param>
public sealed record AgreementTick(int AgreementVersion, int Row, DateOnly Day, bool IsKept = true);

/// <param name="PartnerId">Whose tick it is.</param>
/// <param name="AgreementVersion">The version that was read; it must be the newest, and accepted by that partner.</param>
/// <param name="Row">Which row, from 1.</param>
/// <param name="Day">The day that it is about, in the practice's time zone: from the acceptance to today.</param>
/// <param name="IsKept">Whether it was kept; true unless told.</param>
public sealed record SessionTick(Guid PartnerId, int AgreementVersion, int Row, DateOnly Day, bool IsKept = true)
{
    internal AgreementTick ToTick() => new(AgreementVersion, Row, Day, IsKept);
}

[Access(Roles.Clinicians)]
public sealed record TickAgreementCommand(Guid CoupleId, SessionTick Body) : ICommand<KeptTick>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class TickAgreementValidator : AbstractValidator<TickAgreementCommand>
{
    public TickAgreementValidator()
    {
        RuleFor(x => x.Body.AgreementVersion).InclusiveBetween(1, AgreementLimits.MostVersions);
        RuleFor(x => x.Body.Row).InclusiveBetween(1, HomeworkLimits.AgreementRows);
    }
}

public sealed class TickAgreementHandler(AgreementTicks ticks, RequestScope scope) : IRequestHandler<TickAgreementCommand, KeptTick>
{
    public Task<KeptTick> Handle(TickAgreementCommand request, CancellationToken cancellationToken)
    {
        scope.Case.RequirePartner(request.Body.PartnerId, "partnerId");
        return ticks.Enter(scope.Case, request.Body.PartnerId, request.Body.ToTick(), scope.Caller.AccountId, cancellationToken);
    }
}

/// <summary>Both partners' ticks, the last entered first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListTicksQuery(Guid CoupleId, PageRequest Page) : IQuery<Page<KeptTick>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListTicksHandler(AgreementTicks ticks, RequestScope scope) : IRequestHandler<ListTicksQuery, Page<KeptTick>>
{
    public Task<Page<KeptTick>> Handle(ListTicksQuery request, CancellationToken cancellationToken) =>
        ticks.Page(scope.Case.CoupleId, null, request.Page, cancellationToken);
}
