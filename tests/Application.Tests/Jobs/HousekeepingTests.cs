using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Infrastructure.Jobs;
using CounselDesk.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Jobs;

public sealed class HousekeepingTests : OnePractice
{
    private const int MuchRows = 600 + 552 + 512;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset Now => Desk.Clock.Now;

    [Fact]
    public async Task Forgets_answers_past_their_memory_and_keeps_the_others()
    {
        await Answer("just past", Now - Idempotency.Memory);
        await Answer("just inside", Now - Idempotency.Memory + Moment);
        await Answer("long past", Now - TimeSpan.FromDays(400));
        Assert.Equal(2, await Run(Practice.Admin));
        Assert.Equal(["just inside"], Texts("SELECT KeyText FROM IdempotencyKeys"));
    }

    [Fact]
    public async Task Keeps_an_answer_for_as_long_as_it_would_be_given_again()
    {
        var request = new InviteStaffCommand(new NewStaffMember("Some One", "some.one@example.test", [Domain.People.Role.Frontdesk], null));
        var first = await Desk.Send(Practice.Admin, request, "a-key");
        Desk.Clock.Now += Idempotency.Memory - Moment;
        Assert.Equal(0, await Run(Practice.Admin));
        Assert.Equal(first.Member.Id, (await Desk.Send(Practice.Admin, request, "a-key")).Member.Id);
        Desk.Clock.Now += Moment;
        Assert.Equal(1, await Run(Practice.Admin));
    }

    [Theory]
    [InlineData(-30, -1, true)]
    [InlineData(-30, 0, false)]
    [InlineData(-30, 1, false)]
    [InlineData(-400, 0, true)]
    [InlineData(3, 0, false)]
    public async Task Removes_a_sign_in_that_expired_more_than_30_days_ago_with_its_tokens(int days, int milliseconds, bool isRemoved)
    {
        await SignIn("expired", Practice.Admin, expiresAt: Now.AddDays(days).AddMilliseconds(milliseconds), endedAt: null, tokens: 3);
        Assert.Equal(isRemoved ? 4 : 0, await Run(Practice.Admin));
        Assert.Equal(isRemoved ? ["0", "0"] : ["1", "3"], SignInsAndTokens());
    }

    [Theory]
    [InlineData(-30, -1, true)]
    [InlineData(-30, 0, false)]
    [InlineData(-30, 1, false)]
    public async Task Removes_a_sign_in_that_ended_more_than_30_days_ago_before_it_would_have_expired(int days, int milliseconds, bool isRemoved)
    {
        var endedAt = Now.AddDays(days).AddMilliseconds(milliseconds);
        // As long as a sign-in can still have to go when it is ended: the moment it starts.
        await SignIn("ended", Practice.Admin, expiresAt: endedAt + SignIns.Lifetime, endedAt, tokens: 2);
        Assert.Equal(isRemoved ? 3 : 0, await Run(Practice.Admin));
        Assert.Equal(isRemoved ? ["0", "0"] : ["1", "2"], SignInsAndTokens());
    }

    [Fact]
    public async Task Removes_nothing_of_another_practice_and_nothing_else()
    {
        var other = await GivenPractice.Open(Desk);
        await Practice.Couple();
        await other.Couple();
        foreach (var admin in new[] { Practice.Admin, other.Admin })
        {
            await Answer($"old of {admin.AccountId}", Now.AddDays(-2), admin);
            await SignIn($"old of {admin.AccountId}", admin, Now.AddDays(-60), null, tokens: 2);
        }

        var before = Counts();
        Assert.Equal(4, await Run(Practice.Admin));
        var after = Counts();
        Assert.Equal(
            ["idempotencykeys -1", "refreshtokens -2", "signins -1"],
            after.Where(table => table.Value != before[table.Key]).Select(table => $"{table.Key.ToLowerInvariant()} {table.Value - before[table.Key]}").Order(StringComparer.Ordinal));
        foreach (var table in new[] { "IdempotencyKeys", "RefreshTokens", "SignIns" })
            Assert.Equal([other.Id.ToString().ToUpperInvariant()], Texts($"SELECT DISTINCT PracticeId FROM {table}").Select(id => id.ToUpperInvariant()));
    }

    [Fact]
    public async Task Run_again_it_finds_nothing_to_do()
    {
        await Answer("old", Now.AddDays(-2));
        await SignIn("old", Practice.Admin, Now.AddDays(-60), null, tokens: 2);
        Assert.Equal(4, await Run(Practice.Admin));
        Assert.Equal(0, await Run(Practice.Admin));
    }

