using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

[Access(Roles.Partner)]
public sealed record ListPortalAttachmentsQuery(Guid AssignmentId, Guid LogId) : IQuery<PortalAttachments>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ListPortalAttachmentsHandler(PortalCases cases, PortalLogs logs, Attachments attachments, RequestScope scope)
    : IRequestHandler<ListPortalAttachmentsQuery, PortalAttachments>
{
    public async Task<PortalAttachments> Handle(ListPortalAttachmentsQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.LogId;
        var log = await logs.Readable(request.AssignmentId, request.LogId, cancellationToken);
        scope.SubjectId = log.ClientId;
        var isOwn = log.ClientId == cases.ClientId;
        return new PortalAttachments([.. (await attachments.Of([log.Id], cancellationToken))[log.Id].Select(one => PortalAttachment.Of(one, isOwn))]);
    }
}
