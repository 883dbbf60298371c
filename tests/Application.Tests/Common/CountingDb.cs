using System.Runtime.CompilerServices;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Common;

/// <summary>The scope's database, which counts what it is asked.</summary>
public sealed class CountingDb(DapperDb inner) : IDb
{
    public int Statements { get; private set; }

    public Task<IReadOnlyList<T>> Query<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        Statements++;
        return inner.Query<T>(sql, args, cancellationToken);
    }

    public Task<T?> Find<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        Statements++;
        return inner.Find<T>(sql, args, cancellationToken);
    }

    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Statements++;
        await foreach (var row in inner.Stream<T>(sql, args, cancellationToken))
            yield return row;
    }

    public Task<int> Execute(string sql, object? args, CancellationToken cancellationToken)
    {
        Statements++;
        return inner.Execute(sql, args, cancellationToken);
    }

    public Task Lock(string name, CancellationToken cancellationToken) => inner.Lock(name, cancellationToken);
}
