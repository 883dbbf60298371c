using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Portal;

[Access(Roles.Partner)]
public sealed record AttachToOwnLogCommand(Guid AssignmentId, Guid LogId, AttachedFile Body) : ICommand<PortalAttachment>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class AttachToOwnLogValidator : AbstractValidator<AttachToOwnLogCommand>
{
    public AttachToOwnLogValidator() => RuleFor(x => x.Body).SetValidator(new AttachedFileValidator());
}

public sealed class AttachToOwnLogHandler(PortalLogs logs, Attachments attachments, AttachmentWriter writer, ITextProtector protector)
    : IRequestHandler<AttachToOwnLogCommand, PortalAttachment>, IPreparation<AttachToOwnLogCommand>
{
    private SealedFile? _file;

    public Task Prepare(AttachToOwnLogCommand request, CancellationToken cancellationToken)
    {
        _file = writer.Prepare(request.Body);
        return Task.CompletedTask;
    }

    public async Task<PortalAttachment> Handle(AttachToOwnLogCommand request, CancellationToken cancellationToken)
    {
        var log = await logs.Own(request.AssignmentId, request.LogId, cancellationToken);
        await writer.Write(request.AssignmentId, log, enteredBy: null, _file!, cancellationToken);
        return PortalAttachment.Of((await attachments.Row(request.AssignmentId, log.Id, _file!.Id, cancellationToken)).Open(protector), isOwn: true);
    }
}
