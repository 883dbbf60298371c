using CounselDesk.Application.Alerts;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>What is new since the last session that was held: all that is dated its day or later.</summary>
/// <param name="SessionId">That session.</param>
/// <param name="HeldOn">Its day, in the practice's time zone.</param>
/// <param name="Partners">Partner A and, for a couple, partner B.</param>
/// <param name="Alerts">Alerts raised since it began, by kind; kinds without any are left out.</param>
public sealed record SinceLastSession(Guid SessionId, DateOnly HeldOn, IReadOnlyList<PartnerSince> Partners, IReadOnlyList<AlertsSince> Alerts)
{
    internal static SinceLastSession? Of(
        HeldSession? last, IReadOnlyList<Guid> partners, IReadOnlyList<HomeworkRecord> records, IReadOnlyList<MeasureSeries> measures, IReadOnlyList<AlertsSince> alerts)
    {
        if (last is null)
            return null;
        var entries = (
            from record in records
            from partner in record.Partners
            from entry in partner.Entries
            where entry.Day >= last.HeldOn
            select (partner.PartnerId, entry.Outcome, record.AssignmentId)).ToList();
        int Count(Guid partner, LogOutcome outcome) => entries.Count(entry => entry.PartnerId == partner && entry.Outcome == outcome);
        return new SinceLastSession(
            last.SessionId, last.HeldOn,
            [
                .. partners.Select(id => new PartnerSince(
                    id, Count(id, LogOutcome.Done), Count(id, LogOutcome.Partly), Count(id, LogOutcome.Skipped),
                    [.. measures.Select(measure => MeasureSince.Of(measure, id, last.HeldOn)).OfType<MeasureSince>()],
                    [.. entries.Where(entry => entry.PartnerId == id).Select(entry => entry.AssignmentId).Distinct()])),
            ],
            alerts);
    }
}

/// <summary>One partner since the last session.</summary>
/// <param name="PartnerId">The client.</param>
/// <param name="Done">Entries of homework done.</param>
/// <param name="Partly">Entries of homework partly done.</param>
/// <param name="Skipped">Entries of homework skipped.</param>
/// <param name="Measures">Measures answered since, each with the newest response.</param>
/// <param name="AssignmentIds">The assignments of these entries.</param>
public sealed record PartnerSince(Guid PartnerId, int Done, int Partly, int Skipped, IReadOnlyList<MeasureSince> Measures, IReadOnlyList<Guid> AssignmentIds);

/// <summary>A measure that a partner has answered since the last session.</summary>
/// <param name="Measure">The measure's key.</param>
/// <param name="ResponseId">The newest response.</param>
/// <param name="Total">Its total; null where only the sub-scales have a meaning.</param>
/// <param name="BeforeId">The last response from before the session; null where there is none.</param>
/// <param name="Moved">The newest total minus that one's; null where there is nothing to compare.</param>
/// <param name="Class">The newest response's class against the baseline; null for the baseline itself.</param>
/// <param name="ClassBefore">The class before the session; null where there was none.</param>
public sealed record MeasureSince(string Measure, Guid ResponseId, decimal? Total, Guid? BeforeId, decimal? Moved, ChangeClass? Class, ChangeClass? ClassBefore)
{
    internal static MeasureSince? Of(MeasureSeries measure, Guid partnerId, DateOnly since)
    {
        var points = measure.Partners.First(partner => partner.PartnerId == partnerId).Points;
        var before = points.LastOrDefault(point => point.AnsweredOn < since);
        return points is [.., var newest] && newest.AnsweredOn >= since
            ? new MeasureSince(measure.Measure, newest.ResponseId, newest.Total, before?.ResponseId, newest.Total - before?.Total, newest.Class, before?.Class)
            : null;
    }
}

/// <summary>Alerts of one kind.</summary>
public sealed record AlertsSince
{
    /// <summary>What they are about.</summary>
    public AlertKind Kind { get; init; }

    /// <summary>How many were raised.</summary>
    public int Raised { get; init; }

    /// <summary>How many of them nobody has acknowledged yet.</summary>
    public int Unacknowledged { get; init; }
}
