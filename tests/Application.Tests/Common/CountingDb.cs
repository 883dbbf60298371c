using System.Runtime.CompilerServices;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Common;

/// <summary>The scope's database, which counts what it is asked.</summary>
public sealed class CountingDb(DapperDb inner) : IDb
{
    private readonly List<string> _asked = [];

    public int Statements => _asked.Count;

    /// <summary>The texts, in the order they were asked.</summary>
    public IReadOnlyList<string> Asked => _asked;

    public Task<IReadOnlyList<T>> Query<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        _asked.Add(sql);
        return inner.Query<T>(sql, args, cancellationToken);
    }

    public Task<T?> Find<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        _asked.Add(sql);
        return inner.Find<T>(sql, args, cancellationToken);
    }

    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _asked.Add(sql);
        await foreach (var row in inner.Stream<T>(sql, args, cancellationToken))
            yield return row;
    }

    public Task<int> Execute(string sql, object? args, CancellationToken cancellationToken)
    {
        _asked.Add(sql);
        return inner.Execute(sql, args, cancellationToken);
    }

    public Task Lock(string name, CancellationToken cancellationToken) => inner.Lock(name, cancellationToken);
}
