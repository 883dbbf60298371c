using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>What is sent again, what is not, and what whoever asked is told.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private const string Read = "SELECT x.Number FROM Things x";
    private const string Write = "UPDATE Things SET Number = 1";

    private readonly WiredDb _db = new();

    public Task InitializeAsync()
    {
        _db.Server.On(Read, Answer.Rows("Number int not null", [1]));
        _db.Server.On(Write, Answer.Count(1));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task A_read_that_the_server_undid_is_sent_again()
    {
        _db.Server.On(Read, Answer.Deadlock(), Answer.Error(1222, "Lock request time out.", severity: 16), Answer.Rows("Number int not null", [7]));
        Assert.Equal([7], await _db.Query<int>(Read));
        Assert.Equal(3, _db.Server.Requests.Count);
    }

    [Fact]
    public async Task A_read_that_goes_on_failing_is_given_up()
    {
        _db.Server.On(Read, Answer.Deadlock());
        await Refuses(() => _db.Query<int>(Read), RefusalKind.Unavailable, "busy");
        Assert.Equal(4, _db.Server.Requests.Count);
    }

    [Theory]
    [InlineData(1205, 13, "busy")]
    [InlineData(1222, 16, "busy")]
    [InlineData(3960, 16, "busy")]
    [InlineData(51000, 16, "busy")]
    [InlineData(1105, 17, "storage-full")]
    [InlineData(9002, 17, "storage-full")]
    [InlineData(40613, 17, "database-unreachable")]
    [InlineData(2601, 14, "already-exists")]
    [InlineData(2627, 14, "already-exists")]
    [InlineData(2628, 16, "too-long")]
    [InlineData(8152, 16, "too-long")]
    public async Task A_write_is_sent_once_rolled_back_and_explained(int number, byte severity, string code)
    {
        _db.Server.On(Write, Answer.Error(number, "Canary in the server's words.", severity));
        var refusal = await Assert.ThrowsAsync<Refused>(Written);
        Assert.Equal(code, refusal.Code);
        Assert.DoesNotContain("Canary", $"{refusal}", StringComparison.Ordinal);
        Assert.Equal([RequestKind.Begin, RequestKind.Batch, RequestKind.Rollback], _db.Server.Requests.Select(request => request.Kind));
    }

    [Theory]
    [InlineData(547, 16)]
    [InlineData(229, 14)]
    [InlineData(208, 16)]
    public async Task A_fault_of_the_programs_own_stays_one(int number, byte severity)
    {
        _db.Server.On(Write, Answer.Error(number, "As the server says it.", severity));
        Assert.Equal(number, (await Assert.ThrowsAsync<SqlException>(Written)).Number);
    }

    [Fact]
    public async Task A_read_within_a_transaction_is_not_sent_again_for_the_transaction_is_gone()
    {
        _db.Server.On(Read, Answer.Deadlock(), Answer.Rows("Number int not null", [7]));
        await using var db = _db.Open();
        await Refuses(() => db.InTransaction(() => db.Query<int>(Read, null, CancellationToken.None), CancellationToken.None), RefusalKind.Unavailable, "busy");
        Assert.Single(_db.Server.Requests, request => request.Sql == Read);
    }

    [Fact]
    public async Task A_write_whose_connection_breaks_is_not_sent_again()
    {
        _db.Server.On(Write, Answer.HangUp);
        await Refuses(Written, RefusalKind.Unavailable, "database-unreachable");
        Assert.Single(_db.Server.Requests, request => request.Sql == Write);
    }

    [Fact]
    public async Task A_rollback_on_a_connection_that_is_breaking_hides_nothing()
    {
        // The driver closes the connection beside the work, within a microsecond or two of telling; so each moment is tried.
        for (var moment = 0; moment < 600; moment++)
        {
            _db.Server.On(Write, Answer.HangUp);
            await Refuses(() => WrittenThenHeld(moment % 400), RefusalKind.Unavailable, "database-unreachable");
        }
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_told_as_that_and_what_was_remembered_is_forgotten()
    {
        _db.Server.On(RequestKind.Commit, Answer.AsUsual.Then(Answer.HangUp));
        var isForgotten = false;
        await using var db = _db.Open();
        db.AfterCommit(() => isForgotten = true);
        await Refuses(
            () => db.InTransaction(() => db.Execute(Write, null, CancellationToken.None), CancellationToken.None), RefusalKind.Unavailable, "outcome-unknown");
        Assert.True(isForgotten);
        Assert.Single(_db.Server.Requests, request => request.Kind == RequestKind.Commit);
    }

    [Fact]
    public async Task Opening_is_tried_again_while_the_server_starts()
    {
        await using var db = new WiredDb(options => options with
        {
            ConnectionString = new SqlConnectionStringBuilder(options.ConnectionString) { ConnectRetryCount = 0 }.ConnectionString,
        });
        db.Server.On(Read, Answer.Rows("Number int not null", [1]));
        db.Server.On(RequestKind.Login, Answer.Error(40613, "Not available.", severity: 17), Answer.Error(40501, "Busy.", severity: 20), Answer.AsUsual);
        Assert.Equal([1], await db.Query<int>(Read));
        Assert.Equal(3, db.Server.Conversation.Count(request => request.Kind == RequestKind.Login));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once()
    {
        await using var db = new WiredDb(options => options with { ConnectionString = options.ConnectionString + ";Pooling=False" });
        db.Server.On(RequestKind.Login, Answer.Error(18456, "Login failed.", severity: 14));
        await Refuses(() => db.Query<int>(Read), RefusalKind.Unavailable, "database-unreachable");
        Assert.Single(db.Server.Conversation, request => request.Kind == RequestKind.Login);
    }

    [Fact]
    public async Task Whoever_goes_away_is_no_trouble_of_the_databases()
    {
        _db.Server.On(Read, Answer.Silence);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await using var db = _db.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => db.Query<int>(Read, null, patience.Token));
    }

    [Fact]
    public async Task Queries_go_to_the_secondary_and_commands_to_the_primary()
    {
        await using var db = new WiredDb(options => options with { ReadOnlyConnectionString = options.ConnectionString + ";Application Name=queries" });
        db.Server.On(Read, Answer.Rows("Number int not null", [1]));
        db.Server.On(Write, Answer.Count(1));
        await using (var query = db.Open(new RequestScope { ReadsOnly = true }))
            await query.Query<int>(Read, null, CancellationToken.None);
        await using (var command = db.Open())
            await command.InTransaction(() => command.Execute(Write, null, CancellationToken.None), CancellationToken.None);
        Assert.Equal(
            [("queries", true), ("CounselDesk", false)],
            db.Server.Conversation.Where(request => request.Kind == RequestKind.Login)
                .Select(request => (request.Login!.ReadOnlyIntent ? request.Login.Application : "CounselDesk", request.Login.ReadOnlyIntent)));
    }

    [Fact]
    public void Numbers_that_nobody_can_wait_out_are_no_trouble() =>
        Assert.All([102, 207, 208, 229, 262, 515, 547, 8134], number => Assert.Null(SqlServerDialect.Explain(number, 16)));

    private async Task<int> Written()
    {
        await using var db = _db.Open();
        return await db.InTransaction(() => db.Execute(Write, null, CancellationToken.None), CancellationToken.None);
    }

    private async Task<int> WrittenThenHeld(int moment)
    {
        await using var db = _db.Open();
        return await db.InTransaction(
            async () =>
            {
                try
                {
                    return await db.Execute(Write, null, CancellationToken.None);
                }
                finally
                {
                    Thread.SpinWait(moment);
                }
            },
            CancellationToken.None);
    }

    private static async Task Refuses<T>(Func<Task<T>> work, RefusalKind kind, string code)
    {
        var refusal = await Assert.ThrowsAsync<Refused>(work);
        Assert.Equal((kind, code), (refusal.Kind, refusal.Code));
    }
}
