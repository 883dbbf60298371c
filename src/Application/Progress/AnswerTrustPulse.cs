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
public sealed record TrustPulseAnswers(IReadOnlyList<decimal?> Answers, DateOnly? AnsweredOn = null);

/// <summary>A partner's own check-in as they gave it: no score, no verdict, and nothing of the other partner.</summary>
/// <param name="Id">The check-in.</param>
/// <param name="AnsweredOn">The day, in the practice's time zone.</param>
/// <param name="Answers">The five answers, in order.</param>
/// <param name="IsCorrected">The therapist has corrected them since, which is not left unsaid to whom they belong.</param>
public sealed record OwnTrustPulse(Guid Id, DateOnly AnsweredOn, IReadOnlyList<decimal?> Answers, bool IsCorrected);

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
        WHERE c.Status <> 'Closed' AND c.FrozenAt IS NULL
        ORDER BY c.Kind, c.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<OwnTrustPulse> Handle(AnswerTrustPulseCommand request, CancellationToken cancellationToken)
    {
        var clientId = scope.Caller.ClientId ?? throw Refused.Forbidden("role-may-not", "Your roles do not allow this.");
        scope.SubjectId = clientId;
        var coupleId = await db.Find<Guid?>(OpenCaseSql, new { ClientId = clientId, Take = 1 }, cancellationToken)
            ?? throw Refused.Conflict("no-open-case", "You have no open case that a check-in could go to.");
        await caseFiles.Open(CaseKey.Couple(coupleId), new AccessAttribute(Roles.Partner), cancellationToken);

        var response = await entry.Enter(
            clientId, instruments.Catalogue[TrustPulseAlert.InstrumentKey], request.Body.AnsweredOn, request.Body.Answers, ResponseOrigin.Portal, cancellationToken);
        return new OwnTrustPulse(response.Id, response.AnsweredOn, response.Answers, IsCorrected: false);
    }
}
