using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Portal;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <summary>The partner's own check-ins, or what they answered to another measure in the portal, last entered first: day and answers only.</summary>
[Access(Roles.Partner)]
public sealed record ListOwnTrustPulsesQuery(PageRequest Page, Guid? CaseId = null, string? Measure = null) : IQuery<Page<OwnTrustPulse>>;

public sealed class ListOwnTrustPulsesHandler(IDb db, PortalCases cases, PracticeMeasures measures, ResponseEntry entry, RequestScope scope) : IRequestHandler<ListOwnTrustPulsesQuery, Page<OwnTrustPulse>>
{
    private const string List = "own-pulses";

    // What was answered in session beside a clinician stays there, but for the check-in, which has one place for both.
    // Whoever answers lies in the statement: no other partner's row can come back, whatever is asked.
    private const string ListSql = """
        SELECT r.Id, r.Seq, r.CoupleId, r.AnsweredOn, r.Answers, r.Version
        FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.ClientId = @ClientId AND r.Measure = @Measure AND r.Seq < @Before
          AND (r.EnteredBy IS NULL OR @IsPulse = 1) AND r.CoupleId IN @CaseIds
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<OwnTrustPulse>> Handle(ListOwnTrustPulsesQuery request, CancellationToken cancellationToken)
    {
        var clientId = scope.Caller.ClientId ?? throw Refused.Forbidden("role-may-not", "Your roles do not allow this.");
        scope.SubjectId = clientId;
        var open = await cases.Open(request.CaseId, cancellationToken);
        var measure = (await measures.Named(request.Measure ?? TrustPulseAlert.InstrumentKey, cancellationToken)).Key;
        if (open.Count == 0)
            return new Page<OwnTrustPulse>([], null);
        var rows = await db.Query<PulseRow>(
            ListSql,
            new { ClientId = clientId, Measure = measure, IsPulse = measure == TrustPulseAlert.InstrumentKey, CaseIds = open.Select(file => file.CoupleId).ToList(), Before = request.Page.Before(List), request.Page.Take },
            cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq)
            .Map(row => new OwnTrustPulse(row.Id, row.CoupleId, row.AnsweredOn, entry.Open(row.Answers), row.Version > 1, measure));
    }

    private sealed record PulseRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid CoupleId { get; init; }

        public DateOnly AnsweredOn { get; init; }

        public string Answers { get; init; } = "";

        public int Version { get; init; }
    }
}
