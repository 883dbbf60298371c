using CounselDesk.Application.Common;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>With row-level security on, whose rows a connection may see is told each time that it is rented, and never later.</summary>
public sealed class SessionContextTests : IAsyncLifetime
{
    private const string Sql = "SELECT x.Number FROM Things x";
    private static readonly Guid Other = new("0198c1f2-5a00-7000-8000-0000000000bb");

    private readonly WiredDb _db = new(options => options with { RowLevelSecurity = true });

    public Task InitializeAsync()
    {
        _db.Server.On(Sql, Answer.Rows("Number int not null", [1]));
        _db.Server.On("UPDATE Things", Answer.Count(1));
        _db.Server.On("sp_set_session_context", Answer.Done);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task A_rented_connection_is_told_the_callers_practice_before_anything_else()
    {
        await using (var db = _db.Open())
        {
            await db.Query<int>(Sql, null, CancellationToken.None);
            await db.Query<int>(Sql, null, CancellationToken.None);
        }

        Assert.Equal([WiredDb.PracticeId.ToString(), Sql, Sql], Said());
        var told = _db.Server.Requests[0];
        Assert.Equal("EXEC sys.sp_set_session_context @key = N'PracticeId', @value = @PracticeId", told.Sql);
        Assert.Equal("uniqueidentifier", told["@PracticeId"].Type);
    }

    [Fact]
    public async Task What_one_request_was_told_is_gone_when_the_next_rents_its_connection()
    {
        foreach (var practice in new[] { WiredDb.PracticeId, Other, WiredDb.PracticeId })
        {
            await using var db = _db.Open(Of(practice));
            await db.Query<int>(Sql, null, CancellationToken.None);
        }

        // One connection for all; from the second on, what is told comes with the order to forget all that was said before.
        Assert.Single(_db.Server.Conversation, request => request.Kind == RequestKind.Login);
        Assert.Equal([WiredDb.PracticeId.ToString(), Sql, Other.ToString(), Sql, WiredDb.PracticeId.ToString(), Sql], Said());
        Assert.Equal([false, false, true, false, true, false], _db.Server.Requests.Select(request => request.Resets));
    }

    [Fact]
    public async Task A_transaction_is_told_before_it_begins()
    {
        await using var db = _db.Open();
        await db.InTransaction(() => db.Execute("UPDATE Things SET Number = 1", null, CancellationToken.None), CancellationToken.None);
        Assert.Equal([RequestKind.Statement, RequestKind.Begin, RequestKind.Batch, RequestKind.Commit], _db.Server.Requests.Select(request => request.Kind));
        Assert.True(_db.Server.Requests[0].Says("sp_set_session_context"));
    }

    [Fact]
    public async Task Whoever_becomes_known_on_the_way_is_told_then_and_within_the_transaction()
    {
        var scope = new RequestScope();
        await using var db = _db.Open(scope);
        await db.InTransaction(
            async () =>
            {
                await db.Query<int>(Sql, null, CancellationToken.None);
                scope.Caller = new Caller { PracticeId = Other };
                return await db.Execute("UPDATE Things SET Number = 1", null, CancellationToken.None);
            },
            CancellationToken.None);
        Assert.Equal([Guid.Empty.ToString(), Sql, Other.ToString(), "UPDATE Things SET Number = 1"], Said());
        var spoken = _db.Server.Requests.Where(request => request.Kind is RequestKind.Statement or RequestKind.Batch).ToList();
        Assert.Equal(spoken[3].Transaction, spoken[2].Transaction);
        Assert.NotEqual(0, spoken[2].Transaction);
    }

    [Fact]
    public async Task A_connection_given_back_and_rented_again_by_the_same_request_is_told_again()
    {
        await using var db = _db.Open();
        await db.Query<int>(Sql, null, CancellationToken.None);
        await db.Release();
        await db.Query<int>(Sql, null, CancellationToken.None);
        Assert.Equal([WiredDb.PracticeId.ToString(), Sql, WiredDb.PracticeId.ToString(), Sql], Said());
    }

    [Fact]
    public async Task A_connection_that_broke_is_never_mended_unseen_for_it_would_see_nothing()
    {
        await using var db = _db.Open();
        await db.Query<int>(Sql, null, CancellationToken.None);
        await _db.Server.Restart();
        Assert.Equal("database-unreachable", (await Assert.ThrowsAsync<Refused>(() => db.Query<int>(Sql, null, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task Nothing_is_told_where_the_setting_is_off()
    {
        await using var plain = new WiredDb();
        plain.Server.On(Sql, Answer.Rows("Number int not null", [1]));
        await plain.Query<int>(Sql);
        Assert.Equal(Sql, Assert.Single(plain.Server.Requests).Sql);
    }

    [Fact]
    public async Task Many_at_once_each_see_their_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
        {
            await using var db = _db.Open(Of(n % 2 == 0 ? WiredDb.PracticeId : Other));
            for (var i = 0; i < 5; i++)
                await db.Query<int>("SELECT x.Number FROM Things x WHERE x.PracticeId = @PracticeId", null, CancellationToken.None);
        }));

        // On each connection, every statement comes after its own practice was told, with no reset and no other between.
        foreach (var connection in _db.Server.Requests.GroupBy(request => request.Connection))
        {
            object? told = null;
            foreach (var request in connection)
            {
                var isTelling = request.Says("sp_set_session_context");
                Assert.True(isTelling || !request.Resets);
                told = isTelling ? request["@PracticeId"].Value : told;
                Assert.Equal(told, request["@PracticeId"].Value);
            }
        }
    }

    private static RequestScope Of(Guid practiceId) => new() { Caller = new Caller { PracticeId = practiceId } };

    // What was said in statements; of what was told, only whom.
    private IEnumerable<string> Said() => _db.Server.Requests
        .Where(request => request.Kind is RequestKind.Statement or RequestKind.Batch)
        .Select(request => request.Says("sp_set_session_context") ? request["@PracticeId"].Value!.ToString()! : request.Sql);
}
