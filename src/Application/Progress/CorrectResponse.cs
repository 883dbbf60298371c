using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Progress;

/// <summary>Other answers in the place of those that were entered.</summary>
/// <param name="Answers">All answers anew: one for each item in order, in the measure's points; null: unanswered.</param>
/// <param name="Reason">Why, at most 1000 characters; kept encrypted.</param>
public sealed record ResponseCorrection(IReadOnlyList<decimal?> Answers, string Reason);

/// <summary>Scored anew by the measure's rules; the form before stays in the history.</summary>
[Access(Roles.Clinicians)]
public sealed record CorrectResponseCommand(Guid CoupleId, Guid ResponseId, int? Version, ResponseCorrection Body)
    : ICommand<MeasureResponse>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class CorrectResponseValidator : AbstractValidator<CorrectResponseCommand>
{
    public CorrectResponseValidator()
    {
        RuleFor(x => x.Body.Answers).NotNull().SetValidator(new AnswersValidator());
        RuleFor(x => x.Body.Reason).NotNull().Prose(Limits.Reason);
    }
}

public sealed class CorrectResponseHandler(
    IDb db, ResponseEntry entry, ResponseAlerts alerts, ResponseSeries series, PracticeMeasures measures, ITextProtector protector, RequestScope scope,
    IOutbox outbox, TimeProvider clock) : IRequestHandler<CorrectResponseCommand, MeasureResponse>
{
    internal const string Purpose = "response-correction";

    private const string FindSql = """
        SELECT r.ClientId, r.Measure, r.AnsweredOn, r.Version
        FROM Responses r
        WHERE r.Id = @Id AND r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId
        """;

    private const string KeepSql = """
        INSERT INTO ResponseHistory (ResponseId, Version, PracticeId, CoupleId, Answers, Total, RawTotal, Decimals, Subscales, Band, MissingItems, Risk,
          Constants, WrittenBy, WrittenAt, Reason)
        SELECT r.Id, r.Version, @PracticeId, r.CoupleId, r.Answers, r.Total, r.RawTotal, r.Decimals, r.Subscales, r.Band, r.MissingItems, r.Risk,
          r.Constants, CASE WHEN r.CorrectedAt IS NULL THEN r.EnteredBy ELSE r.CorrectedBy END, COALESCE(r.CorrectedAt, r.EnteredAt), r.CorrectionReason
        FROM Responses r
        WHERE r.Id = @Id AND r.PracticeId = @PracticeId AND r.Version = @Version
        """;

    private const string CorrectSql = """
        UPDATE Responses SET Answers = @Answers, Total = @Total, RawTotal = @RawTotal, Decimals = @Decimals, Subscales = @Subscales, Band = @Band,
          MissingItems = @MissingItems, Risk = @Risk, Constants = @Constants, CorrectedBy = @AccountId, CorrectedAt = @Now,
          CorrectionReason = @Reason, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<MeasureResponse> Handle(CorrectResponseCommand request, CancellationToken cancellationToken)
    {
        var coupleId = scope.Case.CoupleId;
        scope.ResourceId = request.ResponseId;
        var row = await db.Find<CorrectedRow>(FindSql, new { Id = request.ResponseId, CoupleId = coupleId }, cancellationToken).OrNotFound("response");
        scope.SubjectId = row.ClientId;
        request.RequireCurrent(row.Version);
        scope.Case.RequireOpen();

        var instrument = await measures.Known(row.Measure, cancellationToken);
        var score = await entry.Score(coupleId, row.ClientId, instrument, row.AnsweredOn, request.Body.Answers, cancellationToken);
        await entry.Hold(row.ClientId, cancellationToken);
        await db.Execute(KeepSql, new { Id = request.ResponseId, row.Version }, cancellationToken).OrStale();
        await db.Execute(
            CorrectSql,
            new
            {
                Id = request.ResponseId,
                row.Version,
                Answers = entry.Seal(instrument, request.Body.Answers),
                score.Total,
                RawTotal = score.Raw,
                score.Decimals,
                Subscales = StoredScore.Text(score.Subscales),
                score.Band,
                MissingItems = StoredScore.Text(score.MissingItems),
                score.Risk,
                Constants = StoredScore.Text(new StoredScore.AppliedConstants(score.CutOffs, instrument.ReliableChange)),
                scope.Caller.AccountId,
                Now = clock.GetUtcNow(),
                Reason = protector.Protect(Purpose, request.Body.Reason),
            },
            cancellationToken).OrStale();
        await outbox.Raise("response.corrected", request.ResponseId, cancellationToken);

        await alerts.Risk(coupleId, row.ClientId, instrument, row.AnsweredOn, score.Risk, cancellationToken);
        var course = await series.OfPartner(coupleId, row.ClientId, instrument, cancellationToken);
        await alerts.Worsening(coupleId, row.ClientId, instrument, course, cancellationToken);
        return course.Response(request.ResponseId, ResponseEntry.Padded(instrument, request.Body.Answers));
    }

    private sealed record CorrectedRow
    {
        public Guid ClientId { get; init; }

        public string Measure { get; init; } = "";

        public DateOnly AnsweredOn { get; init; }

        public int Version { get; init; }
    }
}
