using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Sql;

public sealed class MigrationScriptTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(2));
    private static readonly Migration First = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);\nGO\nCREATE INDEX IX_A ON A (Id);");
    private static readonly Migration Second = new("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);");

    [Fact]
    public void On_SQL_Server_nothing_runs_after_a_batch_that_failed()
    {
        var batches = Batches(new SchemaState(IsNew: false, [First, Second], [], []), []);
        Assert.Equal(
            [
                "SET QUOTED_IDENTIFIER ON;\nSET ANSI_NULLS ON;\nSET XACT_ABORT ON;",
                "-- 0001_a.sql\nBEGIN TRANSACTION;",
                "CREATE TABLE A (Id INT NOT NULL);", Guard,
                "CREATE INDEX IX_A ON A (Id);", Guard,
                $"INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('0001_a.sql', '{First.Checksum}', '2026-03-02 08:00:00.000 +00:00');", Guard,
                "COMMIT TRANSACTION;",
                "-- 0002_b.sql\nBEGIN TRANSACTION;",
                "CREATE TABLE B (Id INT NOT NULL);", Guard,
                $"INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('0002_b.sql', '{Second.Checksum}', '2026-03-02 08:00:00.000 +00:00');", Guard,
                "COMMIT TRANSACTION;",
                "SET NOEXEC OFF;",
            ],
            batches);
    }

    [Fact]
    public void On_a_new_SQL_Server_database_the_journal_and_snapshot_reads_come_first()
    {
        var state = new SchemaState(IsNew: true, [First, Second], [], []);
        var batches = Batches(state, []);
        Assert.Equal("ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT;", batches[0]);
        Assert.StartsWith("CREATE TABLE SchemaMigrations (", batches[3], StringComparison.Ordinal);
        Assert.Equal(1, batches.Count(batch => batch.StartsWith("CREATE TABLE SchemaMigrations", StringComparison.Ordinal)));
        Assert.Equal(["CREATE DATABASE [x];", "USE [x];", "SET QUOTED_IDENTIFIER ON;\nSET ANSI_NULLS ON;\nSET XACT_ABORT ON;"], Batches(state, ["CREATE DATABASE [x]", "USE [x]"])[..3]);
    }

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 0)]
    [InlineData(true, true, 0)]
    public void The_wall_that_would_hide_rows_from_migrations_is_taken_down_before_them(bool hasWall, bool isNew, int times)
    {
        var script = MigrationScript.Server(new SchemaState(isNew, [First, Second], [], []), Now, [], hasWall);
        Assert.Equal(times, script.Split(RowLevelSecurity.TakeDownSql).Length - 1);
        if (times > 0)
            Assert.True(script.IndexOf(RowLevelSecurity.TakeDownSql, StringComparison.Ordinal) < script.IndexOf("-- 0001_a.sql", StringComparison.Ordinal));
    }

    private const string Guard = "IF @@TRANCOUNT = 0 SET NOEXEC ON; -- It failed and was rolled back: nothing after it runs.";

    private static string[] Batches(SchemaState state, string[] creation) =>
        MigrationScript.Server(state, Now, creation).Split("\nGO\n", StringSplitOptions.RemoveEmptyEntries);
}
