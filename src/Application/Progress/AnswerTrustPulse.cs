using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <summary>A partner's own weekly check-in. The therapist reads it; the other partner does not.</summary>
/// <param name="Answers">How true each of the five sentences was over the past seven days, in order, each 0 to 10; all are required.</param>
/// <param name="AnsweredOn">The day, in the practice's time zone; today unless told. Not in the future, at most 5 years back.</param>
/// <param name="CaseId">To which of the reader's open cases it goes; the newest unless told, a couple's before one seen alone.</param>
public sealed record TrustPulseAnswers(IReadOnlyList<decimal?> Answers, DateOnly? AnsweredOn = null, Guid? CaseId = null);

/// <summary>A partner's own check-in as they gave it: no score, no verdict, and nothing of the other partner.</summary>
/// <param name="Id">The check-in.</param>
/// <param name="CaseId">Of which of the reader's cases.</param>
/// <param name="AnsweredOn">The day, in the practice's time zone.</param>
/// <param name="Answers">The five answers, in order.</param>
public sealed record OwnTrustPulse(Guid Id, Guid CaseId, DateOnly AnsweredOn, IReadOnlyList<decimal?> Answers);

[Access(Roles.Partner)]
public sealed record AnswerTrustPulseCommand(TrustPulseAnswers Body) : ICommand<OwnTrustPulse>;

public sealed class AnswerTrustPulseValidator : AbstractValidator<AnswerTrustPulseCommand>
{
    public AnswerTrustPulseValidator() => RuleFor(x => x.Body.Answers).NotNull().SetValidator(new AnswersValidator());
}

public sealed class AnswerTrustPulseHandler(IDb db, CaseFiles caseFiles, ResponseEntry entry, IInstruments instruments, RequestScope scope)
    : IRequestHandler<AnswerTrustPulseCommand, OwnTrustPulse>
{
    // The work under way: a couple's case before one seen alone, the newest first.
    private const string OpenCaseSql = $"""
        SELECT c.Id FROM {ClientCases.OfClientPartSql} c
        WHERE c.Status <> 'Closed' AND c.FrozenAt IS NULL AND (@CaseId IS NULL OR c.Id = @CaseId)
        ORDER BY c.Kind, c.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<OwnTrustPulse> Handle(AnswerTrustPulseCommand request, CancellationToken cancellationToken)
    {
        var clientId = scope.Caller.ClientId ?? throw Refused.Forbidden("role-may-not", "Your roles do not allow this.");
        scope.SubjectId = clientId;
        var coupleId = await db.Find<Guid?>(OpenCaseSql, new { ClientId = clientId, request.Body.CaseId, Take = 1 }, cancellationToken)
            ?? throw (request.Body.CaseId is null
                ? Refused.Conflict("no-open-case", "You have no open case that a check-in could go to.")
                : Refused.NotFound("case"));
        await caseFiles.Open(CaseKey.Couple(coupleId), new AccessAttribute(Roles.Partner), cancellationToken);

        var response = await entry.Enter(
            clientId, instruments.Catalogue[TrustPulseAlert.InstrumentKey], request.Body.AnsweredOn, request.Body.Answers, ResponseOrigin.Portal, cancellationToken);
        return new OwnTrustPulse(response.Id, coupleId, response.AnsweredOn, response.Answers);
    }
}
