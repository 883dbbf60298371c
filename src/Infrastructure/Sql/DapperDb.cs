using System.Data.Common;
using System.Runtime.CompilerServices;
using CounselDesk.Application.Common;
using Dapper;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// The scope's connection and its one transaction. Reads outside a transaction rent a connection on first use; a
/// transaction waits its turn at the gate where the engine takes one writer at a time.
/// </summary>
public sealed class DapperDb(Database database, RequestScope scope) : IDb, IUnitOfWork, IAsyncDisposable
{
    private readonly List<Action> _afterCommit = [];
    private DbConnection? _connection;
    private DbTransaction? _transaction;

    // Whose rows the server lets this connection see, where it guards them itself.
    private Guid? _practice;

    static DapperDb() => RowValues.Register();

    public Task<IReadOnlyList<T>> Query<T>(string sql, object? args, CancellationToken cancellationToken) => Ask<IReadOnlyList<T>>(
        async connection => (await connection.QueryAsync<T>(Command(sql, args, cancellationToken))).AsList(), cancellationToken);

    public Task<T?> Find<T>(string sql, object? args, CancellationToken cancellationToken) => Ask(
        connection => connection.QuerySingleOrDefaultAsync<T>(Command(sql, args, cancellationToken)), cancellationToken);

    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await Ask(connection => connection.ExecuteReaderAsync(Command(sql, args, cancellationToken)), cancellationToken);
        var read = reader.GetRowParser<T>();
        while (await Ask(_ => reader.ReadAsync(cancellationToken), cancellationToken))
            yield return read(reader);
    }

    public Task<int> Execute(string sql, object? args, CancellationToken cancellationToken) => _transaction is null
        ? throw new InvalidOperationException("Only a command writes: there is no transaction.")
        : Ask(connection => connection.ExecuteAsync(Command(sql, args, cancellationToken)), cancellationToken);

    public Task Lock(string name, CancellationToken cancellationToken) => _transaction is not { } transaction
        ? throw new InvalidOperationException("A named lock needs a transaction.")
        : Ask(
            async connection =>
            {
                await database.Dialect.Lock(connection, transaction, name, cancellationToken);
                return true;
            },
            cancellationToken);

    public async Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (_transaction is not null)
            throw new InvalidOperationException("The scope has its transaction already.");

        using var turn = await database.WriterTurn(cancellationToken);
        _transaction = await Ask(connection => database.Begin(connection, cancellationToken), cancellationToken);
        try
        {
            var answer = await work();
            await Commit();
            return answer;
        }
        catch (Refused refusal) when (refusal.KeepsWork)
        {
            await Commit();
            throw;
        }
        finally
        {
            if (_transaction is { } transaction)
                await RollBack(transaction);
            _afterCommit.Clear();
        }
    }

    public void AfterCommit(Action action) => _afterCommit.Add(action);

    public async ValueTask Release()
    {
        if (_transaction is not null || _connection is not { } connection)
            return;
        _connection = null;
        _practice = null;
        await connection.DisposeAsync();
    }

    public ValueTask DisposeAsync() => Release();

    private async Task Commit()
    {
        try
        {
            // Once the work is done it is kept, even if the caller has gone meanwhile.
            await _transaction!.CommitAsync(CancellationToken.None);
        }
        catch (DbException fault) when (Troubles.OfCommit(database.Dialect, fault) is { } refusal)
        {
            // It may have been kept, so whatever this process remembers of before is forgotten.
            if (refusal.Code == Troubles.OutcomeUnknown)
                Committed();
            throw refusal;
        }

        await _transaction.DisposeAsync();
        _transaction = null;
        Committed();
    }

    /// <summary>
    /// Rolls back what was not kept; what stopped the work is on its way to the caller, and nothing here may take its place. A
    /// connection that breaks meanwhile lets the driver fail in many ways, so the connection is given up: that ends the
    /// transaction on the server too.
    /// </summary>
    private async Task RollBack(DbTransaction transaction)
    {
        _transaction = null;
        try
        {
            await transaction.DisposeAsync();
        }
        catch (Exception)
        {
            await Release();
        }
    }

    private void Committed()
    {
        foreach (var action in _afterCommit)
            action();
        _afterCommit.Clear();
    }

    /// <summary>Everything that is asked of the database; its passing troubles become answers here.</summary>
    private async Task<T> Ask<T>(Func<DbConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(await Connection(cancellationToken));
        }
        catch (Exception fault) when (Answer(fault, cancellationToken) is { } answer)
        {
            throw answer;
        }
    }

    private Exception? Answer(Exception fault, CancellationToken cancellationToken)
    {
        // A connection that broke between two answers is told of as a mistake of whoever goes on reading.
        if (fault is InvalidOperationException && _connection is { State: not System.Data.ConnectionState.Open })
            return cancellationToken.IsCancellationRequested ? new OperationCanceledException(null, fault, cancellationToken) : Troubles.Closed(database.Dialect);
        // A driver that tried more than once wraps what it met; the last says what is the matter.
        if ((fault is AggregateException given ? given.Flatten().InnerExceptions[^1] : fault) is not DbException driver)
            return null;
        // A cancelled statement is reported as a failure like any other; the caller who went away is no trouble of the database's.
        return cancellationToken.IsCancellationRequested ? new OperationCanceledException(null, driver, cancellationToken) : Troubles.Of(database.Dialect, driver);
    }

    private CommandDefinition Command(string sql, object? args, CancellationToken cancellationToken) =>
        new(
            database.Dialect.Translate(sql),
            new SqlArguments(args, sql, scope.Caller.PracticeId, database.Dialect),
            _transaction,
            cancellationToken: cancellationToken);

    private async ValueTask<DbConnection> Connection(CancellationToken cancellationToken)
    {
        _connection ??= await database.Open(scope.ReadsOnly, cancellationToken);
        if (_practice != scope.Caller.PracticeId)
        {
            await database.Admit(_connection, _transaction, scope.Caller.PracticeId, cancellationToken);
            _practice = scope.Caller.PracticeId;
        }

        return _connection;
    }
}
