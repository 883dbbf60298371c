using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>Makes a picture of a case's progress on one measure.</summary>
internal static class ProgressDrawing
{
    public static string Of(CoupleProgress progress, Instrument instrument)
    {
        var first = progress.Weeks[0].WeekStart;
        var series = progress.Measures.FirstOrDefault(measure => measure.Measure == instrument.Key);
        return ProgressChart.Draw(new ChartPicture(
            instrument.Key == TrustPulseAlert.InstrumentKey ? "Trust and homework by week" : $"{instrument.Title} and homework",
            Scale(instrument),
            [.. progress.Partners.Index().Select(partner => Partner(partner.Item, series?.Partners[partner.Index], first))],
            [.. progress.Weeks.Select(week => new ProgressWeek(week.WeekStart, week.Homework.Ratio))],
            [.. progress.Events.Select(happened => new ChartEvent(happened.HappenedOn, happened.Kind))],
            [.. progress.Sessions.Select(session => session.HeldOn)]));
    }

    private static ChartScale Scale(Instrument instrument) => new(
        instrument.Key == TrustPulseAlert.InstrumentKey ? "Trust pulse" : instrument.Title,
        Points.Of(instrument.LowestTotal, instrument.Decimals),
        Points.Of(instrument.HighestTotal, instrument.Decimals),
        instrument.Better,
        instrument.Key == TrustPulseAlert.InstrumentKey,
        [.. instrument.Bands.Select(band => new ChartBand(band.Label, Points.OfHundredths(band.FromHundredths)))],
        instrument.CutOffs is [var deciding, ..] ? Points.OfHundredths(deciding.Hundredths) : null,
        instrument.ReliableChange is { } constant ? Points.OfHundredths(constant.Hundredths) : null);

    private static ChartPartner Partner(PartnerProgress partner, PartnerSeries? series, DateOnly first) => new(
        partner.FirstName,
        [.. (series?.Points ?? []).Where(point => point.AnsweredOn >= first).Select(point => new ChartPoint(point.AnsweredOn, point.Total!.Value, point.Class))],
        series?.Baseline?.AnsweredOn);
}
