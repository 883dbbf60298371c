using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Portal;

/// <summary>A measure that the reader is asked to answer.</summary>
/// <param name="Measure">Its key.</param>
/// <param name="Title">Its name.</param>
/// <param name="By">The last day on which an answer is in time; an answer after it is welcome too.</param>
/// <param name="HasDraft">The reader has begun, and can go on where they were.</param>
/// <param name="CaseId">Which of the reader's cases asks: to be sent with the answers by whoever has more than one.</param>
public sealed record MeasureDue(string Measure, string Title, DateOnly By, bool HasDraft, Guid CaseId);

/// <summary>A measure as a partner answers it: the sentences and the answers to choose from, and nothing of how it is scored.</summary>
/// <param name="Measure">Its key.</param>
/// <param name="Title">Its name.</param>
/// <param name="Instruction">What stands above the items.</param>
/// <param name="Recall">The time that the items ask about.</param>
/// <param name="Items">The items, in the order in which answers are sent.</param>
public sealed record PortalMeasure(string Measure, string Title, string? Instruction, string? Recall, IReadOnlyList<PortalMeasureItem> Items);

/// <param name="Number">From 1.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Min">Lowest answer.</param>
/// <param name="Max">Highest answer.</param>
/// <param name="Step">Distance between neighbouring answers.</param>
public sealed record PortalMeasureItem(int Number, string Text, decimal Min, decimal Max, decimal Step);

/// <summary>The weekly check-in always; any other measure while it is asked of the reader.</summary>
[Access(Roles.Partner)]
public sealed record GetPortalMeasureQuery(string Key) : IQuery<PortalMeasure>;

public sealed class GetPortalMeasureHandler(PortalMeasures measures) : IRequestHandler<GetPortalMeasureQuery, PortalMeasure>
{
    public async Task<PortalMeasure> Handle(GetPortalMeasureQuery request, CancellationToken cancellationToken)
    {
        var instrument = (await measures.Answerable(request.Key, null, cancellationToken))?.Instrument ?? throw Refused.NotFound("measure");
        return new PortalMeasure(
            instrument.Key, instrument.Title, instrument.Instruction, instrument.Recall,
            [
                .. instrument.Items.Select(item => new PortalMeasureItem(
                    item.Number, item.Wording!, Points.Of(item.Min, instrument.Decimals), Points.Of(item.Max, instrument.Decimals),
                    Points.Of(item.Step, instrument.Decimals))),
            ]);
    }
}

/// <summary>What the caller may answer in the portal. Only what asks them is read, and nothing of the other partner's.</summary>
public sealed class PortalMeasures(IDb db, PortalCases cases, AskedMeasures asked, MeasureWordings wordings, PracticeMeasures measures)
{
    private const string DraftsSql = """
        SELECT d.Measure FROM ResponseDrafts d
        WHERE d.PracticeId = @PracticeId AND d.ClientId = @ClientId AND d.Answers IS NOT NULL
        """;

    /// <summary>What is due or late, soonest first; a measure that is retired or whose wording the practice has taken away is left out.</summary>
    internal async Task<IReadOnlyList<MeasureDue>> Due(Guid? caseId, CancellationToken cancellationToken)
    {
        var open = await Open(caseId, cancellationToken);
        if (open.Count == 0)
            return [];
        var inUse = await measures.InUse(cancellationToken);
        var worded = (await wordings.All(cancellationToken)).Where(one => IsWorded(one) && inUse.TryGet(one.Key, out _)).ToDictionary(instrument => instrument.Key, StringComparer.Ordinal);
        var drafts = (await db.Query<string>(DraftsSql, new { cases.ClientId }, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. open.Where(one => worded.ContainsKey(one.Measure)).OrderBy(one => one.By).DistinctBy(one => (one.Measure, one.CoupleId))
                .Select(one => new MeasureDue(one.Measure, worded[one.Measure].Title, one.By, drafts.Contains(one.Measure), one.CoupleId)),
        ];
    }

    /// <summary>
    /// The measure with its wording and the case that asks for it, the soonest due; null where nobody asks. The weekly check-in
    /// needs no asking: its case is null while nobody does.
    /// </summary>
    internal async Task<(Instrument Instrument, Guid? CoupleId)?> Answerable(string key, Guid? caseId, CancellationToken cancellationToken)
    {
        var instrument = await wordings.Worded(await wordings.Require(key, cancellationToken), cancellationToken);
        var isPulse = instrument.Key == TrustPulseAlert.InstrumentKey;
        if (!isPulse && (instrument.Confidential || !IsWorded(instrument) || !await measures.IsInUse(key, cancellationToken)))
            return null;
        var open = (await Open(caseId, cancellationToken)).Where(one => one.Measure == instrument.Key).OrderBy(one => one.By).ToList();
        if (open.Count > 0)
            return (instrument, open[0].CoupleId);
        return isPulse ? (instrument, null) : null;
    }

    /// <summary>The same, for answers: refuses what is not there, what is answered alone with a clinician, what has no wording, and what nobody asks for.</summary>
    internal async Task<(Instrument Instrument, Guid? CoupleId)> RequireAnswerable(string? key, Guid? caseId, CancellationToken cancellationToken)
    {
        var instrument = await measures.ToAnswer(key ?? TrustPulseAlert.InstrumentKey, "measure", cancellationToken);
        if (instrument.Confidential)
            throw Refused.Rule("use-screening", "This measure is not answered in the portal.");
        if (!IsWorded(await wordings.Worded(instrument, cancellationToken)))
            throw Refused.Rule("no-wording", "The practice has no wording for this measure, so it is not answered in the portal.");
        return await Answerable(instrument.Key, caseId, cancellationToken)
            ?? throw Refused.Conflict("not-asked", "Nobody asks you for this measure at present.");
    }

    internal static bool IsWorded(Instrument instrument) => instrument.Items[0].Wording is not null;

    private async Task<IReadOnlyList<(string Measure, Guid CoupleId, DateOnly By)>> Open(Guid? caseId, CancellationToken cancellationToken) =>
    [
        .. (await asked.OfPartner(await cases.Open(caseId, cancellationToken), cases.ClientId, cancellationToken)).SelectMany(one => one.Partners.SelectMany(partner => partner.Occurrences)
            .Where(occurrence => occurrence.State is AskedState.Due or AskedState.Late)
            .Select(occurrence => (one.Row.Measure, one.Row.CoupleId, occurrence.By))),
    ];
}
