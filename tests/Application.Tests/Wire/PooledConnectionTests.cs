using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>What a connection keeps, and forgets, between those who rent it.</summary>
public sealed class PooledConnectionTests : IAsyncLifetime
{
    private const string Sql = "SELECT x.Number FROM Things x";

    private readonly WiredDb _db = new();

    public Task InitializeAsync()
    {
        _db.Server.On(Sql, Answer.Rows("Number int not null", [1]));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task Whoever_rents_a_connection_again_has_the_server_forget_the_one_before()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var db = _db.Open();
            await db.Query<int>(Sql, null, CancellationToken.None);
            await db.Query<int>(Sql, null, CancellationToken.None);
        }

        Assert.Single(_db.Server.Conversation, request => request.Kind == RequestKind.Login);
        Assert.All(_db.Server.Requests, request => Assert.Equal(1, request.Connection));
        Assert.Equal([false, false, true, false, true, false], _db.Server.Requests.Select(request => request.Resets));
    }

    [Fact]
    public async Task A_transaction_begun_first_thing_resets_as_well()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var db = _db.Open();
            await db.InTransaction(() => db.Query<int>(Sql, null, CancellationToken.None), CancellationToken.None);
        }

        Assert.Equal([RequestKind.Begin], _db.Server.Requests.Where(request => request.Resets).Select(request => request.Kind));
    }

    [Fact]
    public async Task Two_at_once_have_a_connection_each()
    {
        await using var one = _db.Open();
        await using var other = _db.Open();
        await one.Query<int>(Sql, null, CancellationToken.None);
        await other.Query<int>(Sql, null, CancellationToken.None);
        Assert.Equal([1, 2], _db.Server.Requests.Select(request => request.Connection));
    }

    [Fact]
    public async Task A_connection_that_broke_in_the_pool_is_not_rented_again()
    {
        await _db.Query<int>(Sql);
        await _db.Server.Restart();
        Assert.Equal([1], await _db.Query<int>(Sql));
        Assert.Equal([1, 2], _db.Server.Requests.Select(request => request.Connection));
        Assert.All(_db.Server.Requests, request => Assert.False(request.Resets));
    }

    [Fact]
    public async Task A_connection_that_broke_between_two_statements_is_put_back_by_the_driver_unasked()
    {
        // So whatever was set on it, and the driver does not know of, is gone with the first one.
        await using var connection = new SqlConnection(_db.Server.ConnectionString);
        await connection.OpenAsync();
        await Run(connection, "EXEC sp_set_session_context @key = N'PracticeId', @value = 1");
        await _db.Server.Restart();
        await Run(connection, Sql);

        Assert.Equal(
            [(1, RequestKind.Login), (1, RequestKind.Batch), (2, RequestKind.Login), (2, RequestKind.Batch)],
            _db.Server.Conversation.Select(request => (request.Connection, request.Kind)));
        Assert.Equal([false, true], _db.Server.Conversation.Where(request => request.Login is not null).Select(request => request.Login!.Recovers));
        Assert.Equal(Sql, _db.Server.Requests[^1].Sql);
    }

    [Fact]
    public async Task A_connection_that_broke_in_a_transaction_is_never_put_back()
    {
        await using var connection = new SqlConnection(_db.Server.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await using var command = new SqlCommand(Sql, connection, transaction);
        await command.ExecuteNonQueryAsync();
        await _db.Server.Restart();
        await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal([RequestKind.Begin, RequestKind.Batch], _db.Server.Requests.Select(request => request.Kind));
    }

    [Fact]
    public async Task A_connection_is_not_put_back_where_the_settings_say_so()
    {
        var settings = new SqlConnectionStringBuilder(_db.Server.ConnectionString) { ConnectRetryCount = 0 };
        await using var connection = new SqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await Run(connection, Sql);
        await _db.Server.Restart();
        await Assert.ThrowsAsync<SqlException>(() => Run(connection, Sql));
        Assert.Single(_db.Server.Conversation, request => request.Kind == RequestKind.Login);
    }

    [Fact]
    public async Task A_login_says_who_where_and_whether_a_secondary_will_do()
    {
        var settings = new SqlConnectionStringBuilder(_db.Server.ConnectionString)
        {
            ApplicationIntent = ApplicationIntent.ReadOnly,
            ApplicationName = "CounselDesk reports",
            InitialCatalog = "Practice7",
            UserID = "reader",
        };
        await using (var reader = new SqlConnection(settings.ConnectionString))
            await reader.OpenAsync();
        await _db.Query<int>(Sql);

        var logins = _db.Server.Conversation.Where(request => request.Kind == RequestKind.Login).Select(request => request.Login!).ToList();
        Assert.Equal(("reader", "Practice7", "CounselDesk reports", true), (logins[0].User, logins[0].Database, logins[0].Application, logins[0].ReadOnlyIntent));
        Assert.Equal(("counseldesk", "CounselDesk", false), (logins[1].User, logins[1].Database, logins[1].ReadOnlyIntent));
    }

    private static async Task Run(SqlConnection connection, string sql)
    {
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
