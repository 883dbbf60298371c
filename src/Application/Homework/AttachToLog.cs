using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>Paper homework that the clinician attaches with the partner in session; it is marked as such.</summary>
[Access(Roles.Clinicians)]
public sealed record AttachToLogCommand(Guid AssignmentId, Guid LogId, AttachedFile Body) : ICommand<LogAttachment>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class AttachToLogValidator : AbstractValidator<AttachToLogCommand>
{
    public AttachToLogValidator() => RuleFor(x => x.Body).SetValidator(new AttachedFileValidator());
}

public sealed class AttachToLogHandler(IDb db, Attachments attachments, AttachmentWriter writer, ITextProtector protector, RequestScope scope)
    : IRequestHandler<AttachToLogCommand, LogAttachment>, IPreparation<AttachToLogCommand>
{
    private SealedFile? _file;

    public Task Prepare(AttachToLogCommand request, CancellationToken cancellationToken)
    {
        _file = writer.Prepare(request.Body);
        return Task.CompletedTask;
    }

    public async Task<LogAttachment> Handle(AttachToLogCommand request, CancellationToken cancellationToken)
    {
        var log = await db.Find<LogHead>(LogHead.FindSql, new { Id = request.LogId, request.AssignmentId }, cancellationToken).OrNotFound("entry");
        await writer.Write(request.AssignmentId, log, scope.Caller.AccountId, _file!, cancellationToken);
        return (await attachments.Row(request.AssignmentId, log.Id, _file!.Id, cancellationToken)).Open(protector);
    }
}
