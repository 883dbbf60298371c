using CounselDesk.Infrastructure.Moving;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>What the moving of a practice says to SQL Server, and what it makes of its refusals.</summary>
public sealed class MoveOnTheWireTests : IAsyncLifetime
{
    private static readonly Guid Id = new("0198c1f2-5a00-7000-8000-000000000001");
    private static readonly MovedTable Things = new(
        "Things",
        [
            new MovedColumn("Id", ColumnKind.Id, null, true), new MovedColumn("Name", ColumnKind.Text, 40, true), new MovedColumn("Story", ColumnKind.Text, null, false),
            new MovedColumn("At", ColumnKind.Instant, null, true), new MovedColumn("Day", ColumnKind.Day, null, false), new MovedColumn("Number", ColumnKind.Int, null, true),
            new MovedColumn("Seq", ColumnKind.Long, null, true), new MovedColumn("IsOn", ColumnKind.Flag, null, true),
        ],
        [new MovedColumn("Id", ColumnKind.Id, null, true)]);

    private static readonly object?[] Row =
        [Id, "Zoë", new string('ß', 9000), new DateTimeOffset(2026, 3, 29, 0, 30, 0, 123, TimeSpan.Zero), new DateOnly(2024, 2, 29), 7, long.MaxValue, true];

    private readonly FakeSqlServer _server = new();
    private SqlServerTarget _target = null!;

    public async Task InitializeAsync()
    {
        _server.Table("Things", "Id uniqueidentifier not null, Name nvarchar(40) not null, Story nvarchar(max), At datetimeoffset(3) not null, Day date, Number int not null, Seq bigint not null, IsOn bit not null");
        _target = new SqlServerTarget(_server.ConnectionString);
        await _target.Open(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _target.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Rows_go_as_bulk_copy_with_their_columns_types_and_without_firing_triggers()
    {
        await Insert([Row, [Id, "", null, DateTimeOffset.UnixEpoch, null, 0, 0L, false]]);
        var load = Assert.Single(_server.Requests, request => request.Kind == RequestKind.BulkLoad);
        Assert.Equal(
            ["uniqueidentifier", "nvarchar(40)", "nvarchar(max)", "datetimeoffset(3)", "date", "int", "bigint", "bit"],
            load.Bulk!.Columns.Select(column => column.Type));
        Assert.Equal([Row, [Id, "", null, DateTimeOffset.UnixEpoch, null, 0, 0L, false]], load.Bulk.Rows);
        Assert.True(load.Says("insert bulk [Things] ([Id] UniqueIdentifier"));
        Assert.True(load.Says("KEEP_NULLS"));
        Assert.False(load.Says("FIRE_TRIGGERS"));
        Assert.False(load.Says("CHECK_CONSTRAINTS"));
        Assert.NotEqual(0, load.Transaction);
        Assert.Contains(_server.Requests, request => request.Kind == RequestKind.Commit && request.Transaction == load.Transaction);
    }

    [Fact]
    public async Task Afterwards_the_server_checks_every_row_and_trusts_its_rules_again()
    {
        _server.On("CHECK CONSTRAINT ALL", Answer.Done);
        await _target.CheckRules([Things], CancellationToken.None);
        Assert.Equal("ALTER TABLE [Things] WITH CHECK CHECK CONSTRAINT ALL", _server.Requests[^1].Sql);
    }

    [Fact]
    public async Task A_column_that_the_server_has_otherwise_is_found_before_anything_moves()
    {
        _server.On("INFORMATION_SCHEMA.COLUMNS", Answer.Rows(
            "COLUMN_NAME nvarchar(128), DATA_TYPE nvarchar(128), CHARACTER_MAXIMUM_LENGTH int, IS_NULLABLE nvarchar(3)",
            ["Id", "uniqueidentifier", null, "NO"], ["Name", "nvarchar", 40, "NO"], ["Story", "nvarchar", -1, "YES"], ["At", "datetimeoffset", null, "NO"]));
        Assert.Equal(
            [
                new MovedColumn("Id", ColumnKind.Id, null, true), new MovedColumn("Name", ColumnKind.Text, 40, true), new MovedColumn("Story", ColumnKind.Text, null, false),
                new MovedColumn("At", ColumnKind.Instant, null, true),
            ],
            await _target.Columns("Things", CancellationToken.None));
    }

    [Fact]
    public void Rows_arrive_in_the_order_of_the_servers_own_index()
    {
        // SQL Server looks at the last group first: the time of an id minted for it lies there.
        var order = _target.OrderOf(Things.Key[0]);
        Assert.StartsWith("substr([Id], 25, 12) || substr([Id], 20, 4) || ", order, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_amid_a_batch_leaves_nothing_of_it()
    {
        _server.On(RequestKind.BulkLoad, Answer.HangUp);
        await Assert.ThrowsAnyAsync<Exception>(() => Insert([Row]));
        Assert.DoesNotContain(_server.Requests, request => request.Kind == RequestKind.Commit);
    }

    private async Task Insert(IReadOnlyList<object?[]> rows)
    {
        await using var transaction = await _target.Begin(CancellationToken.None);
        await _target.Insert(Things, rows, transaction, CancellationToken.None);
        await transaction.CommitAsync();
    }
}
