using System.Data;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Sql;

public sealed class EmbeddedDatabaseTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async Task InitializeAsync() => _desk = await TestDesk.OpenEmbedded();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Every_connection_writes_ahead_and_waits_for_the_disk()
    {
        Assert.Equal(["wal"], await _desk.Rows<string>("PRAGMA journal_mode"));
        Assert.Equal([2L], await _desk.Rows<long>("PRAGMA synchronous"));
        Assert.Equal([1L], await _desk.Rows<long>("PRAGMA foreign_keys"));
    }

    /// <summary>Waiting by the driver's or the engine's own pauses, one of them was kept out for hundreds of the other's transactions.</summary>
    [Fact]
    public void Two_processes_that_never_stop_writing_take_turns()
    {
        const int Together = 1000;
        var written = 0;
        var shares = new int[2];
        using var start = new Barrier(shares.Length);

        // On threads of their own: those of the pool may be taken, and one would be through before the other began.
        var writers = Enumerable.Range(0, shares.Length).Select(writer => new Thread(() =>
        {
            using var database = new Database(new DatabaseOptions { ConnectionString = _desk.Database.ConnectionString });
            start.SignalAndWait();
            for (; Interlocked.Increment(ref written) <= Together; shares[writer]++)
                Write(database);
        })).ToList();
        writers.ForEach(writer => writer.Start());
        writers.ForEach(writer => writer.Join());
        Assert.Equal(Together, shares.Sum());
        Assert.All(shares, share => Assert.InRange(share, Together / 20, Together));
    }

    [Fact]
    public void The_embedded_engine_gets_the_paging_phrase_and_types_it_knows()
    {
        var dialect = new SqliteDialect();
        Assert.Equal(
            "SELECT x.A FROM T x ORDER BY x.Seq LIMIT @Take",
            dialect.Translate("SELECT x.A FROM T x ORDER BY x.Seq OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY"));
        Assert.Equal(
            "  A TEXT COLLATE NOCASE CONSTRAINT TooLong CHECK (length(A) <= 40) NOT NULL,\n  B TEXT NULL,\n  C BLOB NULL,\n  CONSTRAINT PK_T PRIMARY KEY  (A)",
            dialect.Translate("  A NVARCHAR(40) NOT NULL,\n  B NVARCHAR(MAX) NULL,\n  C VARBINARY(MAX) NULL,\n  CONSTRAINT PK_T PRIMARY KEY CLUSTERED (A)"));
        Assert.Same("SELECT 1", new SqlServerDialect().Translate("SELECT 1"));
    }

    private static void Write(Database database)
    {
        using var connection = database.Connect();
        connection.Open();
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE Secrets SET Name = Name";
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
