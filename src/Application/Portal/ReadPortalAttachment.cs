using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>For whoever may read the answers of the entry.</summary>
[Access(Roles.Partner)]
public sealed record ReadPortalAttachmentQuery(Guid AssignmentId, Guid LogId, Guid AttachmentId) : IQuery<AttachmentFile>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ReadPortalAttachmentHandler(PortalLogs logs, Attachments attachments, RequestScope scope) : IRequestHandler<ReadPortalAttachmentQuery, AttachmentFile>
{
    public async Task<AttachmentFile> Handle(ReadPortalAttachmentQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AttachmentId;
        var log = await logs.Readable(request.AssignmentId, request.LogId, cancellationToken);
        scope.SubjectId = log.ClientId;
        return attachments.File(await attachments.Row(request.AssignmentId, log.Id, request.AttachmentId, cancellationToken));
    }
}
