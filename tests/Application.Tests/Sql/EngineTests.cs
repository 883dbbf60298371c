using CounselDesk.Application.Common;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Infrastructure.Sql;
using CounselDesk.Tests.Shared;

namespace CounselDesk.Application.Tests.Sql;

/// <summary>The engine that this run is for does what the program counts on.</summary>
public sealed class EngineTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async Task InitializeAsync() => _desk = await TestDesk.Open();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [SkippableFact]
    public async Task This_run_was_on_SQL_Server()
    {
        Skip.IfNot(TestDatabase.IsSqlServer, TestDatabase.NotAsked);
        Assert.Contains("SQL Server", Assert.Single(await _desk.Rows<string>("SELECT @@VERSION")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Ids_rise_as_each_engine_orders_them()
    {
        foreach (var provider in new[] { "sqlite", "sqlserver" })
        {
            using var database = new Database(new DatabaseOptions { Provider = provider, ConnectionString = "Data Source=unused" });
            var ids = new SequentialIds(database, _desk.Clock);
            // More than one millisecond counts, with a clock that stands still and then goes back.
            var made = Enumerable.Range(0, 5000).Select(_ => ids.New()).ToList();
            _desk.Clock.Now -= TimeSpan.FromMinutes(1);
            made.Add(ids.New());
            Assert.Equal(made.Count, made.Distinct().Count());
            if (provider == "sqlite")
                Assert.Equal(made.OrderBy(id => id.ToString(), StringComparer.Ordinal), made);
            else
                Assert.Equal(made.OrderBy(id => new System.Data.SqlTypes.SqlGuid(id)), made);
        }
    }

    [Fact]
    public async Task An_id_entered_later_is_later_in_the_clustered_index()
    {
        var ids = _desk.Get<IIds>();
        var made = Enumerable.Range(0, 50).Select(_ => ids.New()).ToList();
        foreach (var (id, n) in made.Select((id, n) => (id, n)).Reverse())
            await Tail(id, n);
        Assert.Equal(made, await _desk.Rows<Guid>("SELECT t.PracticeId FROM AuditTails t WHERE t.Seal = 'planted' ORDER BY t.PracticeId"));
    }

    [Fact]
    public async Task Instants_come_back_to_the_millisecond_in_UTC()
    {
        var at = new DateTimeOffset(2026, 3, 29, 2, 30, 0, 0, TimeSpan.FromHours(2)).AddTicks(1239999);
        await Write("INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('planted', 'x', @At)", new { At = at });
        var read = Assert.Single(await _desk.Rows<DateTimeOffset>("SELECT m.AppliedAt FROM SchemaMigrations m WHERE m.Name = 'planted'"));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 0, 30, 0, 123, TimeSpan.Zero), read);
        Assert.Equal(TimeSpan.Zero, read.Offset);
        Assert.Equal([1L], await _desk.Rows<long>("SELECT COUNT(*) FROM SchemaMigrations m WHERE m.AppliedAt = @At", new { At = at }));
    }

    [Fact]
    public async Task A_key_that_is_there_is_a_conflict()
    {
        await Tail(_desk.Get<IIds>().New(), 1, "first");
        await Write("INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('planted', 'x', @Now)", new { _desk.Clock.Now });
        var refusal = await Assert.ThrowsAsync<Refused>(() => Write("INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('planted', 'y', @Now)", new { _desk.Clock.Now }));
        Assert.Equal((RefusalKind.Conflict, "already-exists"), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public async Task A_text_longer_than_its_column_is_refused_and_never_cut()
    {
        var refusal = await Assert.ThrowsAsync<Refused>(() => Tail(_desk.Get<IIds>().New(), 1, new string('x', 65)));
        Assert.Equal((RefusalKind.Invalid, "too-long"), (refusal.Kind, refusal.Code));
        Assert.DoesNotContain("xxx", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await _desk.Rows<long>("SELECT t.Seq FROM AuditTails t"));
    }

    [Fact]
    public async Task Nobody_passes_a_named_lock_until_its_transaction_ends()
    {
        var order = new List<string>();
        var held = new TaskCompletionSource();
        var first = Locked(async () =>
        {
            held.SetResult();
            await Task.Delay(300);
            order.Add("first");
        });
        await held.Task;
        var second = Locked(() =>
        {
            order.Add("second");
            return Task.CompletedTask;
        });
        await Task.WhenAll(first, second);
        Assert.Equal(["first", "second"], order);
    }

    [Fact]
    public async Task A_reader_sees_what_was_before_while_a_writer_is_at_it()
    {
        var id = _desk.Get<IIds>().New();
        await Tail(id, 1);
        await _desk.InScope(Caller.Anonymous, services => Unit(services).InTransaction(
            async () =>
            {
                await Db(services).Execute("UPDATE AuditTails SET Seq = 2 WHERE PracticeId = @Id", new { Id = id }, CancellationToken.None);
                Assert.Equal([1L], await _desk.Rows<long>("SELECT t.Seq FROM AuditTails t WHERE t.PracticeId = @Id", new { Id = id }).WaitAsync(TimeSpan.FromSeconds(10)));
                return true;
            },
            CancellationToken.None));
        Assert.Equal([2L], await _desk.Rows<long>("SELECT t.Seq FROM AuditTails t WHERE t.PracticeId = @Id", new { Id = id }));
    }

    private Task<int> Tail(Guid practiceId, long seq, string seal = "planted") =>
        Write("INSERT INTO AuditTails (PracticeId, Seq, Seal) VALUES (@PracticeId, @Seq, @Seal)", new { PracticeId = practiceId, Seq = seq, Seal = seal });

    private Task<int> Write(string sql, object args) => _desk.InScope(Caller.Anonymous, services =>
        Unit(services).InTransaction(() => Db(services).Execute(sql, args, CancellationToken.None), CancellationToken.None));

    private Task<bool> Locked(Func<Task> work) => _desk.InScope(Caller.Anonymous, services => Unit(services).InTransaction(
        async () =>
        {
            await Db(services).Lock("a name", CancellationToken.None);
            await work();
            return true;
        },
        CancellationToken.None));

    private static IUnitOfWork Unit(IServiceProvider services) => (IUnitOfWork)services.GetService(typeof(IUnitOfWork))!;

    private static IDb Db(IServiceProvider services) => (IDb)services.GetService(typeof(IDb))!;
}
