using System.Runtime.CompilerServices;
using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Portal;

/// <summary>
/// Reads a case's records that are the reader's own, in batches by key: of however long a history, one batch is held at a
/// time, and no connection while the answer is on its way. Every statement names the reader.
/// </summary>
public sealed class OwnRecords(
    IDb db, IUnitOfWork unitOfWork, PortalAssignments assignments, ConsentRecords consents, AgreementVersions agreements, AgreementTicks ticks,
    PortalMessages messages, ResponseEntry responses, Attachments attachments, PortalGoals goals, PortalEvents events, ITextProtector protector)
{
    private const int Batch = Domain.Limits.PageMaximum;

    private const string ConsentsSql = ConsentRow.SelectSql + """
         AND k.ClientId = @ClientId AND k.Seq < @Before
        ORDER BY k.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string EntriesSql = LogRow.SelectSql + """
         AND l.CoupleId = @CoupleId AND l.ClientId = @ClientId AND l.Seq < @Before
        ORDER BY l.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // The portal's own two rules: which assignments the reader reaches, and which answers of the other's.
    private const string SharedSql = LogRow.SelectSql + $"""
         AND l.CoupleId = @CoupleId AND l.ClientId <> @ClientId AND l.Seq < @Before
          AND {PortalLogs.ReadablePartSql}
          AND EXISTS (SELECT 1 {PortalAssignments.ReachPartSql} AND a.Id = l.AssignmentId)
        ORDER BY l.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string AmendedSql = """
        SELECT l.Id, l.Seq
        FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND l.ClientId = @ClientId AND l.Version > 1 AND l.Seq < @Before
        ORDER BY l.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string AnswersSql = """
        SELECT r.Seq, r.Measure, r.AnsweredOn, r.Answers, r.EnteredBy
        FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.ClientId = @ClientId AND r.Seq < @Before
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // A session of one partner alone in a couple's case is for that partner and the therapist to know of.
    private const string SessionsSql = """
        SELECT s.Seq, s.StartsAt, s.Minutes, s.Status, s.AttendedA, s.AttendedB
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.Status IN ('Booked', 'Held')
          AND (s.PartnerId IS NULL OR EXISTS (SELECT 1 FROM Couples c WHERE c.Id = s.CoupleId AND c.PracticeId = s.PracticeId AND c.Kind = 'Individual'))
          AND (s.StartsAt > @AfterTime OR (s.StartsAt = @AfterTime AND s.Seq > @AfterSeq))
        ORDER BY s.StartsAt, s.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    /// <summary>Nothing is read before it is asked for.</summary>
    internal ExportedCase Of(Guid clientId, OwnCaseRow one, CancellationToken cancellationToken) => new(
        one.CoupleId, one.Kind, one.IsOpen, one.TherapistName,
        Consents(one.CoupleId, clientId, cancellationToken), Assignments(one.CoupleId, cancellationToken),
        Entries(EntriesSql, one.CoupleId, clientId, cancellationToken), EarlierEntries(one.CoupleId, clientId, cancellationToken),
        Entries(SharedSql, one.CoupleId, clientId, cancellationToken), Agreements(one, clientId, cancellationToken),
        Ticks(one.CoupleId, clientId, cancellationToken), Answers(one.CoupleId, clientId, cancellationToken),
        Goals(one.CoupleId, cancellationToken), Events(one.CoupleId, cancellationToken),
        Messages(one.CoupleId, cancellationToken), Sessions(one, clientId, cancellationToken));

    private IAsyncEnumerable<ExportedConsent> Consents(Guid coupleId, Guid clientId, CancellationToken cancellationToken) => Each(
        before => db.Query<ConsentRow>(ConsentsSql, new { CoupleId = coupleId, ClientId = clientId, Before = before, Take = Batch }, cancellationToken),
        row => row.Seq,
        row => ExportedConsent.Of(consents.ToConsent(row)),
        cancellationToken);

    private IAsyncEnumerable<PortalAssignment> Assignments(Guid coupleId, CancellationToken cancellationToken) =>
        EachOf(before => assignments.OfCase(coupleId, before, Batch, cancellationToken), row => row.Seq, rows => assignments.Show(rows, cancellationToken), cancellationToken);

    private IAsyncEnumerable<PortalGoal> Goals(Guid coupleId, CancellationToken cancellationToken) =>
        EachOf(before => goals.OfCase(coupleId, before, Batch, cancellationToken), row => row.Seq, rows => goals.Show(rows, cancellationToken), cancellationToken);

    private IAsyncEnumerable<PortalEvent> Events(Guid coupleId, CancellationToken cancellationToken) =>
        Each(before => events.OwnOfCase(coupleId, before, Batch, cancellationToken), row => row.Seq, events.Show, cancellationToken);

    private IAsyncEnumerable<ExportedEntry> Entries(string sql, Guid coupleId, Guid clientId, CancellationToken cancellationToken) => EachOf(
        before => db.Query<LogRow>(sql, new { CoupleId = coupleId, ClientId = clientId, Before = before, Take = Batch }, cancellationToken),
        row => row.Seq,
        rows => Entries(rows, clientId, cancellationToken),
        cancellationToken);

    private async Task<IReadOnlyList<ExportedEntry>> Entries(IReadOnlyList<LogRow> rows, Guid clientId, CancellationToken cancellationToken)
    {
        var attached = await attachments.Of([.. rows.Select(row => row.Id)], cancellationToken);
        return [.. rows.Select(row => new ExportedEntry(row.AssignmentId, PortalLogEntry.Of(row, clientId, protector, attached[row.Id])))];
    }

    // An entry may have been amended any number of times: its earlier forms are passed on row by row.
    private async IAsyncEnumerable<ExportedEarlierEntry> EarlierEntries(Guid coupleId, Guid clientId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var amended = EachOf(
            before => db.Query<AmendedRow>(AmendedSql, new { CoupleId = coupleId, ClientId = clientId, Before = before, Take = Batch }, cancellationToken),
            row => row.Seq,
            rows => Task.FromResult<IReadOnlyList<IReadOnlyList<Guid>>>([[.. rows.Select(row => row.Id)]]),
            cancellationToken);
        await foreach (var ids in amended.WithCancellation(cancellationToken))
        {
            if (ids.Count == 0)
                continue;
            await foreach (var row in db.Stream<EarlierLogRow>(EarlierLogRow.OfSql, new { Ids = ids }, cancellationToken))
                yield return ExportedEarlierEntry.Of(row.LogId, row.ToEntry(protector));
            await unitOfWork.Release();
        }
    }

    private IAsyncEnumerable<ExportedAgreement> Agreements(OwnCaseRow one, Guid clientId, CancellationToken cancellationToken) => Each(
        before => agreements.Before(one.CoupleId, before, Batch, cancellationToken),
        version => version.Version,
        version => new ExportedAgreement(
            version.Version, version.Rows, version.ReviewOn, version.WrittenAt,
            version.Acceptances.FirstOrDefault(acceptance => acceptance.PartnerId == clientId)?.AcceptedAt,
            version.Acceptances.Count == (one.Kind == CaseKind.Couple ? 2 : 1)),
        cancellationToken);

    private async IAsyncEnumerable<ExportedTick> Ticks(Guid coupleId, Guid clientId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = null, next = ""; next is not null; cursor = next)
        {
            var page = await ticks.Page(coupleId, clientId, new PageRequest(Batch, cursor), cancellationToken);
            await unitOfWork.Release();
            foreach (var tick in page.Items)
                yield return new ExportedTick(tick.AgreementVersion, tick.Row, tick.Day, tick.IsKept, tick.InSession, tick.EnteredAt);
            next = page.NextCursor;
        }
    }

    private IAsyncEnumerable<ExportedAnswers> Answers(Guid coupleId, Guid clientId, CancellationToken cancellationToken) => Each(
        before => db.Query<AnswersRow>(AnswersSql, new { CoupleId = coupleId, ClientId = clientId, Before = before, Take = Batch }, cancellationToken),
        row => row.Seq,
        row => new ExportedAnswers(row.Measure, row.AnsweredOn, responses.Open(row.Answers), row.EnteredBy is not null),
        cancellationToken);

    private async IAsyncEnumerable<PortalMessage> Messages(Guid coupleId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = null, next = ""; next is not null; cursor = next)
        {
            var page = await messages.OfCase(coupleId, new PageRequest(Batch, cursor), cancellationToken);
            await unitOfWork.Release();
            foreach (var message in page.Items)
                yield return message;
            next = page.NextCursor;
        }
    }

    private async IAsyncEnumerable<ExportedSession> Sessions(OwnCaseRow one, Guid clientId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (time, seq, count) = (DateTimeOffset.UnixEpoch, 0L, Batch);
        while (count == Batch)
        {
            var rows = await db.Query<SessionDateRow>(
                SessionsSql, new { one.CoupleId, AfterTime = time, AfterSeq = seq, Take = Batch }, cancellationToken);
            await unitOfWork.Release();
            foreach (var row in rows.Where(row => row.Status == SessionStatus.Booked || (one.PartnerAId == clientId ? row.AttendedA : row.AttendedB) == true))
                yield return new ExportedSession(row.StartsAt, row.Minutes);
            count = rows.Count;
            if (count > 0)
                (time, seq) = (rows[^1].StartsAt, rows[^1].Seq);
        }
    }

    private IAsyncEnumerable<T> Each<TRow, T>(
        Func<long, Task<IReadOnlyList<TRow>>> read, Func<TRow, long> key, Func<TRow, T> show, CancellationToken cancellationToken) =>
        EachOf(read, key, rows => Task.FromResult<IReadOnlyList<T>>([.. rows.Select(show)]), cancellationToken);

    private async IAsyncEnumerable<T> EachOf<TRow, T>(
        Func<long, Task<IReadOnlyList<TRow>>> read, Func<TRow, long> key, Func<IReadOnlyList<TRow>, Task<IReadOnlyList<T>>> show,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var before = long.MaxValue; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = await read(before);
            var shown = await show(rows);
            await unitOfWork.Release();
            foreach (var one in shown)
                yield return one;
            if (rows.Count < Batch)
                yield break;
            before = key(rows[^1]);
        }
    }

    private sealed record AmendedRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }
    }

    private sealed record AnswersRow
    {
        public long Seq { get; init; }

        public string Measure { get; init; } = "";

        public DateOnly AnsweredOn { get; init; }

        public string Answers { get; init; } = "";

        public Guid? EnteredBy { get; init; }
    }

    private sealed record SessionDateRow
    {
        public long Seq { get; init; }

        public DateTimeOffset StartsAt { get; init; }

        public int Minutes { get; init; }

        public SessionStatus Status { get; init; }

        public bool? AttendedA { get; init; }

        public bool? AttendedB { get; init; }
    }
}
