using System.Globalization;
using System.Text;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// What the migrator would send, as text for an administrator to read or to run: each migration a transaction with its
/// line in the journal. For SQL Server it is parted by GO lines, as sqlcmd and Management Studio take it.
/// </summary>
public static class MigrationScript
{
    /// <summary>Reads the database's journal, and changes nothing.</summary>
    public static async Task<string> For(Migrator migrator, DatabaseOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = (await migrator.Look(cancellationToken)).RequireKnown();
        if (state.Missing.Count == 0)
            return "-- Nothing to apply: the schema is this program's.\n";
        return migrator.Database.FilePath is not null
            ? Embedded(migrator.Database.Dialect, state, now)
            : Server(state, now, await Creation(migrator.Database, options, cancellationToken), options.RowLevelSecurity);
    }

    /// <summary>The whole script, with what makes the database where there is none.</summary>
    public static string Server(SchemaState state, DateTimeOffset now, IReadOnlyList<string> creation, bool hasWall = false)
    {
        var script = new StringBuilder();
        void Batch(string sql) => script.Append(sql).Append("\nGO\n");
        foreach (var statement in creation)
            Batch(statement + ";");
        if (state.IsNew && creation.Count == 0)
            Batch(SqlServerSetup.SnapshotReadsOf("CURRENT") + ";");
        // What the program's driver sets by itself and sqlcmd does not; filtered indexes need the first two.
        Batch("SET QUOTED_IDENTIFIER ON;\nSET ANSI_NULLS ON;\nSET XACT_ABORT ON;");
        if (hasWall && !state.IsNew)
            Batch($"-- Migrations see no practice's rows behind it; the command 'migrate' builds it again afterwards.\n{RowLevelSecurity.TakeDownSql};");
        foreach (var migration in state.Missing)
        {
            Batch($"-- {migration.Name}\nBEGIN TRANSACTION;");
            foreach (var batch in Statements(state, migration).Append(Entry(migration, now.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture))))
            {
                Batch(batch);
                Batch("IF @@TRANCOUNT = 0 SET NOEXEC ON; -- It failed and was rolled back: nothing after it runs.");
            }

            Batch("COMMIT TRANSACTION;");
        }

        Batch("SET NOEXEC OFF;");
        return script.ToString();
    }

    private static string Embedded(IDialect dialect, SchemaState state, DateTimeOffset now)
    {
        var script = new StringBuilder("PRAGMA journal_mode = WAL;\n");
        foreach (var migration in state.Missing)
        {
            script.Append(CultureInfo.InvariantCulture, $"\n-- {migration.Name}\nBEGIN IMMEDIATE;\n");
            foreach (var batch in Statements(state, migration))
                script.Append(dialect.Translate(batch).TrimEnd(';')).Append(";\n");
            script.Append(Entry(migration, SqliteValues.Text(now))).Append("\nCOMMIT;\n");
        }

        return script.ToString();
    }

    private static IEnumerable<string> Statements(SchemaState state, Migration migration) =>
        state.IsNew && migration == state.Missing[0] ? migration.Batches.Prepend(Migrator.JournalSql) : migration.Batches;

    private static string Entry(Migration migration, string appliedAt) =>
        $"INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('{migration.Name.Replace("'", "''", StringComparison.Ordinal)}', '{migration.Checksum}', '{appliedAt}');";

    private static async Task<IReadOnlyList<string>> Creation(Database database, DatabaseOptions options, CancellationToken cancellationToken)
    {
        await using var connection = await DatabaseLook.Open(database, options, cancellationToken);
        if (connection is not null)
            return [];
        var name = SqlServerSetup.NameIn(options.ConnectionString);
        return [SqlServerSetup.CreationOf(name), SqlServerSetup.SnapshotReadsOf(SqlServerSetup.Quoted(name)), $"USE {SqlServerSetup.Quoted(name)}"];
    }
}
