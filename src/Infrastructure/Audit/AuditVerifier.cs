using System.Data;
using CounselDesk.Application.Audit;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Infrastructure.Audit;

/// <summary>Reads the caller's practice's chain as a stream, so that its length does not matter.</summary>
public sealed class AuditVerifier(IDb db, InstanceSecrets secrets, DatabaseOptions options) : IAuditVerifier
{
    private const string TailSql = "SELECT t.Seq, t.Seal FROM AuditTails t WHERE t.PracticeId = @PracticeId";

    private const string EntriesSql = """
        SELECT e.PracticeId, e.Seq, e.At, e.AccountId, e.Roles, e.Action, e.Outcome, e.Code, e.CoupleId, e.SubjectId, e.ResourceId,
          e.Reason, e.Address, e.TraceId, e.Seal
        FROM AuditEntries e
        WHERE e.PracticeId = @PracticeId
        ORDER BY e.Seq
        """;

    // What the ledger remembers and the audit no longer has, or has otherwise: the chain forged as a whole, or its end cut off.
    private const string UnlikeLedgerSql = """
        SELECT MIN(l.Seq) AS Seq
        FROM AuditLedger l
        LEFT JOIN AuditEntries e ON e.PracticeId = l.PracticeId AND e.Seq = l.Seq
        WHERE l.PracticeId = @PracticeId AND (e.Seal IS NULL OR e.Seal <> l.Seal)
        """;

    public async Task<AuditCheck> Verify(CancellationToken cancellationToken)
    {
        var key = await secrets.AuditKey(cancellationToken);

        // Read before and after: entries that are written meanwhile lie between the two.
        var before = await Tail(cancellationToken);
        var walk = new Walk(key, before);
        await using (var rows = db.Stream<Row>(EntriesSql, null, cancellationToken).GetAsyncEnumerator(cancellationToken))
        {
            while (walk.Fault is null && await Next(rows, walk))
                walk.Take(rows.Current);
        }

        walk.End(await Tail(cancellationToken));
        if (walk.Fault is null && options.Ledger && await db.Find<long?>(UnlikeLedgerSql, null, cancellationToken) is { } unlike)
            return new AuditCheck(false, Math.Min(walk.Good, unlike - 1), new AuditFault(unlike, unlike > walk.Good ? AuditFaultKind.Truncated : AuditFaultKind.Altered));
        return new AuditCheck(walk.Fault is null, walk.Good, walk.Fault);
    }

    private async Task<TailRow> Tail(CancellationToken cancellationToken) =>
        await db.Find<TailRow>(TailSql, null, cancellationToken) ?? new TailRow();

    private static async Task<bool> Next(IAsyncEnumerator<Row> rows, Walk walk)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (Exception fault) when (fault is DataException or FormatException)
        {
            // What cannot even be read was not written by this program.
            walk.Unreadable();
            return false;
        }
    }

    /// <summary>Holds one entry back, because what follows it tells whether a bad one was altered, inserted or took a removed one's place.</summary>
    private sealed class Walk(byte[] key, TailRow tail)
    {
        private string _seal = AuditChain.Start;
        private Row? _suspect;

        public long Good { get; private set; }

        public AuditFault? Fault { get; private set; }

        public void Take(Row row)
        {
            if (_suspect is { } suspect)
            {
                Fault = new AuditFault(suspect.Seq, Kind(suspect, row));
                return;
            }

            var expected = Good + 1;
            if (row.Seq != expected)
                Fault = row.Seq > expected ? new AuditFault(expected, AuditFaultKind.Removed) : new AuditFault(row.Seq, AuditFaultKind.Inserted);
            else if (!Fits(row, row.Seq, _seal))
                _suspect = row;
            else if (row.Seq == tail.Seq && !string.Equals(row.Seal, tail.Seal, StringComparison.Ordinal))
                Fault = new AuditFault(row.Seq, AuditFaultKind.Altered);
            else
                (Good, _seal) = (row.Seq, row.Seal);
        }

        public void Unreadable() => Fault = new AuditFault(_suspect?.Seq ?? Good + 1, AuditFaultKind.Altered);

        public void End(TailRow after)
        {
            if (Fault is null && _suspect is { } last)
                Fault = new AuditFault(last.Seq, last.Seq > after.Seq ? AuditFaultKind.Inserted : AuditFaultKind.Altered);
            if (Fault is null && (Good < tail.Seq || after.Seq < Good))
                Fault = new AuditFault(Math.Min(Good, after.Seq) + 1, AuditFaultKind.Truncated);
        }

        private AuditFaultKind Kind(Row suspect, Row next)
        {
            if (Fits(next, next.Seq, suspect.Seal))
                return AuditFaultKind.Altered;
            if (Fits(next, suspect.Seq, _seal))
                return AuditFaultKind.Inserted;
            return Fits(next, next.Seq + 1, suspect.Seal) ? AuditFaultKind.Removed : AuditFaultKind.Altered;
        }

        private bool Fits(Row row, long sequence, string previous) =>
            string.Equals(row.Seal, AuditChain.Seal(key, previous, sequence, row), StringComparison.Ordinal);
    }

    private sealed record TailRow
    {
        public long Seq { get; init; }

        public string Seal { get; init; } = AuditChain.Start;
    }

    private sealed record Row : AuditEntry
    {
        public long Seq { get; init; }

        public string Seal { get; init; } = "";
    }
}
