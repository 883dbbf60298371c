using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

[Access(Roles.Clinicians)]
public sealed record ReadAttachmentQuery(Guid AssignmentId, Guid LogId, Guid AttachmentId) : IQuery<AttachmentFile>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ReadAttachmentHandler(Attachments attachments, RequestScope scope) : IRequestHandler<ReadAttachmentQuery, AttachmentFile>
{
    public async Task<AttachmentFile> Handle(ReadAttachmentQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AttachmentId;
        var row = await attachments.Row(request.AssignmentId, request.LogId, request.AttachmentId, cancellationToken);
        scope.SubjectId = row.ClientId;
        return attachments.File(row);
    }
}
