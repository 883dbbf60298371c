using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>Removes what the clinician attached themselves, until it is reviewed.</summary>
[Access(Roles.Clinicians)]
public sealed record RemoveAttachmentCommand(Guid AssignmentId, Guid LogId, Guid AttachmentId) : ICommand<Unit>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class RemoveAttachmentHandler(Attachments attachments, AttachmentWriter writer, RequestScope scope) : IRequestHandler<RemoveAttachmentCommand, Unit>
{
    public async Task<Unit> Handle(RemoveAttachmentCommand request, CancellationToken cancellationToken)
    {
        var row = await attachments.Row(request.AssignmentId, request.LogId, request.AttachmentId, cancellationToken);
        await writer.Remove(request.AssignmentId, row, scope.Caller.AccountId, cancellationToken);
        return Unit.Value;
    }
}
