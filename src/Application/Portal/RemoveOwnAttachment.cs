using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>Removes what the caller attached themselves, until the therapist has reviewed it.</summary>
[Access(Roles.Partner)]
public sealed record RemoveOwnAttachmentCommand(Guid AssignmentId, Guid LogId, Guid AttachmentId) : ICommand<Unit>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class RemoveOwnAttachmentHandler(PortalLogs logs, Attachments attachments, AttachmentWriter writer) : IRequestHandler<RemoveOwnAttachmentCommand, Unit>
{
    public async Task<Unit> Handle(RemoveOwnAttachmentCommand request, CancellationToken cancellationToken)
    {
        var log = await logs.Own(request.AssignmentId, request.LogId, cancellationToken);
        await writer.Remove(request.AssignmentId, await attachments.Row(request.AssignmentId, log.Id, request.AttachmentId, cancellationToken), by: null, cancellationToken);
        return Unit.Value;
    }
}
