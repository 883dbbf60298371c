using System.Data;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>Rows that a bulk copy sends, as SQL Server gets them.</summary>
public sealed class BulkCopyTests : IAsyncLifetime
{
    private const string Columns =
        "Id uniqueidentifier not null, Name nvarchar(40) not null, Text nvarchar(max), At datetimeoffset(3) not null, " +
        "Until datetimeoffset(3), Day date, Number int not null, Other int, Seq bigint not null, IsOn bit not null, WasOn bit";

    private static readonly Guid Id = new("0198c1f2-5a00-7000-8000-000000000001");
    private static readonly Guid OtherId = new("0198c1f2-5a00-7000-8000-000000000002");
    private static readonly DateTimeOffset At = new(2026, 3, 29, 0, 30, 15, 123, TimeSpan.Zero);
    private static readonly string LongText = new('ß', 70_000);

    private static readonly object?[] Full = [Id, "Zoë “Kit” 🙂", LongText, At, At.AddYears(100), new DateOnly(2024, 2, 29), int.MinValue, 7, long.MaxValue, true, false];
    private static readonly object?[] Bare = [OtherId, "", null, DateTimeOffset.UnixEpoch, null, null, 0, null, -1L, false, null];

    private readonly FakeSqlServer _server = new();

    public Task InitializeAsync()
    {
        _server.Table("Things", Columns);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Sends_each_column_by_name_and_type_and_each_value()
    {
        await Copy([Full, Bare]);
        var bulk = Loads()[0];
        Assert.Equal(
            [
                new BulkColumn("Id", "uniqueidentifier"), new BulkColumn("Name", "nvarchar(40)"), new BulkColumn("Text", "nvarchar(max)"),
                new BulkColumn("At", "datetimeoffset(3)"), new BulkColumn("Until", "datetimeoffset(3)"), new BulkColumn("Day", "date"),
                new BulkColumn("Number", "int"), new BulkColumn("Other", "int"), new BulkColumn("Seq", "bigint"),
                new BulkColumn("IsOn", "bit"), new BulkColumn("WasOn", "bit"),
            ],
            bulk.Columns);
        Assert.Equal([Full, Bare], bulk.Rows);
    }

    [Fact]
    public async Task Names_the_table_its_columns_and_the_options()
    {
        await Copy([Bare], options: SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.KeepNulls, table: "dbo.Things");
        var insert = Assert.Single(_server.Requests, request => request.Kind == RequestKind.Batch && request.Says("insert bulk"));
        Assert.True(insert.Says("insert bulk [dbo].[Things] ([Id] UniqueIdentifier, [Name] NVarChar(40) COLLATE "));
        Assert.True(insert.Says("[At] DateTimeOffset(3), "));
        Assert.True(insert.Says("KEEP_NULLS, CHECK_CONSTRAINTS"));
        Assert.Equal(insert.Sql, _server.Requests[^1].Sql);
    }

    [Fact]
    public async Task Sends_a_batch_after_the_other()
    {
        var rows = Enumerable.Range(0, 250).Select(n => (object?[])[Id, $"{n}", new string('x', n * 10), At, null, null, n, null, (long)n, true, null]).ToList();
        await Copy(rows, batchSize: 100);
        Assert.Equal([100, 100, 50], Loads().Select(load => load.Rows.Count));
        Assert.Equal(rows, Loads().SelectMany(load => load.Rows));
    }

    [Fact]
    public async Task Keeps_within_the_transaction_that_it_is_given()
    {
        await using var connection = new SqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        using (var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.Default, transaction) { DestinationTableName = "Things" })
            await copy.WriteToServerAsync(Rows([Bare]));
        await transaction.CommitAsync();

        var load = Assert.Single(_server.Requests, request => request.Kind == RequestKind.BulkLoad);
        Assert.NotEqual(0, load.Transaction);
        Assert.Equal(load.Transaction, Assert.Single(_server.Requests, request => request.Kind == RequestKind.Commit).Transaction);
    }

    [Fact]
    public async Task Takes_back_what_was_sent_where_a_null_comes_for_a_column_that_takes_none()
    {
        object?[] wrong = [.. Bare];
        wrong[1] = null;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Copy([Full, Full, Full, wrong]));
        Assert.Equal(RequestKind.Attention, _server.Requests[^1].Kind);
        Assert.Empty(Loads());
        await Copy([Full]);
        Assert.Equal([Full], Assert.Single(Loads()).Rows);
    }

    [Fact]
    public async Task Tells_what_the_server_refuses_and_what_broke_off()
    {
        _server.On(RequestKind.BulkLoad, Answer.Error(2627, "Violation of a key."), Answer.HangUp);
        Assert.Equal(2627, (await Assert.ThrowsAsync<SqlException>(() => Copy([Full]))).Number);
        await Assert.ThrowsAsync<SqlException>(() => Copy([Full]));
        Assert.Equal(2, Loads().Count);
    }

    private List<BulkLoad> Loads() => [.. _server.Requests.Where(request => request.Kind == RequestKind.BulkLoad).Select(request => request.Bulk!)];

    private async Task Copy(IEnumerable<object?[]> rows, int batchSize = 0, SqlBulkCopyOptions options = SqlBulkCopyOptions.Default, string table = "Things")
    {
        await using var connection = new SqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        using var copy = new SqlBulkCopy(connection, options, null) { DestinationTableName = table, BatchSize = batchSize };
        await copy.WriteToServerAsync(Rows(rows));
    }

    private static DataTable Rows(IEnumerable<object?[]> rows)
    {
        var table = new DataTable();
        foreach (var value in Full)
            table.Columns.Add(null, value!.GetType());
        foreach (var row in rows)
            table.Rows.Add(row);
        return table;
    }
}
