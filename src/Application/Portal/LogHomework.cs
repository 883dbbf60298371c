using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Portal;

[Access(Roles.Partner)]
public sealed record LogHomeworkCommand(Guid AssignmentId, NewLogEntry Body) : ICommand<PortalLogEntry>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class LogHomeworkValidator : AbstractValidator<LogHomeworkCommand>
{
    public LogHomeworkValidator() => RuleFor(x => x.Body).SetValidator(new NewLogEntryValidator());
}

public sealed class LogHomeworkHandler(IDb db, PortalCases cases, PortalAssignments assignments, LogWriter writer, Attachments attachments, ITextProtector protector)
    : IRequestHandler<LogHomeworkCommand, PortalLogEntry>
{
    private const string FindSql = LogRow.SelectSql + " AND l.Id = @Id AND l.ClientId = @ClientId";

    public async Task<PortalLogEntry> Handle(LogHomeworkCommand request, CancellationToken cancellationToken)
    {
        await assignments.Row(request.AssignmentId, cancellationToken);
        var id = await writer.Write(request.AssignmentId, cases.ClientId, request.Body, null, cancellationToken);
        var row = await db.Find<LogRow>(FindSql, new { Id = id, cases.ClientId }, cancellationToken).OrNotFound("entry");
        return PortalLogEntry.Of(row, cases.ClientId, protector, (await attachments.Of([id], cancellationToken))[id]);
    }
}
