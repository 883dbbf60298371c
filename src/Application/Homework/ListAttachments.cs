using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

[Access(Roles.Clinicians)]
public sealed record ListAttachmentsQuery(Guid AssignmentId, Guid LogId) : IQuery<LogAttachments>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ListAttachmentsHandler(IDb db, Attachments attachments, RequestScope scope) : IRequestHandler<ListAttachmentsQuery, LogAttachments>
{
    public async Task<LogAttachments> Handle(ListAttachmentsQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.LogId;
        var log = await db.Find<LogHead>(LogHead.FindSql, new { Id = request.LogId, request.AssignmentId }, cancellationToken).OrNotFound("entry");
        scope.SubjectId = log.ClientId;
        return new LogAttachments([.. (await attachments.Of([log.Id], cancellationToken))[log.Id]]);
    }
}
