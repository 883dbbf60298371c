using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CounselDesk.Application.Tests.Wire;

namespace CounselDesk.Application.Tests.Moving;

/// <summary>
/// A fake SQL Server that keeps what a move brings: rows and the journal's lines come to stay with the commit of their
/// connection's transaction, and are read back from there.
/// </summary>
internal sealed partial class KeepingServer : IAsyncDisposable
{
    private const string Journal = "MoveProgress";
    private const string JournalColumns = "TableName nvarchar(128) not null, SourceRows bigint not null, SourceChecksum nvarchar(64) not null, MovedRows bigint not null";

    private readonly Dictionary<string, string> _columns;
    private readonly ConcurrentDictionary<int, ConcurrentQueue<Action>> _waiting = new();
    private readonly Dictionary<string, List<object?[]>> _rows = new(StringComparer.Ordinal);

    /// <param name="tables">Each with its columns, as it declares them.</param>
    public KeepingServer(Dictionary<string, string> tables)
    {
        _columns = new Dictionary<string, string>(tables, StringComparer.Ordinal) { [Journal] = JournalColumns };
        foreach (var (name, columns) in tables)
        {
            Server.Table(name, columns);
            _rows[name] = [];
        }

        // What is not told below: the migrator's own talk, ALTER TABLE.
        Server.On(request => request.Kind is RequestKind.Batch or RequestKind.Statement && !request.Says("insert bulk") && !request.Says("sp_tablecollations"), Answer.Done);
        Server.On(Says("HAS_PERMS_BY_NAME"), _ => Answer.Rows("May int not null", [1]));
        Server.On(Says("is_read_committed_snapshot_on"), _ => Answer.Rows("IsOn bit not null", [true]));
        Server.On(Says("CounselDesk.Migrate', @LockMode"), _ => Answer.Rows("Granted int not null", [0]));
        Server.On(Says("FROM INFORMATION_SCHEMA.COLUMNS"), Describe);
        Server.On(Says("SELECT COUNT(*) FROM ["), request => Answer.Rows("N int not null", [_rows[TableOf(request)].Count]));
        Server.On(Says("SELECT ["), request => Answer.Rows(_columns[TableOf(request)], [.. _rows[TableOf(request)]]));
        Server.On(Says("SELECT p.TableName"), _ => Answer.Rows(JournalColumns, [.. _rows[Journal]]));
        Server.On(Says("CREATE TABLE MoveProgress"), request => Later(request, Answer.Done, () => _rows.Add(Journal, [])));
        Server.On(Says("DROP TABLE MoveProgress"), request => Later(request, Answer.Done, () => _rows.Remove(Journal)));
        Server.On(Says("DELETE FROM"), request => Later(request, Answer.Done, _rows[TableOf(request)].Clear));
        Server.On(Says("INSERT INTO MoveProgress"), request => Later(
            request, Answer.Count(1), () => _rows[Journal].Add([request["@Table"].Value, request["@Rows"].Value, request["@Checksum"].Value, 0L])));
        Server.On(Says("UPDATE MoveProgress"), request =>
        {
            var line = _rows[Journal].SingleOrDefault(row => Equals(row[0], request["@Table"].Value) && Equals(row[3], request["@From"].Value));
            return line is null ? Answer.Count(0) : Later(request, Answer.Count(1), () => line[3] = request["@To"].Value);
        });
        Server.On(request => request.Kind == RequestKind.BulkLoad, request => Later(
            request, Answer.AsUsual, () => _rows[TableOf(request)].AddRange(request.Bulk!.Rows.Select(row => row.ToArray()))));
        Server.On(request => request.Kind is RequestKind.Commit or RequestKind.Rollback, request =>
        {
            var done = _waiting.TryRemove(request.Connection, out var waiting) && request.Kind == RequestKind.Commit ? waiting : [];
            foreach (var step in done)
                step();
            return Answer.AsUsual;
        });
    }

    public FakeSqlServer Server { get; } = new();

    public IReadOnlyList<object?[]> Rows(string table) => _rows[table];

    public bool IsUnderWay => _rows.ContainsKey(Journal);

    /// <summary>At the bulk load of this number, counted from 1, the connection breaks once.</summary>
    public void BreakAt(int load)
    {
        var loads = 0;
        Server.On(request => request.Kind == RequestKind.BulkLoad && Interlocked.Increment(ref loads) == load, Answer.HangUp);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private Answer Later(Request request, Answer answer, Action step)
    {
        _waiting.GetOrAdd(request.Connection, _ => new ConcurrentQueue<Action>()).Enqueue(step);
        return answer;
    }

    private Answer Describe(Request request)
    {
        var table = (string)request["@Table"].Value!;
        var parts = _rows.ContainsKey(table) ? Column().Matches(_columns[table]) : Column().Matches("");
        return Answer.Rows(
            "COLUMN_NAME nvarchar(128), DATA_TYPE nvarchar(128), CHARACTER_MAXIMUM_LENGTH int, IS_NULLABLE varchar(3)",
            [
                .. parts.Select(part => new object?[]
                {
                    part.Groups["name"].Value, part.Groups["type"].Value,
                    part.Groups["type"].Value is not "nvarchar" ? null : part.Groups["size"].Value is "max" ? -1 : int.Parse(part.Groups["size"].Value),
                    part.Groups["not"].Success ? "NO" : "YES",
                }),
            ]);
    }

    private static Func<Request, bool> Says(string fragment) => request => request.Kind is RequestKind.Batch or RequestKind.Statement && request.Says(fragment);

    private static string TableOf(Request request) => Named().Match(request.Sql).Groups["table"].Value;

    [GeneratedRegex(@"(?<name>\w+) (?<type>\w+)(\((?<size>\w+)\))?(?<not> not null)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Column();

    [GeneratedRegex(@"(from|insert bulk) \[(?<table>\w+)\]", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Named();
}
