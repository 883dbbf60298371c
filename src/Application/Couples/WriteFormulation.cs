using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

[Access(Roles.Clinicians, OwnCase = true)]
public sealed record WriteFormulationCommand(Guid CoupleId, int? Version, FormulationText Body) : ICommand<Formulation>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class WriteFormulationValidator : AbstractValidator<WriteFormulationCommand>
{
    public WriteFormulationValidator() => RuleFor(x => x.Body).SetValidator(new FormulationTextValidator());
}

public sealed class WriteFormulationHandler(IDb db, Formulations formulations, RequestScope scope, IOutbox outbox)
    : IRequestHandler<WriteFormulationCommand, Formulation>
{
    public async Task<Formulation> Handle(WriteFormulationCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        file.RequireOpen();
        await db.Lock($"formulation:{file.CoupleId}", cancellationToken);
        var current = await formulations.Of(file.CoupleId, file.Partners, cancellationToken);
        request.RequireCurrent(current.Version);
        await formulations.Write(file.CoupleId, file.Partners, current.Version, request.Body, "", cancellationToken);
        scope.ResourceId = file.CoupleId;
        await outbox.Raise("formulation.written", file.CoupleId, cancellationToken);
        return await formulations.Of(file.CoupleId, file.Partners, cancellationToken);
    }
}
