using System.Data;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>What SQL Server's troubles look like to whoever asked.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Sql = "UPDATE Things SET Number = 1";

    private readonly FakeSqlServer _server = new();
    private SqlConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _connection = new SqlConnection(_server.ConnectionString);
        await _connection.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(1205, 13)]
    [InlineData(2601, 14)]
    [InlineData(2627, 14)]
    [InlineData(2628, 16)]
    public async Task An_error_comes_with_its_number_and_the_connection_goes_on(int number, byte severity)
    {
        var error = Answer.Error(number, "As the server says it.", severity, state: 3);
        _server.On(Sql, error, Answer.Count(1), error, Answer.Count(1));
        foreach (var parameter in new SqlParameter?[] { null, new("@Number", 1) })
        {
            var fault = await Assert.ThrowsAsync<SqlException>(() => Run(parameter));
            Assert.Equal((number, severity, (byte)3, "As the server says it."), (fault.Number, fault.Class, fault.State, fault.Message));
            Assert.Equal(1, await Run(parameter));
        }

        Assert.Single(_server.Conversation, request => request.Kind == RequestKind.Login);
    }

    [Fact]
    public async Task A_deadlock_ends_the_transaction_on_either_side()
    {
        _server.On(Sql, Answer.Deadlock());
        await using var transaction = (SqlTransaction)await _connection.BeginTransactionAsync();
        await using var command = new SqlCommand(Sql, _connection, transaction);
        Assert.Equal(1205, (await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync())).Number);
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
        Assert.DoesNotContain(_server.Requests, request => request.Kind is RequestKind.Commit or RequestKind.Rollback);
    }

    [Fact]
    public async Task A_connection_that_breaks_under_a_statement_has_no_number_but_the_gravest_class()
    {
        _server.On(Sql, Answer.HangUp);
        AssertBroken(await Assert.ThrowsAsync<SqlException>(() => Run()));
        Assert.Equal(ConnectionState.Closed, _connection.State);
    }

    [Fact]
    public async Task A_connection_that_breaks_amid_rows_is_told_after_the_rows_that_came()
    {
        _server.On("SELECT", Answer.Rows("Text nvarchar(4000)", [new string('a', 4000)], [new string('b', 4000)]).Then(Answer.HangUp));
        await using var command = new SqlCommand("SELECT 1", _connection);
        await using var rows = await command.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());
        Assert.Equal(new string('a', 4000), rows.GetString(0));
        var fault = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await rows.ReadAsync() || await rows.NextResultAsync())
                Assert.Equal(new string('b', 4000), rows.GetString(0));
        });
        if (fault is SqlException told)
        {
            AssertBroken(told);
            return;
        }

        // Where the driver has noticed it between two reads, it blames the reader.
        Assert.IsType<InvalidOperationException>(fault);
        Assert.NotEqual(ConnectionState.Open, _connection.State);
    }

    [Fact]
    public async Task An_error_of_severity_twenty_closes_the_connection()
    {
        _server.On(Sql, Answer.Error(596, "The session is being killed.", severity: 21));
        Assert.Equal(596, (await Assert.ThrowsAsync<SqlException>(() => Run())).Number);
        Assert.Equal(ConnectionState.Closed, _connection.State);
    }

    [Fact]
    public async Task A_time_out_has_number_minus_two_and_tells_the_server_to_stop()
    {
        _server.On(Sql, Answer.Silence, Answer.Count(1));
        await using var command = new SqlCommand(Sql, _connection) { CommandTimeout = 1 };
        Assert.Equal(-2, (await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync())).Number);
        Assert.Equal([(RequestKind.Batch, Sql), (RequestKind.Attention, Sql)], _server.Requests.Select(request => (request.Kind, request.Sql)));
        Assert.Equal(1, await Run());
    }

    [Fact]
    public async Task Whoever_stops_waiting_tells_the_server_but_gets_an_error_and_no_cancellation()
    {
        _server.On(Sql, Answer.Silence, Answer.Count(1));
        using var patience = new CancellationTokenSource();
        await using var command = new SqlCommand(Sql, _connection);
        var running = command.ExecuteNonQueryAsync(patience.Token);
        await Until(() => _server.Requests.Count > 0);
        await patience.CancelAsync();
        Assert.Equal((0, 11), Kind(await Assert.ThrowsAsync<SqlException>(() => running)));
        Assert.Equal([RequestKind.Batch, RequestKind.Attention], _server.Requests.Select(request => request.Kind));
        Assert.Equal(1, await Run());
    }

    [Fact]
    public async Task A_login_may_be_refused_broken_off_and_granted_later()
    {
        _server.On(RequestKind.Login, Answer.Error(18456, "Login failed.", severity: 14), Answer.HangUp, Answer.AsUsual);
        var settings = new SqlConnectionStringBuilder(_server.ConnectionString) { Pooling = false, ConnectRetryCount = 0 };
        await using var connection = new SqlConnection(settings.ConnectionString);
        Assert.Equal((18456, 14), Kind(await Assert.ThrowsAsync<SqlException>(() => connection.OpenAsync())));
        AssertBroken(await Assert.ThrowsAsync<SqlException>(() => connection.OpenAsync()));
        await connection.OpenAsync();
        Assert.Equal(4, _server.Conversation.Count(request => request.Kind == RequestKind.Login));
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_may_have_happened()
    {
        _server.On(RequestKind.Commit, Answer.AsUsual.Then(Answer.HangUp));
        await using var transaction = (SqlTransaction)await _connection.BeginTransactionAsync();
        AssertBroken(await Assert.ThrowsAsync<SqlException>(() => transaction.CommitAsync()));
        Assert.Equal([RequestKind.Begin, RequestKind.Commit], _server.Requests.Select(request => request.Kind));
    }

    [Fact]
    public async Task A_commit_that_is_not_answered_in_time_is_given_up_after_a_look_at_the_transaction()
    {
        _server.On(RequestKind.Commit, Answer.Silence);
        var settings = new SqlConnectionStringBuilder(_server.ConnectionString) { ConnectTimeout = 1 };
        await using var connection = new SqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        Assert.Equal((-2, 11), Kind(await Assert.ThrowsAsync<SqlException>(() => transaction.CommitAsync())));
        Assert.Equal(
            [RequestKind.Begin, RequestKind.Commit, RequestKind.Attention, RequestKind.Statement],
            _server.Requests.Take(4).Select(request => request.Kind));
    }

    // By its class, for a number it has only where the network library is the one that comes with Windows.
    private static void AssertBroken(SqlException fault)
    {
        Assert.Equal(20, fault.Class);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(0, fault.Number);
    }

    private static (int Number, int Class) Kind(SqlException fault) => (fault.Number, fault.Class);

    private static async Task Until(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!holds())
            await Task.Delay(10, limit.Token);
    }

    private async Task<int> Run(SqlParameter? parameter = null)
    {
        await using var command = new SqlCommand(Sql, _connection);
        if (parameter is not null)
            command.Parameters.Add(new SqlParameter(parameter.ParameterName, parameter.Value));
        return await command.ExecuteNonQueryAsync();
    }
}
