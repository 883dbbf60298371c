namespace CounselDesk.Application.Common;

/// <summary>
/// The database, as handlers see it: portable T-SQL text and an object whose properties are spelt exactly like its
/// parameters. <c>@PracticeId</c> is always the caller's practice unless the object says otherwise.
/// </summary>
public interface IDb
{
    Task<IReadOnlyList<T>> Query<T>(string sql, object? args, CancellationToken cancellationToken);

    /// <summary>The only row, or null.</summary>
    Task<T?> Find<T>(string sql, object? args, CancellationToken cancellationToken);

    /// <summary>Rows as they arrive, for what may be long.</summary>
    IAsyncEnumerable<T> Stream<T>(string sql, object? args, CancellationToken cancellationToken);

    /// <summary>Changes rows, and answers how many.</summary>
    Task<int> Execute(string sql, object? args, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps every other transaction that names the same lock waiting until this one ends. Only inside a transaction.
    /// </summary>
    Task Lock(string name, CancellationToken cancellationToken);
}

/// <summary>Opens and ends the one transaction of a scope; the pipeline's, and the audit writer's.</summary>
public interface IUnitOfWork
{
    /// <summary>Commits when <paramref name="work"/> ends, or when it refuses but keeps its work; else rolls back.</summary>
    Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Gives the connection back before the scope ends, for others to use while this request waits; a later statement rents one again.</summary>
    ValueTask Release();

    /// <summary>Runs once the transaction is durable, and not if it is rolled back.</summary>
    void AfterCommit(Action action);
}

public static class DbAnswers
{
    /// <summary>For an update guarded by a version: no row means that somebody was faster.</summary>
    public static async Task OrStale(this Task<int> rows)
    {
        if (await rows == 0)
            throw Refused.Stale();
    }

    public static async Task<T> OrNotFound<T>(this Task<T?> row, string what) =>
        await row ?? throw Refused.NotFound(what);

    /// <summary>Refuses a command whose <c>If-Match</c> names another version than the row has.</summary>
    public static void RequireCurrent(this IVersionedCommand command, int version)
    {
        if (command.Version is { } seen && seen != version)
            throw Refused.Stale();
    }
}
