using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace CounselDesk.Infrastructure.Sql;

public sealed partial class SqliteDialect : IDialect
{
    private readonly ConcurrentDictionary<string, string> _translated = new(StringComparer.Ordinal);

    public string Name => "sqlite";

    public DbConnection Connect(string connectionString) => new SqliteConnection(connectionString).WaitingForOthers();

    public string Translate(string sql) => _translated.GetOrAdd(sql, static text =>
        Clustering().Replace(
            Text().Replace(
                LongText().Replace(
                    Column().Replace(
                        text.Replace("OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY", "LIMIT @Take", StringComparison.Ordinal)
                            .Replace("VARBINARY(MAX)", "BLOB", StringComparison.Ordinal),
                        // SQLite keeps any length in any column; what would not fit in SQL Server's is refused here too.
                        "${name} TEXT COLLATE NOCASE CONSTRAINT TooLong CHECK (length(${name}) <= ${length})"),
                    "TEXT"),
                "TEXT COLLATE NOCASE"),
            ""));

    /// <summary>Nothing to do: only one transaction writes at a time, from its first statement on.</summary>
    public Task Lock(DbConnection connection, DbTransaction transaction, string name, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>SQLite keeps ids as text and orders them from the first character.</summary>
    public Guid Arrange(ReadOnlySpan<byte> growing) => new(growing, bigEndian: true);

    public void Bind(DbParameter parameter, Type type, object? value) => parameter.Value = value switch
    {
        null => DBNull.Value,
        // The driver's own form, spelt out so that lists and single values cannot differ.
        Guid id => id.ToString().ToUpperInvariant(),
        DateTimeOffset instant => SqliteValues.Text(instant),
        DateOnly day => SqliteValues.Text(day),
        bool flag => flag ? 1L : 0L,
        _ => value,
    };

    /// <summary>Nothing to do: readers wait for nobody.</summary>
    public void RetryRead(DbCommand command)
    {
    }

    public Trouble? Explain(DbException fault) => fault is not SqliteException refused ? null : refused.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => Trouble.Busy,
        SQLITE_FULL => Trouble.Full,
        SQLITE_IOERR or SQLITE_CANTOPEN or SQLITE_READONLY or SQLITE_CORRUPT or SQLITE_NOTADB => Trouble.Unreachable,
        SQLITE_CONSTRAINT when refused.SqliteExtendedErrorCode is SQLITE_CONSTRAINT_UNIQUE or SQLITE_CONSTRAINT_PRIMARYKEY => Trouble.Taken,
        SQLITE_CONSTRAINT when refused.Message.EndsWith("TooLong'.", StringComparison.Ordinal) => Trouble.TooLong,
        _ => null,
    };

    public int NumberOf(DbException fault) => fault is SqliteException refused ? refused.SqliteExtendedErrorCode : fault.ErrorCode;

    [GeneratedRegex(@"(?<=^\s*)(?<name>\w+) NVARCHAR\((?<length>[0-9]+)\)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Column();

    [GeneratedRegex(@"NVARCHAR\(MAX\)", RegexOptions.None, 1000)]
    private static partial Regex LongText();

    [GeneratedRegex(@"NVARCHAR\([0-9]+\)", RegexOptions.None, 1000)]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(?:NON)?CLUSTERED\b", RegexOptions.None, 1000)]
    private static partial Regex Clustering();
}
