using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Progress;
using FluentValidation.Results;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <summary>
/// Enters answers, in session or from the portal: scored by the measure's own rules, kept encrypted in the partner's
/// compartment, with the alerts that follow from them.
/// </summary>
public sealed class ResponseEntry(
    IDb db, IIds ids, ITextProtector protector, PracticeDays days, RequestScope scope, ResponseSeries series, ResponseAlerts alerts, IOutbox outbox)
{
    internal const string Purpose = "response-answers";

    private const string EarlierSql = """
        SELECT r.Id FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.ClientId = @ClientId AND r.Measure = @Measure
          AND (r.AnsweredOn = @AnsweredOn OR r.WeekStart = @WeekStart)
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string InsertSql = """
        INSERT INTO Responses (Id, PracticeId, Seq, CoupleId, ClientId, Measure, AnsweredOn, WeekStart, Answers, Total, RawTotal, Decimals,
          Subscales, Band, MissingItems, Risk, Constants, EnteredBy, EnteredAt)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Measure, @AnsweredOn, @WeekStart, @Answers, @Total, @RawTotal, @Decimals,
          @Subscales, @Band, @MissingItems, @Risk, @Constants, @EnteredBy, @EnteredAt)
        """;

    /// <summary>Enters one partner's answers in the scope's case.</summary>
    public async Task<MeasureResponse> Enter(
        Guid clientId, Instrument instrument, DateOnly? answeredOn, IReadOnlyList<decimal?> answers, ResponseOrigin origin, CancellationToken cancellationToken)
    {
        var coupleId = scope.Case.CoupleId;
        var day = Day(answeredOn);
        var score = await Score(coupleId, clientId, instrument, day, answers, cancellationToken);
        await Hold(clientId, cancellationToken);
        await RefuseTwice(instrument, clientId, day, cancellationToken);
        var id = await Insert(clientId, instrument, day, answers, score, origin, cancellationToken);
        scope.ResourceId = id;
        scope.SubjectId = clientId;

        await alerts.Risk(coupleId, clientId, instrument, day, score.Risk, cancellationToken);
        var course = await series.OfPartner(coupleId, clientId, instrument, cancellationToken);
        await alerts.Worsening(coupleId, clientId, instrument, course, cancellationToken);
        return course.Response(id, Padded(instrument, answers));
    }

    /// <summary>Keeps scored answers; whoever calls holds the partner's and has looked for earlier ones.</summary>
    internal async Task<Guid> Insert(
        Guid clientId, Instrument instrument, DateOnly day, IReadOnlyList<decimal?> answers, Score score, ResponseOrigin origin, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var row = new
        {
            Id = id,
            Seq = ids.NextSequence(),
            scope.Case.CoupleId,
            ClientId = clientId,
            Measure = instrument.Key,
            AnsweredOn = day,
            WeekStart = WeekStart(instrument, day),
            Answers = Seal(instrument, answers),
            score.Total,
            RawTotal = score.Raw,
            score.Decimals,
            Subscales = StoredScore.Text(score.Subscales),
            score.Band,
            MissingItems = StoredScore.Text(score.MissingItems),
            score.Risk,
            Constants = StoredScore.Text(new StoredScore.AppliedConstants(score.CutOffs, instrument.ReliableChange)),
            EnteredBy = origin == ResponseOrigin.Session ? scope.Caller.AccountId : (Guid?)null,
            EnteredAt = days.Now,
        };
        await db.Execute(InsertSql, row, cancellationToken);
        await outbox.Raise("response.recorded", id, cancellationToken);
        return id;
    }

    /// <summary>The Monday of the week that a day's answers are the only ones of; null for what is not answered weekly.</summary>
    internal static DateOnly? WeekStart(Instrument instrument, DateOnly day) => IsWeekly(instrument) ? ResponseDays.WeekOf(day) : null;

    /// <summary>Lets nobody else change what this partner answered until the command ends.</summary>
    internal Task Hold(Guid clientId, CancellationToken cancellationToken) => db.Lock($"responses:{scope.Case.CoupleId}:{clientId}", cancellationToken);

    /// <summary>The answers of a stored response.</summary>
    internal IReadOnlyList<decimal?> Open(string answers) => JsonSerializer.Deserialize<List<decimal?>>(protector.Unprotect(Purpose, answers))!;

    private static bool IsWeekly(Instrument instrument) => instrument.Key == TrustPulseAlert.InstrumentKey;

    /// <summary>The answers as they are kept: one for each item, encrypted.</summary>
    internal string Seal(Instrument instrument, IReadOnlyList<decimal?> answers) => protector.Protect(Purpose, JsonSerializer.Serialize(Padded(instrument, answers)));

    internal static List<decimal?> Padded(Instrument instrument, IReadOnlyList<decimal?> answers) =>
        [.. instrument.Items.Select(item => item.Number <= answers.Count ? answers[item.Number - 1] : null)];

    private DateOnly Day(DateOnly? answeredOn)
    {
        var today = days.Today;
        if (answeredOn > today)
            throw Refused.Invalid("answeredOn", "Must not lie in the future of the practice's time zone.");
        if (answeredOn < today.AddYears(-ResponseDays.OldestYears))
            throw Refused.Invalid("answeredOn", $"Must lie within the last {ResponseDays.OldestYears} years.");
        return answeredOn ?? today;
    }

    /// <summary>Scores answers or refuses them; a risk that refused ones tell of is raised all the same.</summary>
    internal async Task<Score> Score(
        Guid coupleId, Guid clientId, Instrument instrument, DateOnly day, IReadOnlyList<decimal?> answers, CancellationToken cancellationToken)
    {
        var byNumber = answers.Index().ToDictionary(pair => pair.Index + 1, pair => pair.Item);
        switch (Scoring.Score(instrument, byNumber))
        {
            case Scored scored:
                return scored.Score;
            case Domain.Progress.Refused refused:
                // Answers that cannot be scored for want of others can still say that somebody is in danger.
                var risk = Scoring.Risk(instrument, byNumber);
                var isValid = !refused.Refusals.Any(refusal => refusal.Rule != AnswerRule.TooManyMissing && refusal.Items.Contains(instrument.RiskItem ?? 0));
                var isRaised = risk == RiskAnswer.Raised && isValid;
                if (isRaised)
                    await alerts.Risk(coupleId, clientId, instrument, day, risk, cancellationToken);
                throw Refused.Invalid(new ValidationResult(refused.Refusals.SelectMany(Faults)), keepsWork: isRaised);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static IEnumerable<ValidationFailure> Faults(AnswerRefusal refusal) => refusal.Rule == AnswerRule.TooManyMissing
        ? [new ValidationFailure("answers", refusal.Message)]
        : refusal.Items.Select(item => new ValidationFailure(FormattableString.Invariant($"answers[{item - 1}]"), refusal.Message));

    private async Task RefuseTwice(Instrument instrument, Guid clientId, DateOnly day, CancellationToken cancellationToken)
    {
        var key = new { scope.Case.CoupleId, ClientId = clientId, Measure = instrument.Key, AnsweredOn = day, WeekStart = WeekStart(instrument, day), Take = 1 };
        if (await db.Find<Guid?>(EarlierSql, key, cancellationToken) is not { } earlier)
            return;
        throw IsWeekly(instrument)
            ? Refused.Conflict("already-answered-this-week", "This partner has answered the trust pulse of that week, Monday to Sunday.", earlier)
            : Refused.Conflict("already-answered", "This partner has answered that measure on that day.", earlier);
    }
}
