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

    static DapperDb() => RowValues.Register();

    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        var connection = await Connection(cancellationToken);
        return (await connection.QueryAsync<T>(Command(sql, args, cancellationToken))).AsList();
    }

    public async Task<T?> Find<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        var connection = await Connection(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<T>(Command(sql, args, cancellationToken));
    }

    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await Connection(cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(Command(sql, args, cancellationToken));
        var read = reader.GetRowParser<T>();
        while (await reader.ReadAsync(cancellationToken))
            yield return read(reader);
    }

    public async Task<int> Execute(string sql, object? args, CancellationToken cancellationToken)
    {
        if (_transaction is null)
            throw new InvalidOperationException("Only a command writes: there is no transaction.");
        return await _connection!.ExecuteAsync(Command(sql, args, cancellationToken));
    }

    public Task Lock(string name, CancellationToken cancellationToken) =>
        _transaction is { } transaction
            ? database.Dialect.Lock(_connection!, transaction, name, cancellationToken)
            : throw new InvalidOperationException("A named lock needs a transaction.");

    public async Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (_transaction is not null)
            throw new InvalidOperationException("The scope has its transaction already.");

        using var turn = await database.WriterTurn(cancellationToken);
        var connection = await Connection(cancellationToken);
        _transaction = await database.Begin(connection, cancellationToken);
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
        await connection.DisposeAsync();
    }

    public ValueTask DisposeAsync() => Release();

    private async Task Commit()
    {
        // Once the work is done it is kept, even if the caller has gone meanwhile.
        await _transaction!.CommitAsync(CancellationToken.None);
        await _transaction.DisposeAsync();
        _transaction = null;
        foreach (var action in _afterCommit)
            action();
    }

    private CommandDefinition Command(string sql, object? args, CancellationToken cancellationToken) =>
        new(
            database.Dialect.Translate(sql),
            new SqlArguments(args, sql, scope.Caller.PracticeId, database.Dialect),
            _transaction,
            cancellationToken: cancellationToken);

    private async ValueTask<DbConnection> Connection(CancellationToken cancellationToken) =>
        _connection ??= await database.Open(cancellationToken);
}
