using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <summary>One partner's answers to a measure, given in session.</summary>
/// <param name="Measure">The measure's key, such as <c>csi-16</c>. <c>hits</c> is taken by the case's screenings only.</param>
/// <param name="PartnerId">The partner who answered.</param>
/// <param name="Answers">
/// One for each item in order, item 1 first, in the measure's points (<c>ors</c>: 7.5); null: unanswered. Items left off at the
/// end are unanswered too. Reversed items are sent as given.
/// </param>
/// <param name="AnsweredOn">The day, in the practice's time zone; today unless told. Not in the future, at most 5 years back.</param>
public sealed record NewResponse(string Measure, Guid PartnerId, IReadOnlyList<decimal?> Answers, DateOnly? AnsweredOn = null);

[Access(Roles.Clinicians)]
public sealed record RecordResponseCommand(Guid CoupleId, NewResponse Body) : ICommand<MeasureResponse>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class RecordResponseValidator : AbstractValidator<RecordResponseCommand>
{
    public RecordResponseValidator()
    {
        RuleFor(x => x.Body.Measure).NotNull().Line(Limits.Code);
        RuleFor(x => x.Body.Answers).NotNull().SetValidator(new AnswersValidator());
    }
}

/// <summary>What can be said of answers before it is known what they answer.</summary>
internal sealed class AnswersValidator : AbstractValidator<IReadOnlyList<decimal?>>
{
    public AnswersValidator() =>
        RuleFor(answers => answers).Must(answers => answers.Count is > 0 and <= ResponseDays.MostAnswers).OverridePropertyName("")
            .WithMessage($"Give 1 to {ResponseDays.MostAnswers} answers, one for each item in order.");
}

public sealed class RecordResponseHandler(ResponseEntry entry, PracticeMeasures measures, RequestScope scope) : IRequestHandler<RecordResponseCommand, MeasureResponse>
{
    public async Task<MeasureResponse> Handle(RecordResponseCommand request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        scope.Case.RequirePartner(body.PartnerId, "partnerId");
        scope.SubjectId = body.PartnerId;
        var instrument = await measures.ToAnswer(body.Measure, "measure", cancellationToken);
        if (instrument.Confidential)
            throw Refused.Rule("use-screening", "This measure is answered alone and kept apart: record it as a screening.");
        scope.Case.RequireOpen();
        return await entry.Enter(body.PartnerId, instrument, body.AnsweredOn, body.Answers, ResponseOrigin.Session, cancellationToken);
    }
}
