using System.Globalization;
using System.Text.Json;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Safety;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Safety;

/// <summary>What a partner who was seen alone answered, or how the clinician judged.</summary>
/// <param name="PartnerId">Who was screened: one of this case's partners.</param>
/// <param name="ScreenedOn">Today or before, and not before this partner's newest screening.</param>
/// <param name="Method">HITS with <paramref name="Answers"/>, or judgement with <paramref name="Positive"/>.</param>
/// <param name="Answers">For HITS: exactly four, each 1 (never) to 5 (frequently), in the order of the instrument.</param>
/// <param name="Positive">For judgement: whether fear, violence or coercive control is likely. HITS is scored here instead.</param>
/// <param name="Remarks">At most 20,000 characters, kept encrypted.</param>
public sealed record NewScreening(
    Guid PartnerId, DateOnly ScreenedOn, ScreeningMethod Method, IReadOnlyList<int>? Answers = null, bool? Positive = null, string? Remarks = null);

[Access(Roles.Clinicians)]
public sealed record RecordScreeningCommand(Guid CoupleId, NewScreening Body) : ICommand<Screening>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class RecordScreeningValidator : AbstractValidator<RecordScreeningCommand>
{
    public RecordScreeningValidator()
    {
        RuleFor(x => x.Body.Method).IsInEnum();
        RuleFor(x => x.Body.Answers).Must(answers => answers is not null && HitsScreening.AreAnswers(answers))
            .When(x => x.Body.Method == ScreeningMethod.Hits)
            .WithMessage(string.Create(CultureInfo.InvariantCulture, $"HITS needs exactly {HitsScreening.Items} answers, each {HitsScreening.LowestAnswer} to {HitsScreening.HighestAnswer}."));
        RuleFor(x => x.Body.Positive).Null().When(x => x.Body.Method == ScreeningMethod.Hits).WithMessage("HITS is scored from its answers: leave it out.");
        RuleFor(x => x.Body.Answers).Null().When(x => x.Body.Method == ScreeningMethod.Judgement).WithMessage("A judgement has no answers: leave them out.");
        RuleFor(x => x.Body.Positive).NotNull().When(x => x.Body.Method == ScreeningMethod.Judgement).WithMessage("Say true or false.");
        RuleFor(x => x.Body.ScreenedOn).Must(day => day.Year >= 1900).WithMessage("Give a day from 1900 on.");
        RuleFor(x => x.Body.Remarks).Prose(Limits.LongText);
    }
}

public sealed class RecordScreeningHandler(
    IDb db, IIds ids, RequestScope scope, PracticeDays days, ITextProtector protector, Screenings screenings, CautionedAssignments cautioned, RaiseAlert alerts)
    : IRequestHandler<RecordScreeningCommand, Screening>
{
    private const string FactsSql = """
        SELECT p.HitsCutoff,
          (SELECT MAX(s.ScreenedOn) FROM Screenings s
            WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.ClientId = @ClientId) AS NewestOn
        FROM Practices p
        WHERE p.Id = @PracticeId
        """;

    private const string InsertSql = """
        INSERT INTO Screenings (Id, PracticeId, Seq, CoupleId, ClientId, ScreenedOn, Method, Answers, Total, Cutoff, Positive, Remarks, ByAccountId, At)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @ScreenedOn, @Method, @Answers, @Total, @Cutoff, @Positive, @Remarks, @ByAccountId, @At)
        """;

    public async Task<Screening> Handle(RecordScreeningCommand request, CancellationToken cancellationToken)
    {
        var (file, body, id) = (scope.Case, request.Body, ids.New());
        file.RequirePartner(body.PartnerId, "partnerId");
        file.RequireOpen();
        scope.SubjectId = body.PartnerId;
        scope.ResourceId = id;
        if (body.ScreenedOn > days.Today)
            throw Refused.Invalid("screenedOn", "Must not be in the future.");

        await db.Lock($"screening:{file.CoupleId}", cancellationToken);
        var facts = (await db.Find<Facts>(FactsSql, new { file.CoupleId, ClientId = body.PartnerId }, cancellationToken))!;
        // The screening entered last counts. An old one entered late must not hide a newer danger.
        if (body.ScreenedOn < facts.NewestOn)
            throw Refused.Conflict("newer-screening-exists", "This partner has a screening of a later day, which counts: enter screenings in the order of their days.");

        var hits = body.Answers is { } answers ? HitsScreening.Score(answers, facts.HitsCutoff) : null;
        var positive = hits?.Positive ?? body.Positive!.Value;
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                ClientId = body.PartnerId,
                body.ScreenedOn,
                body.Method,
                Answers = hits is null ? null : protector.Protect(Screenings.AnswersPurpose(id), JsonSerializer.Serialize(body.Answers)),
                hits?.Total,
                hits?.Cutoff,
                Positive = positive,
                Remarks = body.Remarks is { } remarks ? protector.Protect(Screenings.RemarksPurpose(id), remarks) : null,
                ByAccountId = scope.Caller.AccountId,
                At = days.Now,
            },
            cancellationToken);
        // No event of its own: followed by an alert's, it would tell the practice's other systems the result.
        if (positive)
        {
            await alerts.Raise(
                file.CoupleId, body.PartnerId, AlertKind.PositiveScreening, $"screening:{id}",
                "A safety screening is positive: joint exercises with the violence-or-coercion caution are held back.", cancellationToken,
                await cautioned.Running(file, cancellationToken), body.ScreenedOn);
        }

        return await screenings.Find(file.CoupleId, id, cancellationToken);
    }

    private sealed record Facts
    {
        public int HitsCutoff { get; init; }

        public DateOnly? NewestOn { get; init; }
    }
}
