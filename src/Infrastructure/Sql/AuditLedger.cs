using System.Data.Common;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// The seals of the audit in an append-only ledger table (SQL Server 2022 and later), which not even its administrator
/// changes unseen. Each seal stands for its entry and all before it, so the seals are enough.
/// </summary>
public static class AuditLedger
{
    public const string CreateSql = """
        CREATE TABLE AuditLedger (
          PracticeId UNIQUEIDENTIFIER NOT NULL,
          Seq BIGINT NOT NULL,
          Seal NVARCHAR(64) NOT NULL,
          CONSTRAINT PK_AuditLedger PRIMARY KEY CLUSTERED (PracticeId, Seq)
        ) WITH (LEDGER = ON (APPEND_ONLY = ON))
        """;

    // 3: APPEND_ONLY_LEDGER_TABLE.
    private const string StandsSql = "SELECT COUNT(*) FROM sys.tables t WHERE t.name = 'AuditLedger' AND t.ledger_type = 3";

    /// <summary>Whether the table is there, and the server lets nobody change or remove a row of it.</summary>
    public static async Task<bool> Stands(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = StandsSql;
        return await command.ExecuteScalarAsync(cancellationToken) is 1;
    }

    public static async Task Build(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = CreateSql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
