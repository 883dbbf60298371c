using CounselDesk.Application.Common;
using CounselDesk.Application.Portal;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>One of the caller's own or joint assignments on paper; without names.</summary>
[Access(Roles.Partner)]
public sealed record PrintPortalAssignmentQuery(Guid AssignmentId, HandoutForm Form) : IQuery<string>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class PrintPortalAssignmentHandler(PortalCases cases, PortalAssignments assignments, AssignmentHandouts handouts, IMarkdown markdown, RequestScope scope)
    : IRequestHandler<PrintPortalAssignmentQuery, string>
{
    public async Task<string> Handle(PrintPortalAssignmentQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AssignmentId;
        scope.SubjectId = cases.ClientId;
        var row = await assignments.Row(request.AssignmentId, cancellationToken);
        var (exercise, language) = (await assignments.Told([row], cancellationToken))[0];
        return new HandoutPage(markdown).Write(exercise, request.Form, await handouts.Of(row, [], cancellationToken), language);
    }
}
