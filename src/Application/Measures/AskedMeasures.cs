using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Measures;

namespace CounselDesk.Application.Measures;

/// <summary>
/// Works out what was asked of whom and what became of it: six statements, however many requests there are. For one partner
/// alone nothing of the other's is read.
/// </summary>
public sealed class AskedMeasures(IDb db, PracticeMeasures measures, PracticeDays days)
{
    private const int DaysAhead = MeasureAsking.DaysBeforeSession + 2;

    private const string OfCaseSql = MeasureRequestRow.SelectSql + " AND q.CoupleId = @CoupleId ORDER BY q.Seq DESC";

    private const string OfPartnerSql = MeasureRequestRow.SelectSql + """
         AND q.CoupleId IN @CoupleIds AND (q.ClientId IS NULL OR q.ClientId = @ClientId) AND q.StoppedAt IS NULL
        ORDER BY q.Seq
        """;

    private const string AnswersSql = """
        SELECT r.CoupleId, r.ClientId, r.Measure, r.AnsweredOn, r.EnteredBy, r.EnteredAt
        FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId IN @CoupleIds AND r.ClientId IN @ClientIds
        """;

    private const string SessionsSql = """
        SELECT s.CoupleId, s.PartnerId, s.StartsAt
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId IN @CoupleIds AND s.StartsAt < @Until AND s.Status <> 'Cancelled'
        """;

    private const string PausesSql = """
        SELECT w.CoupleId, w.At, w.NextAt
        FROM (
          SELECT c.CoupleId, c.Status, c.At, LEAD(c.At) OVER (PARTITION BY c.CoupleId ORDER BY c.Seq) AS NextAt
          FROM CoupleStatusChanges c
          WHERE c.PracticeId = @PracticeId AND c.CoupleId IN @CoupleIds
        ) w
        WHERE w.Status IN ('Paused', 'Closed')
        """;

    /// <summary>Every request of a case with each partner's occurrences. It joins both compartments: for clinicians only.</summary>
    internal async Task<IReadOnlyList<AskedMeasure>> OfCase(CaseFile file, CancellationToken cancellationToken) =>
        await Fill(await db.Query<MeasureRequestRow>(OfCaseSql, new { file.CoupleId }, cancellationToken), [file.CoupleId], file.Partners, cancellationToken);

    /// <summary>What runs and asks one partner in their open cases.</summary>
    internal async Task<IReadOnlyList<AskedMeasure>> OfPartner(IReadOnlyList<CaseFile> files, Guid clientId, CancellationToken cancellationToken)
    {
        var couples = files.Select(file => file.CoupleId).ToList();
        return couples.Count == 0
            ? []
            : await Fill(await db.Query<MeasureRequestRow>(OfPartnerSql, new { CoupleIds = couples, ClientId = clientId }, cancellationToken), couples, [clientId], cancellationToken);
    }

    private async Task<IReadOnlyList<AskedMeasure>> Fill(
        IReadOnlyList<MeasureRequestRow> rows, IReadOnlyList<Guid> couples, IReadOnlyList<Guid> clients, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var (now, today) = (days.Now, days.Today);
        // What a partner dates back themselves is kept as such, and makes up for nothing that they missed.
        var answers = (await db.Query<AnswerRow>(AnswersSql, new { CoupleIds = couples, ClientIds = clients }, cancellationToken))
            .Where(row => row.EnteredBy is not null || row.AnsweredOn == days.DayOf(row.EnteredAt))
            .ToLookup(row => (row.CoupleId, row.ClientId, row.Measure), row => row.AnsweredOn);
        var retired = (await measures.Own(cancellationToken)).Where(own => own.RetiredAt is not null).ToDictionary(own => own.MeasureKey, own => days.DayOf(own.RetiredAt!.Value), StringComparer.Ordinal);
        var sessions = (await db.Query<SessionRow>(SessionsSql, new { CoupleIds = couples, Until = days.StartOf(today.AddDays(DaysAhead)) }, cancellationToken)).ToLookup(row => row.CoupleId);
        var pauses = (await db.Query<PauseRow>(PausesSql, new { CoupleIds = couples }, cancellationToken))
            .ToLookup(row => row.CoupleId, row => new SchedulePause(days.DayOf(row.At), row.NextAt is { } at ? days.DayOf(at) : null));
        return
        [
            .. rows.Select(row => new AskedMeasure(
                row,
                [
                    .. clients.Where(client => row.ClientId is null || row.ClientId == client).Select(client => (client, row.Asking(days, retired).Occurrences(
                        [.. sessions[row.CoupleId].Where(session => session.PartnerId is null || session.PartnerId == client).Select(session => new AskedSession(days.DayOf(session.StartsAt), session.StartsAt <= now))],
                        [.. pauses[row.CoupleId]],
                        [.. answers[(row.CoupleId, client, row.Measure)]],
                        today))),
                ])),
        ];
    }

    private sealed record AnswerRow
    {
        public Guid CoupleId { get; init; }

        public Guid ClientId { get; init; }

        public string Measure { get; init; } = "";

        public DateOnly AnsweredOn { get; init; }

        public Guid? EnteredBy { get; init; }

        public DateTimeOffset EnteredAt { get; init; }
    }

    private sealed record SessionRow
    {
        public Guid CoupleId { get; init; }

        public Guid? PartnerId { get; init; }

        public DateTimeOffset StartsAt { get; init; }
    }

    private sealed record PauseRow
    {
        public Guid CoupleId { get; init; }

        public DateTimeOffset At { get; init; }

        public DateTimeOffset? NextAt { get; init; }
    }
}

/// <summary>A request and, for each partner that it asks, what they were asked so far, oldest first.</summary>
internal sealed record AskedMeasure(MeasureRequestRow Row, IReadOnlyList<(Guid ClientId, IReadOnlyList<AskedOccurrence> Occurrences)> Partners);

/// <summary>A request as the database gives it.</summary>
internal sealed record MeasureRequestRow
{
    public const string SelectSql = """
        SELECT q.Id, q.Seq, q.CoupleId, q.ClientId, q.Measure, q.Repeats, q.Weeks, q.StartOn, q.DueWithinDays, q.RequestedBy,
          a.DisplayName AS RequestedByName, q.RequestedAt, q.StoppedAt, q.Version
        FROM MeasureRequests q
        JOIN Accounts a ON a.Id = q.RequestedBy AND a.PracticeId = q.PracticeId
        WHERE q.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid? ClientId { get; init; }

    public string Measure { get; init; } = "";

    public MeasureRepeat Repeats { get; init; }

    public int? Weeks { get; init; }

    public DateOnly StartOn { get; init; }

    public int DueWithinDays { get; init; }

    public Guid RequestedBy { get; init; }

    public string RequestedByName { get; init; } = "";

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public int Version { get; init; }

    /// <param name="days">The practice's calendar.</param>
    /// <param name="retired">Since when measures are retired: while they are, nobody is asked for them.</param>
    public MeasureAsking Asking(PracticeDays days, IReadOnlyDictionary<string, DateOnly> retired)
    {
        var stoppedOn = StoppedAt is { } at ? days.DayOf(at) : (DateOnly?)null;
        return new(Repeats, Weeks, StartOn, DueWithinDays, retired.TryGetValue(Measure, out var day) && !(stoppedOn < day) ? day : stoppedOn);
    }
}
