using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Portal;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <summary>A partner's own answers: the weekly check-in, or a measure that they are asked for. The therapist reads them; the other partner does not.</summary>
/// <param name="Answers">One for each item in order. The check-in: how true each of the five sentences was over the past seven days, each 0 to 10; all are required.</param>
/// <param name="AnsweredOn">The day, in the practice's time zone; today unless told. Not in the future, in this week or the one before; of what is asked for, today.</param>
/// <param name="CaseId">To which of the reader's open cases it goes: one that asks for the measure unless told; of a check-in that nobody asks for the newest, a couple's before one seen alone.</param>
/// <param name="Measure">The measure's key; the weekly check-in's unless told.</param>
public sealed record TrustPulseAnswers(IReadOnlyList<decimal?> Answers, DateOnly? AnsweredOn = null, Guid? CaseId = null, string? Measure = null);

/// <summary>A partner's own answers as they gave them: no score, no verdict, and nothing of the other partner.</summary>
/// <param name="Id">The response.</param>
/// <param name="CaseId">Of which of the reader's cases.</param>
/// <param name="AnsweredOn">The day, in the practice's time zone.</param>
/// <param name="Answers">The answers, in order.</param>
/// <param name="IsCorrected">The therapist has corrected them since, which is not left unsaid to whom they belong.</param>
/// <param name="Measure">The measure's key.</param>
public sealed record OwnTrustPulse(Guid Id, Guid CaseId, DateOnly AnsweredOn, IReadOnlyList<decimal?> Answers, bool IsCorrected, string Measure);

[Access(Roles.Partner)]
public sealed record AnswerTrustPulseCommand(TrustPulseAnswers Body) : ICommand<OwnTrustPulse>;

public sealed class AnswerTrustPulseValidator : AbstractValidator<AnswerTrustPulseCommand>
{
    public AnswerTrustPulseValidator()
    {
        RuleFor(x => x.Body.Measure).Line(Limits.Code);
        RuleFor(x => x.Body.Answers).NotNull().SetValidator(new AnswersValidator());
    }
}

public sealed class AnswerTrustPulseHandler(
    IDb db, CaseFiles caseFiles, ResponseEntry entry, PortalMeasures measures, ResponseDrafts drafts, RequestScope scope, PracticeDays days)
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
        var (instrument, askedBy) = await measures.RequireAnswerable(request.Body.Measure, request.Body.CaseId, cancellationToken);
        if (request.Body.AnsweredOn < ResponseDays.WeekOf(days.Today).AddDays(-7 * ResponseDays.OwnWeeksBack))
            throw Refused.Invalid("answeredOn", "Must lie in this week or the one before.");
        // What is asked is asked of the person as they are now: a day in the past would pass for an earlier occurrence.
        if (askedBy is not null && request.Body.AnsweredOn is { } day && day != days.Today)
            throw Refused.Invalid("answeredOn", "A measure that is asked for is answered for today: leave it out.");
        var coupleId = askedBy
            ?? await db.Find<Guid?>(OpenCaseSql, new { ClientId = clientId, request.Body.CaseId, Take = 1 }, cancellationToken)
            ?? throw (request.Body.CaseId is null
                ? Refused.Conflict("no-open-case", "You have no open case that a check-in could go to.")
                : Refused.NotFound("case"));
        await caseFiles.Open(CaseKey.Couple(coupleId), new AccessAttribute(Roles.Partner), cancellationToken);

        var response = await entry.Enter(clientId, instrument, request.Body.AnsweredOn, request.Body.Answers, ResponseOrigin.Portal, cancellationToken);
        await drafts.Forget(instrument.Key, cancellationToken);
        return new OwnTrustPulse(response.Id, coupleId, response.AnsweredOn, response.Answers, IsCorrected: false, instrument.Key);
    }
}
