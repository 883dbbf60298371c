using System.Globalization;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Infrastructure.Moving;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Application.Tests.Moving;

/// <summary>Each test moves its own copy of the practice's file into another one.</summary>
public abstract class MoveTest(PracticeFiles practice) : IClassFixture<PracticeFiles>, IDisposable
{
    protected const int SmallBatch = 7;

    private readonly TestClock _clock = new();

    protected PracticeFiles Practice => practice;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;

    protected string Target => Path.Combine(Folder, "target.db");

    /// <summary>The copy that this test moves; made when it is first asked for.</summary>
    protected string Source
    {
        get
        {
            var file = Path.Combine(Folder, "source.db");
            if (!File.Exists(file))
                File.Copy(practice.Database, file);
            return file;
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    protected Task<MoveResult> Move(IMoveWatcher? watcher = null, bool restart = false, int batchRows = SmallBatch, IReadOnlyList<Migration>? migrations = null, CancellationToken token = default) =>
        MoveTo(new EmbeddedTarget(Target), watcher, restart, batchRows, migrations, token);

    protected async Task<MoveResult> MoveTo(
        IMoveTarget target, IMoveWatcher? watcher = null, bool restart = false, int batchRows = SmallBatch, IReadOnlyList<Migration>? migrations = null, CancellationToken token = default)
    {
        await using (target)
        {
            await using var source = await EmbeddedSource.Open(Source, token);
            var options = new MoveOptions { Restart = restart, BatchRows = batchRows, Migrations = migrations ?? Migrator.BuiltIn };
            return await new Mover(source, target, watcher ?? new Watcher(), _clock, options).Run(token);
        }
    }

    protected async Task<string> Failure(Func<Task<MoveResult>> move)
    {
        var failure = await Assert.ThrowsAsync<MoveFailure>(move);
        Assert.Equal([failure.Message], failure.Message.Split('\n'));
        return failure.Message;
    }

    protected static async Task<int> Run(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    protected static async Task<IReadOnlyList<string>> Texts(string file, string sql)
    {
        var texts = new List<string>();
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            texts.Add(Convert.ToString(rows.GetValue(0), CultureInfo.InvariantCulture)!);
        return texts;
    }

    protected static Task<IReadOnlyList<string>> Tables(string file) =>
        Texts(file, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'QRTZ!_%' ESCAPE '!' ORDER BY name");

    protected static async Task<long> Count(string file, string table) =>
        long.Parse((await Texts(file, $"SELECT COUNT(*) FROM {table}"))[0], CultureInfo.InvariantCulture);

    /// <summary>Compares both files by SQLite alone, value by value with their storage, and everything that the schema has.</summary>
    protected async Task AssertMoved()
    {
        Assert.Equal(await Texts(Source, "SELECT type || name || sql FROM sqlite_master ORDER BY 1"), await Texts(Target, "SELECT type || name || sql FROM sqlite_master ORDER BY 1"));
        foreach (var table in (await Tables(Source)).Where(table => table != "SchemaMigrations"))
        {
            var columns = await Texts(Source, $"SELECT name FROM pragma_table_info('{table}')");
            var row = string.Join(" || ' ' || ", columns.Select(column => $"typeof([{column}]) || quote([{column}])"));
            Assert.True(await Count(Source, table) == await Count(Target, table), table);
            Assert.True(
                await Texts(Target, $"ATTACH '{Source}' AS s; SELECT COUNT(*) FROM (SELECT {row} AS r FROM s.{table} EXCEPT SELECT {row} AS r FROM main.{table})") is ["0"], table);
        }

        Assert.Empty(await Texts(Target, "PRAGMA foreign_key_check"));
        Assert.Equal(["ok"], await Texts(Target, "PRAGMA integrity_check"));
    }

    /// <summary>Says nothing, and stops the move where it is told to.</summary>
    protected sealed class Watcher : IMoveWatcher
    {
        private MovePhase _phase;

        /// <summary>The batch after whose commit it throws; none by default.</summary>
        public int StopsAfter { get; init; } = int.MaxValue;

        public Action OnStop { get; init; } = () => throw new InterruptedException();

        public int Batches { get; private set; }

        public void Begin(MovePhase phase, long rows, long alreadyDone) => _phase = phase;

        public void Advance(int rows)
        {
            if (_phase == MovePhase.Copying && ++Batches == StopsAfter)
                OnStop();
        }

        public void End()
        {
        }
    }

    protected sealed class InterruptedException : Exception;
}
