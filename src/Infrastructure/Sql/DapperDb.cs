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

    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await Connection(cancellationToken);
            return (await connection.QueryAsync<T>(Command(sql, args, cancellationToken))).AsList();
        }
        catch (DbException fault) when (Trouble(fault, cancellationToken) is { } answer)
        {
            throw answer;
        }
    }

    public async Task<T?> Find<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await Connection(cancellationToken);
            return await connection.QuerySingleOrDefaultAsync<T>(Command(sql, args, cancellationToken));
        }
        catch (DbException fault) when (Trouble(fault, cancellationToken) is { } answer)
        {
            throw answer;
        }
    }

    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await Reader(sql, args, cancellationToken);
        var read = reader.GetRowParser<T>();
        while (await Next(reader, cancellationToken))
            yield return read(reader);
    }

    public async Task<int> Execute(string sql, object? args, CancellationToken cancellationToken)
    {
        if (_transaction is null)
            throw new InvalidOperationException("Only a command writes: there is no transaction.");
        try
        {
            var connection = await Connection(cancellationToken);
            return await connection.ExecuteAsync(Command(sql, args, cancellationToken));
        }
        catch (DbException fault) when (Trouble(fault, cancellationToken) is { } answer)
        {
            throw answer;
        }
    }

    public async Task Lock(string name, CancellationToken cancellationToken)
    {
        if (_transaction is not { } transaction)
            throw new InvalidOperationException("A named lock needs a transaction.");
        try
        {
            await database.Dialect.Lock(_connection!, transaction, name, cancellationToken);
        }
        catch (DbException fault) when (Trouble(fault, cancellationToken) is { } answer)
        {
            throw answer;
        }
    }

    public async Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (_transaction is not null)
            throw new InvalidOperationException("The scope has its transaction already.");

        using var turn = await database.WriterTurn(cancellationToken);
        await Begin(cancellationToken);
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
            // Disposing an uncommitted transaction rolls it back.
            if (_transaction is { } transaction)
                await transaction.DisposeAsync();
            _transaction = null;
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

    private async Task Begin(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await Connection(cancellationToken);
            _transaction = await database.Begin(connection, cancellationToken);
        }
        catch (DbException fault) when (Trouble(fault, cancellationToken) is { } answer)
        {
            throw answer;
        }
    }

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

    private void Committed()
    {
        foreach (var action in _afterCommit)
            action();
        _afterCommit.Clear();
    }

    // Drivers report a cancelled statement as a failure like any other; the caller who went away is no trouble of the database's.
    private Exception? Trouble(DbException fault, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? new OperationCanceledException(null, fault, cancellationToken) : Troubles.Of(database.Dialect, fault);

    private async Task<DbDataReader> Reader(string sql, object? args, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await Connection(cancellationToken);
            return await connection.ExecuteReaderAsync(Command(sql, args, cancellationToken));
        }
        catch (DbException fault) when (Trouble(fault, cancellationToken) is { } answer)
        {
            throw answer;
        }
    }

    private async Task<bool> Next(DbDataReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (DbException fault) when (Trouble(fault, cancellationToken) is { } answer)
        {
            throw answer;
        }
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
