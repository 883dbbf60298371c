using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>A partner's entry that the clinician makes with them in session; it is marked as such.</summary>
/// <param name="PartnerId">Whose entry it is: a partner of whom the assignment is expected.</param>
/// <param name="Day">When, in the practice's time zone: within the assignment and not in the future.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Share">Who may read the answers; the therapist alone unless told. What the partner entered themselves cannot be widened.</param>
/// <param name="Helpful">How helpful it was, 0 to 10.</param>
/// <param name="Difficulty">How hard it was, 0 to 10.</param>
/// <param name="Answers">By the key of the exercise's reflection question: text of at most 4000 characters, a whole number from 0 to 10, or one of the choices.</param>
/// <param name="Barrier">What stood in the way, for what was skipped or partly done; at most 500 characters.</param>
/// <param name="BarrierCode">The same as one of the listed words, instead or beside. <c>felt-unsafe</c> also raises an alert.</param>
public sealed record NewSessionEntry(
    Guid PartnerId, DateOnly Day, LogOutcome Outcome, LogShare Share = LogShare.Therapist, int? Helpful = null, int? Difficulty = null,
    IReadOnlyDictionary<string, JsonElement>? Answers = null, string? Barrier = null, BarrierCode? BarrierCode = null)
{
    internal NewLogEntry ToEntry() => new(Day, Outcome, Share, Helpful, Difficulty, Answers, Barrier, BarrierCode);
}

[Access(Roles.Clinicians)]
public sealed record LogInSessionCommand(Guid AssignmentId, NewSessionEntry Body) : ICommand<LogEntry>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class LogInSessionValidator : AbstractValidator<LogInSessionCommand>
{
    public LogInSessionValidator() => RuleFor(x => x.Body.ToEntry()).SetValidator(new NewLogEntryValidator()).OverridePropertyName("");
}

public sealed class LogInSessionHandler(IDb db, Assignments assignments, LogWriter writer, Attachments attachments, ITextProtector protector, RequestScope scope)
    : IRequestHandler<LogInSessionCommand, LogEntry>
{
    private const string FindSql = LogRow.ReviewedSelectSql + " AND l.Id = @Id";

    public async Task<LogEntry> Handle(LogInSessionCommand request, CancellationToken cancellationToken)
    {
        scope.Case.RequirePartner(request.Body.PartnerId, "partnerId");
        var row = await assignments.Row(request.AssignmentId, cancellationToken);
        if (!row.Expected(scope.Case).Contains(request.Body.PartnerId))
            throw Refused.Invalid("partnerId", "The assignment is the other partner's.", "not-expected");

        var id = await writer.Write(request.AssignmentId, request.Body.PartnerId, request.Body.ToEntry(), scope.Caller.AccountId, cancellationToken);
        var log = await db.Find<LogRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("entry");
        var earlier = await db.Query<EarlierLogRow>(EarlierLogRow.OfSql, new { Ids = new[] { id } }, cancellationToken);
        return log.ToEntry(protector, earlier, (await attachments.Of([id], cancellationToken))[id]);
    }
}
