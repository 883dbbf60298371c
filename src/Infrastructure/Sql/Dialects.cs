using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>What differs between the two engines. Everything else is one portable T-SQL text.</summary>
public interface IDialect
{
    /// <summary>The name in the names of migrations that only this engine runs.</summary>
    string Name { get; }

    DbConnection Connect(string connectionString);

    /// <summary>The statement as this engine spells it.</summary>
    string Translate(string sql);

    /// <summary>Holds a named lock until the transaction ends.</summary>
    Task Lock(DbConnection connection, DbTransaction transaction, string name, CancellationToken cancellationToken);

    /// <summary>A new id whose place is at the end of the clustered index.</summary>
    Guid NewId(DateTimeOffset now);

    /// <summary>One value as this engine's driver takes it.</summary>
    void Bind(DbParameter parameter, object? value);
}

public sealed class SqlServerDialect : IDialect
{
    private const string LockSql = """
        DECLARE @Answer INT;
        EXEC @Answer = sp_getapplock @Resource = @Name, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 10000;
        IF @Answer < 0 THROW 51000, 'The named lock was not granted in time.', 1;
        """;

    public string Name => "sqlserver";

    public DbConnection Connect(string connectionString) => new SqlConnection(connectionString);

    public string Translate(string sql) => sql;

    public async Task Lock(DbConnection connection, DbTransaction transaction, string name, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = LockSql;
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@Name";
        // sp_getapplock takes 255 characters; longer names are told apart by their hash.
        parameter.Value = name.Length <= 255 ? name : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
        command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>SQL Server orders a uniqueidentifier by its last six bytes first, so the time of a version 7 UUID goes there.</summary>
    public Guid NewId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        Span<byte> turned = stackalloc byte[16];
        bytes[6..16].CopyTo(turned);
        bytes[..6].CopyTo(turned[10..]);
        return new Guid(turned, bigEndian: true);
    }

    public void Bind(DbParameter parameter, object? value)
    {
        switch (value)
        {
            case DateTimeOffset instant:
                var typed = (SqlParameter)parameter;
                typed.SqlDbType = System.Data.SqlDbType.DateTimeOffset;
                typed.Scale = 3;
                typed.Value = instant;
                break;
            case DateOnly day:
                parameter.DbType = System.Data.DbType.Date;
                parameter.Value = day.ToDateTime(TimeOnly.MinValue);
                break;
            case string text:
                parameter.DbType = System.Data.DbType.String;
                // Two sizes only, so that plans are shared whatever the length of the text.
                parameter.Size = text.Length <= 4000 ? 4000 : -1;
                parameter.Value = text;
                break;
            default:
                parameter.Value = value ?? DBNull.Value;
                break;
        }
    }
}

public sealed partial class SqliteDialect : IDialect
{
    private readonly ConcurrentDictionary<string, string> _translated = new(StringComparer.Ordinal);

    public string Name => "sqlite";

    public DbConnection Connect(string connectionString) => new SqliteConnection(connectionString);

    public string Translate(string sql) => _translated.GetOrAdd(sql, static text =>
        Clustering().Replace(
            Text().Replace(
                LongText().Replace(
                    text.Replace("OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY", "LIMIT @Take", StringComparison.Ordinal),
                    "TEXT"),
                "TEXT COLLATE NOCASE"),
            ""));

    /// <summary>Nothing to do: only one transaction writes at a time, from its first statement on.</summary>
    public Task Lock(DbConnection connection, DbTransaction transaction, string name, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>SQLite keeps ids as text and orders them from the first character, as a version 7 UUID is made.</summary>
    public Guid NewId(DateTimeOffset now) => Guid.CreateVersion7(now);

    public void Bind(DbParameter parameter, object? value) => parameter.Value = value switch
    {
        null => DBNull.Value,
        // The driver's own form, spelt out so that lists and single values cannot differ.
        Guid id => id.ToString().ToUpperInvariant(),
        DateTimeOffset instant => SqliteValues.Text(instant),
        DateOnly day => SqliteValues.Text(day),
        bool flag => flag ? 1L : 0L,
        _ => value,
    };

    [GeneratedRegex(@"NVARCHAR\(MAX\)", RegexOptions.None, 1000)]
    private static partial Regex LongText();

    [GeneratedRegex(@"NVARCHAR\([0-9]+\)", RegexOptions.None, 1000)]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(?:NON)?CLUSTERED\b", RegexOptions.None, 1000)]
    private static partial Regex Clustering();
}
