using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>Reads what has been answered in a case: two statements beside the one of the practice's own measures, however long the history, and nothing decrypted.</summary>
public sealed class ResponseSeries(IDb db, PracticeMeasures measures, BaselineChoices baselines)
{
    private const string OfCaseSql = "SELECT " + ResponseRow.Columns + """
         FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId
        """;

    private const string OfPartnerSql = "SELECT " + ResponseRow.Columns + """
         FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.ClientId = @ClientId AND r.Measure = @Measure
        """;

    /// <summary>Every measure answered in the case, in the catalogue's order. For clinicians: it joins both partners' compartments.</summary>
    public async Task<IReadOnlyList<MeasureSeries>> Of(CaseFile file, CancellationToken cancellationToken)
    {
        var answered = await ByPartner(file, cancellationToken);
        var catalogue = await measures.Catalogue(cancellationToken);
        return
        [
            .. catalogue.All
                .Where(instrument => !instrument.Confidential && file.Partners.Any(partner => answered.ContainsKey((partner, instrument.Key))))
                .Select(instrument => Series(instrument, [.. file.Partners.Select(partner => (partner, answered.GetValueOrDefault((partner, instrument.Key))))])),
        ];
    }

    internal async Task<IReadOnlyDictionary<(Guid ClientId, string Measure), PartnerResponses>> ByPartner(CaseFile file, CancellationToken cancellationToken)
    {
        var rows = await db.Query<ResponseRow>(OfCaseSql, new { file.CoupleId }, cancellationToken);
        var named = await baselines.Named(file.CoupleId, cancellationToken);
        var catalogue = await measures.Catalogue(cancellationToken);
        return rows.GroupBy(row => (row.ClientId, row.Measure))
            .Where(group => catalogue.TryGet(group.Key.Measure, out _))
            .ToDictionary(group => group.Key, group => new PartnerResponses(catalogue[group.Key.Measure], group, named.GetValueOrDefault(group.Key)));
    }

    internal async Task<PartnerResponses> OfPartner(Guid coupleId, Guid clientId, Instrument instrument, CancellationToken cancellationToken)
    {
        var rows = await db.Query<ResponseRow>(OfPartnerSql, new { CoupleId = coupleId, ClientId = clientId, Measure = instrument.Key }, cancellationToken);
        var named = await baselines.Named(coupleId, cancellationToken);
        return new PartnerResponses(instrument, rows, named.GetValueOrDefault((clientId, instrument.Key)));
    }

    private static MeasureSeries Series(Instrument instrument, IReadOnlyList<(Guid Id, PartnerResponses? Responses)> partners)
    {
        var series = partners.Select(partner => Course(partner.Id, partner.Responses)).ToList();
        return new MeasureSeries(
            instrument.Key, instrument.Title, instrument.Source, instrument.Better,
            instrument.HasTotal ? Points.Of(instrument.LowestTotal, instrument.Decimals) : null,
            instrument.HasTotal ? Points.Of(instrument.HighestTotal, instrument.Decimals) : null,
            SmallestReliableChange.Of(instrument.ReliableChange),
            series,
            series is [var one, var other] ? ReliableChange.OfCouple(ClassOf(one), ClassOf(other)) : null,
            series is [{ Latest.Total: { } first }, { Latest.Total: { } second }] ? Math.Abs(first - second) : null,
            MeasureChange.BasisOf(instrument.ReliableChange));
    }

    private static ChangeClass ClassOf(PartnerSeries partner) => partner.Change?.Class ?? ChangeClass.NotClassified;

    private static PartnerSeries Course(Guid partnerId, PartnerResponses? responses)
    {
        if (responses is null)
            return new PartnerSeries(partnerId, [], null, null, null, BaselineIsNamed: false);
        var changes = responses.Scored.Select((_, index) => responses.ChangeAt(index)).ToList();
        var points = responses.Scored.Zip(changes, (response, change) => new SeriesPoint(
            response.Id, response.AnsweredOn, Points.Of(response.Score.Total, response.Score.Decimals),
            SubscalePoints.Of(response.Score.Subscales, response.Score.Decimals), response.Score.Band, response.Score.IsPastCutOff,
            response.Score.Prorated, change?.Class)).ToList();
        return new PartnerSeries(
            partnerId, points, points.Find(point => point.ResponseId == responses.Baseline?.Id), points[^1], changes[^1], responses.IsBaselineNamed);
    }
}
