using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>Every form that an entry had, oldest first; the last is the one that stands.</summary>
[Access(Roles.Clinicians)]
public sealed record GetLogHistoryQuery(Guid AssignmentId, Guid LogId, PageRequest Page) : IQuery<Page<LogForm>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class GetLogHistoryHandler(IDb db, LogHistory history, RequestScope scope) : IRequestHandler<GetLogHistoryQuery, Page<LogForm>>
{
    public async Task<Page<LogForm>> Handle(GetLogHistoryQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.LogId;
        var log = await db.Find<LogHead>(LogHead.FindSql, new { Id = request.LogId, request.AssignmentId }, cancellationToken).OrNotFound("entry");
        scope.SubjectId = log.ClientId;
        return await history.Of("log-history", log.Id, request.Page, cancellationToken);
    }
}
