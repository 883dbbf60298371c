using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>Raises what follows from answers: a risk item answered above its lowest answer or left out, and a worsening from baseline.</summary>
public sealed class ResponseAlerts(IDb db, RaiseAlert raiseAlert)
{
    private const string WorseningsSql = """
        SELECT a.Cause FROM Alerts a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.ClientId = @ClientId AND a.Kind = 'Deterioration'
        """;

    // By day and not by response, so that a refused try and the answers that follow it raise one alert. An item left out is
    // a cause of its own: the correction that answers it must not pass for known.
    internal async Task Risk(Guid coupleId, Guid clientId, Instrument instrument, DateOnly day, RiskAnswer risk, CancellationToken cancellationToken)
    {
        var (cause, basis) = risk switch
        {
            RiskAnswer.Raised => ("risk", FormattableString.Invariant($"Item {instrument.RiskItem} of {instrument.Key} was answered above {Points.Of(instrument.Items[instrument.RiskItem!.Value - 1].Min, instrument.Decimals)}, which asks for a look at this person's safety whatever the total.")),
            RiskAnswer.Unanswered => ("risk-unanswered", $"Item {instrument.RiskItem} of {instrument.Key} was left unanswered: the score says nothing about risk, which is no all-clear."),
            _ => ("", null),
        };
        if (basis is not null)
            await raiseAlert.Raise(coupleId, clientId, AlertKind.RiskAnswer, FormattableString.Invariant($"{cause}:{instrument.Key}:{clientId}:{day:yyyy-MM-dd}"), basis, cancellationToken, since: day);
    }

    // Once for each unbroken run of worse responses. A correction or another baseline can move where a run begins: one that
    // an alert names any response of has been told of.
    internal async Task Worsening(Guid coupleId, Guid clientId, Instrument instrument, PartnerResponses course, CancellationToken cancellationToken)
    {
        if (course.Worsening() is not [var first, ..] run)
            return;
        var told = await db.Query<string>(WorseningsSql, new { CoupleId = coupleId, ClientId = clientId }, cancellationToken);
        if (run.Any(worse => told.Any(cause => cause.EndsWith($":{worse.Id}", StringComparison.OrdinalIgnoreCase))))
            return;
        var basis = instrument.Key == TrustPulseAlert.InstrumentKey
            ? TrustPulseAlert.Basis
            : $"Reliable change for the worse from baseline on {instrument.Key}. {MeasureChange.BasisOf(instrument.ReliableChange)}";
        await raiseAlert.Raise(
            coupleId, clientId, AlertKind.Deterioration, $"deterioration:{instrument.Key}:{clientId}:{course.Baseline!.Id}:{first.Id}", basis, cancellationToken,
            since: first.AnsweredOn);
    }
}
