using System.Data;
using System.Security.Cryptography;
using System.Text;
using CounselDesk.Application.Common;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>A command's transaction, its end, and the locks in it, as SQL Server sees them.</summary>
public sealed class TransactionTests : IAsyncLifetime
{
    private const string ReadSql = "SELECT x.Number FROM Things x";
    private const string WriteSql = "UPDATE Things SET Number = @Number";

    private readonly WiredDb _db = new();

    public Task InitializeAsync()
    {
        _db.Server.On(ReadSql, Answer.Rows("Number int not null", [1]));
        _db.Server.On(WriteSql, Answer.Count(3));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task Begins_commits_and_says_in_each_statement_whose_it_is()
    {
        await using var db = _db.Open();
        var changed = await db.InTransaction(
            async () =>
            {
                await db.Query<int>(ReadSql, null, CancellationToken.None);
                return await db.Execute(WriteSql, new { Number = 2 }, CancellationToken.None);
            },
            CancellationToken.None);
        await db.Query<int>(ReadSql, null, CancellationToken.None);

        Assert.Equal(3, changed);
        var requests = _db.Server.Requests;
        Assert.Equal([RequestKind.Begin, RequestKind.Batch, RequestKind.Statement, RequestKind.Commit, RequestKind.Batch], requests.Select(request => request.Kind));
        Assert.Equal(IsolationLevel.ReadCommitted, requests[0].Isolation);
        var transaction = requests[1].Transaction;
        Assert.NotEqual(0, transaction);
        Assert.Equal([0, transaction, transaction, transaction, 0], requests.Select(request => request.Transaction));
    }

    [Fact]
    public async Task Each_transaction_is_another()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var db = _db.Open();
            await db.InTransaction(() => db.Execute(WriteSql, new { Number = i }, CancellationToken.None), CancellationToken.None);
        }

        Assert.Equal(2, Of(RequestKind.Statement).Select(request => request.Transaction).Distinct().Count());
    }

    [Fact]
    public async Task Rolls_back_what_is_refused()
    {
        await Assert.ThrowsAsync<Refused>(() => Write(() => throw Refused.Conflict("double-booked", "Taken.")));
        Assert.Single(Of(RequestKind.Rollback));
        Assert.Empty(Of(RequestKind.Commit));
    }

    [Fact]
    public async Task Commits_what_is_refused_but_to_be_kept()
    {
        await Assert.ThrowsAsync<Refused>(() => Write(() => throw Refused.Unauthenticated("wrong", "Wrong.", keepsWork: true)));
        Assert.Single(Of(RequestKind.Commit));
        Assert.Empty(Of(RequestKind.Rollback));
    }

    [Fact]
    public async Task Asks_nothing_more_of_a_transaction_that_the_server_ended_itself()
    {
        _db.Server.On(WriteSql, Answer.Deadlock());
        await Assert.ThrowsAnyAsync<Exception>(() => Write(() => { }));
        Assert.Equal([RequestKind.Begin, RequestKind.Statement], _db.Server.Requests.Select(request => request.Kind));
    }

    [Fact]
    public async Task Takes_a_named_lock_for_the_length_of_the_transaction()
    {
        await Lock("calendar:Zoë");
        Assert.Equal([RequestKind.Begin, RequestKind.Statement, RequestKind.Commit], _db.Server.Requests.Select(request => request.Kind));
        var locked = Assert.Single(Of(RequestKind.Statement));
        Assert.True(locked.Says("sp_getapplock @Resource = @Name, @LockMode = 'Exclusive', @LockOwner = 'Transaction'"));
        Assert.Equal("calendar:Zoë", locked["@Name"].Value);
        Assert.NotEqual(0, locked.Transaction);
    }

    [Fact]
    public async Task Names_a_lock_by_its_hash_where_the_name_is_longer_than_the_server_takes()
    {
        var longest = new string('x', 255);
        await Lock(longest);
        await Lock(longest + "y");
        await Lock(longest + "z");
        Assert.Equal(
            [longest, Hash(longest + "y"), Hash(longest + "z")],
            Of(RequestKind.Statement).Select(request => request["@Name"].Value));

        static string Hash(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public async Task Rolls_back_where_a_named_lock_is_not_granted()
    {
        _db.Server.On("sp_getapplock", Answer.Error(51000, "The named lock was not granted in time."));
        await Assert.ThrowsAnyAsync<Exception>(() => Lock("calendar"));
        Assert.Single(Of(RequestKind.Rollback));
        Assert.Empty(Of(RequestKind.Commit));
    }

    private IEnumerable<Request> Of(RequestKind kind) => _db.Server.Requests.Where(request => request.Kind == kind);

    private async Task Write(Action then)
    {
        await using var db = _db.Open();
        await db.InTransaction(
            async () =>
            {
                await db.Execute(WriteSql, new { Number = 2 }, CancellationToken.None);
                then();
                return true;
            },
            CancellationToken.None);
    }

    private async Task Lock(string name)
    {
        await using var db = _db.Open();
        await db.InTransaction(
            async () =>
            {
                await db.Lock(name, CancellationToken.None);
                return true;
            },
            CancellationToken.None);
    }
}
