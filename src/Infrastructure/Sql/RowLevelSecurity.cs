using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// A second wall under the practice filter, built by SQL Server itself: whatever a statement forgets, a connection sees
/// and changes the rows of the practice it was told of, and without one no case at all.
/// </summary>
public static class RowLevelSecurity
{
    /// <summary>Takes it down. A migration sees no practice's rows behind it, and would leave them as they were without a word.</summary>
    public const string TakeDownSql = "DROP SECURITY POLICY IF EXISTS PracticeWall";

    private const string AdmitSql = "EXEC sys.sp_set_session_context @key = N'PracticeId', @value = @PracticeId";

    // What must be read or written before it is known whose practice a request belongs to: signing in, a calendar's address,
    // and their audit.
    private static readonly string[] BeforeSignIn = ["Accounts", "AuditEntries", "AuditTails", "CalendarFeeds", "IdempotencyKeys", "Practices", "RefreshTokens", "SignIns"];

    private const string GuardedSql = """
        SELECT t.name, c.name
        FROM sys.tables t
        JOIN sys.columns c ON c.object_id = t.object_id
        WHERE t.schema_id = SCHEMA_ID() AND t.name <> 'AuditLedger' AND (c.name = 'PracticeId' OR (t.name = 'Practices' AND c.name = 'Id'))
        ORDER BY t.name
        """;

    private const string UnguardedSql = """
        SELECT COUNT(*)
        FROM sys.tables t
        JOIN sys.columns c ON c.object_id = t.object_id
        WHERE t.schema_id = SCHEMA_ID() AND t.name <> 'AuditLedger' AND (c.name = 'PracticeId' OR (t.name = 'Practices' AND c.name = 'Id'))
          AND 2 > (SELECT COUNT(*)
            FROM sys.security_predicates p
            JOIN sys.security_policies y ON y.object_id = p.object_id
            WHERE p.target_object_id = t.object_id AND y.is_enabled = 1 AND y.name = 'PracticeWall')
        """;

    // An empty id stands for a request whose practice is not known yet.
    private const string FunctionsSql = """
        CREATE FUNCTION OwnPractice (@PracticeId UNIQUEIDENTIFIER) RETURNS TABLE WITH SCHEMABINDING AS
        RETURN SELECT 1 AS Seen WHERE @PracticeId = CAST(SESSION_CONTEXT(N'PracticeId') AS UNIQUEIDENTIFIER)
        GO
        CREATE FUNCTION OwnPracticeOrNone (@PracticeId UNIQUEIDENTIFIER) RETURNS TABLE WITH SCHEMABINDING AS
        RETURN SELECT 1 AS Seen WHERE CAST(SESSION_CONTEXT(N'PracticeId') AS UNIQUEIDENTIFIER) IN (@PracticeId, '00000000-0000-0000-0000-000000000000')
        """;

    public static async Task Admit(DbConnection connection, DbTransaction? transaction, Guid practiceId, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = AdmitSql;
        command.Parameters.Add(new SqlParameter("@PracticeId", SqlDbType.UniqueIdentifier) { Value = practiceId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether the wall stands before every table that holds a practice's rows.</summary>
    public static async Task<bool> Stands(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = UnguardedSql;
        return await command.ExecuteScalarAsync(cancellationToken) is 0;
    }

    /// <summary>Builds the wall anew before the tables there are now; all or nothing.</summary>
    public static async Task Build(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var batch in Script(await Guarded(connection, transaction, cancellationToken)))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = batch;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The statements that build it, for tables and the column that names their practice.</summary>
    public static IEnumerable<string> Script(IEnumerable<(string Table, string Column)> guarded)
    {
        yield return TakeDownSql;
        yield return "DROP FUNCTION IF EXISTS OwnPractice, OwnPracticeOrNone";
        foreach (var function in new Migration("PracticeWall", FunctionsSql).Batches)
            yield return function;
        var predicates = guarded.SelectMany(table => new[] { "FILTER", "BLOCK" }.Select(kind =>
            $"  ADD {kind} PREDICATE dbo.{(BeforeSignIn.Contains(table.Table, StringComparer.Ordinal) ? "OwnPracticeOrNone" : "OwnPractice")} ({table.Column}) ON dbo.{table.Table}"));
        yield return $"CREATE SECURITY POLICY PracticeWall\n{string.Join(",\n", predicates)}\n  WITH (STATE = ON)";
    }

    private static async Task<List<(string, string)>> Guarded(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = GuardedSql;
        var tables = new List<(string, string)>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            tables.Add((rows.GetString(0), rows.GetString(1)));
        return tables;
    }
}
