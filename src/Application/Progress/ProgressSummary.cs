using System.Globalization;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>
/// Says in plain sentences what the numbers of a case show. Each is made by one rule from numbers that stand beside it: no
/// sentence without a number, no verdict without a published constant, and no word that shames for what was not done.
/// </summary>
internal static class ProgressSummary
{
    private const string HomeworkBasis =
        "Done counts 1, partly ½, skipped 0, against every occurrence that has fallen due. Homework goes with outcome only modestly (r = .22 to .26: Kazantzis 2000; Mausbach 2010): a prompt to talk, not a grade.";

    private const string SinceBasis = "Homework entries and answers dated the day of the last session held or later; each answer against the last one before that day.";

    private const string GapBasis = "The difference of the two latest pulses, which may be of different weeks.";

    private const string CoupleBasis =
        "The class of the partner who does less well, so that neither's gain hides the other's loss: the couple has recovered only when both have (Jacobson and Truax 1991, for each).";

    /// <param name="progress">The numbers.</param>
    /// <param name="due">The assignments of which something has fallen due.</param>
    public static IReadOnlyList<ProgressSentence> Of(CoupleProgress progress, IReadOnlyList<Guid> due)
    {
        var pulse = progress.Measures.FirstOrDefault(measure => measure.Measure == TrustPulseAlert.InstrumentKey);
        return
        [
            .. progress.Partners.Select(partner => TrustSentence(partner, pulse)),
            .. progress.Partners.Select(partner => FellSentence(partner, pulse)).OfType<ProgressSentence>(),
            .. GapSentence(pulse),
            HomeworkSentence(progress, due),
            .. SinceSentences(progress),
            .. GoalSentences.Of(progress),
            .. progress.Measures.Where(measure => measure != pulse).SelectMany(measure => MeasureSentences(progress, measure)),
        ];
    }

    /// <summary>Half credits as people write them: 5½.</summary>
    public static string Halves(int halfCredits) =>
        (halfCredits / 2, halfCredits % 2) switch
        {
            (0, 1) => "½",
            (var whole, var half) => Text(whole) + (half == 1 ? "½" : ""),
        };

    public static string Percent(decimal ratio) => Text(Math.Round(ratio * 100, MidpointRounding.AwayFromZero)) + " %";

    public static string Text(decimal points) => points.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A class as a person would say it.</summary>
    public static string Words(ChangeClass change) => change switch
    {
        ChangeClass.Recovered => "reliably better and across the cut-off (recovered)",
        ChangeClass.Improved => "reliably better",
        ChangeClass.Unchanged => "no reliable change",
        ChangeClass.Deteriorated => "reliably worse",
        _ => "not classified",
    };

    private static ProgressSentence TrustSentence(PartnerProgress partner, MeasureSeries? pulse)
    {
        var trust = partner.Trust;
        var text = trust switch
        {
            { Latest: null } => $"{partner.FirstName} has not answered a trust pulse yet.",
            { Amount: null } => $"{partner.FirstName} has answered one trust pulse: {Text(trust.Latest.Value)} of 50 on {Day(trust.LatestOn!.Value)}.",
            { Amount: { } amount } => $"{partner.FirstName}'s trust pulse {Moved(amount)}, from {Text(trust.Baseline!.Value)} of 50 on {Day(trust.BaselineOn!.Value)} to {Text(trust.Latest!.Value)} on {Day(trust.LatestOn!.Value)}; whether that is reliable cannot be said.",
        };
        var own = pulse?.Partners.FirstOrDefault(series => series.PartnerId == partner.PartnerId);
        return new ProgressSentence(text, SummaryRule.TrustChange, $"Latest trust pulse against {(own is { BaselineIsNamed: true } ? "the baseline that the therapist named" : "the first of the case")}. {trust.Basis}", Ids(own?.Baseline, own?.Latest));
    }

    private static string Moved(decimal amount) => amount switch
    {
        0 => "is where it was",
        > 0 => $"rose by {Text(amount)}",
        _ => $"fell by {Text(-amount)}",
    };