    [Fact]
    public async Task Much_is_removed_in_bounded_transactions()
    {
        await Much();
        var removed = new List<int>();
        Assert.Equal(MuchRows, await Run(Practice.Admin, removed.Add));
        Assert.All(removed, rows => Assert.InRange(rows, 0, Housekeeping.Batch));
        Assert.Equal(["0", "0", "0"], [.. Texts("SELECT COUNT(*) FROM IdempotencyKeys"), .. SignInsAndTokens()]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Told_to_stop_it_ends_after_the_transaction_under_way_and_the_next_run_does_the_rest(int transactions)
    {
        await Much();
        using var stopping = new CancellationTokenSource();
        var removed = new List<int>();
        var first = await Run(
            Practice.Admin,
            rows =>
            {
                removed.Add(rows);
                if (removed.Count == transactions)
                    stopping.Cancel();
            },
            stopping.Token);
        Assert.Equal((transactions, removed.Sum()), (removed.Count, first));
        Assert.Equal(MuchRows - first, await Run(Practice.Admin));
    }

    [Fact]
    public async Task Interrupted_half_way_it_keeps_what_it_did_and_the_next_run_does_the_rest()
    {
        await Much();
        var removed = new List<int>();
        await Assert.ThrowsAsync<IOException>(() => Run(Practice.Admin, rows =>
        {
            removed.Add(rows);
            if (removed.Count == 2)
                throw new IOException("The plug is pulled.");
        }));
        Assert.Equal(MuchRows - removed[0], await Run(Practice.Admin));
    }

    /// <summary>More answers, tokens and sign-ins than a transaction takes of each.</summary>
    private async Task Much()
    {
        await Desk.InScope(Practice.Admin, services => Unit(services).InTransaction(
            async () =>
            {
                for (var n = 0; n < 600; n++)
                    await Answer(services, $"old {n}", Now.AddDays(-3).AddSeconds(n), Practice.Admin);
                return true;
            },
            CancellationToken.None));
        await SignIn("old", Practice.Admin, Now.AddDays(-60), null, tokens: 550);
        await SignIn("older", Practice.Admin, Now.AddDays(-61), null, tokens: 2);
        for (var n = 0; n < 510; n++)
            await SignIn("oldest", Practice.Admin, Now.AddDays(-62).AddSeconds(n), null, tokens: 0);
    }

    /// <param name="seen">Is told how many rows each transaction changed, before it is kept.</param>
    private Task<int> Run(Caller practice, Action<int>? seen = null, CancellationToken stopping = default) => Desk.InScope(practice, services =>
        new Housekeeping(Db(services), new Watched(Unit(services), seen ?? (_ => { })), Desk.Clock).Run(stopping));

    private Task Answer(string key, DateTimeOffset at, Caller? by = null) => Desk.InScope(by ?? Practice.Admin, services =>
        Unit(services).InTransaction(() => Answer(services, key, at, by ?? Practice.Admin), CancellationToken.None));

    private static Task<int> Answer(IServiceProvider services, string key, DateTimeOffset at, Caller by) => Db(services).Execute(
        "INSERT INTO IdempotencyKeys (PracticeId, AccountId, KeyText, Answer, CreatedAt) VALUES (@PracticeId, @AccountId, @KeyText, 'x', @CreatedAt)",
        new { by.AccountId, KeyText = key, CreatedAt = at },
        CancellationToken.None);

    private Task SignIn(string name, Caller by, DateTimeOffset expiresAt, DateTimeOffset? endedAt, int tokens) => Desk.InScope(by, services => Unit(services).InTransaction(
        async () =>
        {
            var id = Desk.Get<IIds>().New();
            await Db(services).Execute(
                "INSERT INTO SignIns (Id, PracticeId, AccountId, StartedAt, ExpiresAt, EndedAt, EndReason) VALUES (@Id, @PracticeId, @AccountId, @StartedAt, @ExpiresAt, @EndedAt, NULL)",
                new { Id = id, by.AccountId, StartedAt = expiresAt - SignIns.Lifetime, ExpiresAt = expiresAt, EndedAt = endedAt },
                CancellationToken.None);
            for (var n = 0; n < tokens; n++)
            {
                await Db(services).Execute(
                    "INSERT INTO RefreshTokens (TokenHash, PracticeId, SignInId, IssuedAt, SpentAt) VALUES (@TokenHash, @PracticeId, @SignInId, @IssuedAt, NULL)",
                    new { TokenHash = $"{n} of {name}", SignInId = id, IssuedAt = expiresAt - SignIns.Lifetime },
                    CancellationToken.None);
            }

            return true;
        },
        CancellationToken.None));

    private string[] SignInsAndTokens() => [.. Texts("SELECT COUNT(*) FROM SignIns"), .. Texts("SELECT COUNT(*) FROM RefreshTokens")];

    private Dictionary<string, int> Counts() => Texts(TestDatabase.IsSqlServer ? "SELECT name FROM sys.tables" : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .ToDictionary(table => table, table => int.Parse(Texts($"SELECT COUNT(*) FROM {table}").Single(), System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private IReadOnlyList<string> Texts(string sql) => Desk.Database.Texts(sql);

    private static IUnitOfWork Unit(IServiceProvider services) => services.GetRequiredService<IUnitOfWork>();

    private static IDb Db(IServiceProvider services) => services.GetRequiredService<IDb>();

    private sealed class Watched(IUnitOfWork inner, Action<int> seen) : IUnitOfWork
    {
        public Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken cancellationToken) => inner.InTransaction(
            async () =>
            {
                var answer = await work();
                if (answer is int rows)
                    seen(rows);
                return answer;
            },
            cancellationToken);

        public ValueTask Release() => inner.Release();

        public void AfterCommit(Action action) => inner.AfterCommit(action);
    }
}
