using CounselDesk.Application.Common;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Measures;

/// <summary>A measure that partners are asked to answer in the portal, and what became of it. For clinicians only.</summary>
/// <param name="Id">The request.</param>
/// <param name="Measure">The measure's key.</param>
/// <param name="Title">Its name.</param>
/// <param name="Repeat">How often it is asked.</param>
/// <param name="Weeks">For <c>every-n-weeks</c>: n.</param>
/// <param name="StartOn">The first day, in the practice's time zone.</param>
/// <param name="DueWithinDays">How many days after the first an answer is in time; before sessions, until the session starts.</param>
/// <param name="RequestedById">Who asked.</param>
/// <param name="RequestedByName">That person's name.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="StoppedAt">When it was stopped; null while it runs.</param>
/// <param name="Partners">Who is asked.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record MeasureRequest(
    Guid Id, string Measure, string Title, MeasureRepeat Repeat, int? Weeks, DateOnly StartOn, int DueWithinDays, Guid RequestedById, string RequestedByName,
    DateTimeOffset RequestedAt, DateTimeOffset? StoppedAt, IReadOnlyList<AskedPartner> Partners, int Version) : IVersioned;

/// <summary>One partner and what they were asked.</summary>
/// <param name="PartnerId">The client.</param>
/// <param name="Occurrences">Newest first, at most 26; what is to come is not among them, nor what the case's rest left out.</param>
public sealed record AskedPartner(Guid PartnerId, IReadOnlyList<AskedOccurrence> Occurrences);

/// <summary>Reads requests, for the use cases that answer with them.</summary>
public sealed class MeasureRequests(AskedMeasures asked, PracticeMeasures measures, RequestScope scope)
{
    private const int MostOccurrences = 26;

    internal async Task<MeasureRequest> Find(Guid id, CancellationToken cancellationToken) =>
        (await Show([(await asked.OfCase(scope.Case, cancellationToken)).FirstOrDefault(one => one.Row.Id == id) ?? throw Common.Refused.NotFound("measure request")], cancellationToken))[0];

    internal async Task<IReadOnlyList<MeasureRequest>> Show(IReadOnlyList<AskedMeasure> all, CancellationToken cancellationToken)
    {
        var catalogue = await measures.Catalogue(cancellationToken);
        return [.. all.Select(one => Show(one, catalogue))];
    }

    private static MeasureRequest Show(AskedMeasure one, InstrumentCatalogue catalogue) => new(
        one.Row.Id, one.Row.Measure, catalogue[one.Row.Measure].Title, one.Row.Repeats, one.Row.Weeks, one.Row.StartOn, one.Row.DueWithinDays,
        one.Row.RequestedBy, one.Row.RequestedByName, one.Row.RequestedAt, one.Row.StoppedAt,
        [.. one.Partners.Select(partner => new AskedPartner(partner.ClientId, [.. partner.Occurrences.Reverse().Take(MostOccurrences)]))],
        one.Row.Version);
}