    private static ProgressSentence? FellSentence(PartnerProgress partner, MeasureSeries? pulse)
    {
        var own = pulse?.Partners.FirstOrDefault(series => series.PartnerId == partner.PartnerId);
        if (own is not { Baseline.Total: { } baseline })
            return null;
        var later = own.Points.SkipWhile(point => point.ResponseId != own.Baseline.ResponseId).Skip(1).ToList();
        return TrustPulseAlert.From((int)baseline, [.. later.Select(point => (int)point.Total!.Value)]) is null
            ? null
            : new ProgressSentence(
                $"{partner.FirstName}'s last two trust pulses both lay {TrustPulseAlert.SmallestFall} or more points below {(own.BaselineIsNamed ? "the baseline" : "the first")}: worth asking about.",
                SummaryRule.TrustFell, TrustPulseAlert.Basis, [own.Baseline.ResponseId, later[^2].ResponseId, later[^1].ResponseId]);
    }

    private static IEnumerable<ProgressSentence> GapSentence(MeasureSeries? pulse)
    {
        if (pulse?.Gap is not { } gap)
            return [];
        var text = gap == 0 ? "Both partners' latest trust pulses are the same." : $"The partners' latest trust pulses lie {Text(gap)} of 50 points apart.";
        return [new ProgressSentence(text, SummaryRule.TrustGap, GapBasis, [.. pulse.Partners.SelectMany(partner => Ids(partner.Latest))])];
    }

    private static ProgressSentence HomeworkSentence(CoupleProgress progress, IReadOnlyList<Guid> due)
    {
        var each = progress.Partners.Where(partner => partner.Homework.Ratio is not null).Select(partner => $"{partner.FirstName} did {Share(partner.Homework)}").ToList();
        var text = progress.Homework.Ratio is null
            ? "No homework has fallen due yet."
            : $"Of the homework that fell due, {string.Join(" and ", each)}{(each.Count > 1 ? $"; together {Share(progress.Homework)}" : "")}.";
        return new ProgressSentence(text, SummaryRule.Homework, HomeworkBasis, []) { AssignmentIds = due };
    }

    private static IEnumerable<ProgressSentence> SinceSentences(CoupleProgress progress)
    {
        if (progress.SinceLastSession is not { } since)
            yield break;
        foreach (var (partner, news) in progress.Partners.Zip(since.Partners))
        {
            var entries = news.Done + news.Partly + news.Skipped == 0
                ? "has no homework entry"
                : $"logged homework {Text(news.Done + news.Partly + news.Skipped)} {(news.Done + news.Partly + news.Skipped == 1 ? "time" : "times")}: {Text(news.Done)} done, {Text(news.Partly)} partly, {Text(news.Skipped)} skipped";
            var pulse = news.Measures.FirstOrDefault(measure => measure.Measure == TrustPulseAlert.InstrumentKey);
            var trust = pulse?.Moved is { } moved ? $"; the trust pulse {Moved(moved)}" : "";
            yield return new ProgressSentence(
                $"Since the session on {Day(since.HeldOn)}, {partner.FirstName} {entries}{trust}.", SummaryRule.SinceLastSession, SinceBasis,
                pulse is null ? [] : [.. new[] { pulse.BeforeId, pulse.ResponseId }.OfType<Guid>()]) { AssignmentIds = news.AssignmentIds };
        }
    }

    private static string Share(HomeworkDone done) => $"{Halves(done.HalfCredits)} of {Text(done.Expected)} ({Percent(done.Ratio!.Value)})";

    private static IEnumerable<ProgressSentence> MeasureSentences(CoupleProgress progress, MeasureSeries measure)
    {
        foreach (var (partner, series) in progress.Partners.Zip(measure.Partners))
        {
            if (series.Change is { Amount: { } amount, From: { } from, To: { } to } change)
            {
                yield return new ProgressSentence(
                    $"On the {measure.Title}, {partner.FirstName} went from {Text(from)} to {Text(to)} of {Text(measure.HighestTotal!.Value)} ({Signed(amount)}): {Words(change.Class)}{(change.RestsOnProrated ? ", resting on a prorated score" : "")}.",
                    SummaryRule.MeasureChange, change.Basis, Ids(series.Baseline, series.Latest));
            }
        }

        if (measure is { CoupleClass: { } couple and not ChangeClass.NotClassified })
        {
            yield return new ProgressSentence(
                $"On the {measure.Title}, the couple counts as: {Words(couple)}.", SummaryRule.CoupleChange, CoupleBasis,
                [.. measure.Partners.SelectMany(partner => Ids(partner.Baseline, partner.Latest))]);
        }
    }

    public static string Signed(decimal amount) => amount.ToString("+0.##;\u22120.##;\u00b10", CultureInfo.InvariantCulture);

    private static IReadOnlyList<Guid> Ids(params SeriesPoint?[] points) => [.. points.OfType<SeriesPoint>().Select(point => point.ResponseId).Distinct()];
}
