using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>The program's own data access, with the fake server where its SQL Server would be.</summary>
internal sealed class WiredDb : IAsyncDisposable
{
    public static readonly Guid PracticeId = new("0198c1f2-5a00-7000-8000-0000000000aa");
    private readonly Database _database;

    public WiredDb(Func<DatabaseOptions, DatabaseOptions>? with = null)
    {
        var options = new DatabaseOptions { Provider = "sqlserver", ConnectionString = Server.ConnectionString };
        _database = new Database(with is null ? options : with(options));
    }

    public FakeSqlServer Server { get; } = new();

    /// <summary>A request's own, to be disposed at its end.</summary>
    public DapperDb Open() => Open(new RequestScope { Caller = new Caller { PracticeId = PracticeId } });

    public DapperDb Open(RequestScope scope) => new(_database, scope);

    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args = null)
    {
        await using var db = Open();
        return await db.Query<T>(sql, args, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _database.Dispose();
        await Server.DisposeAsync();
    }
}
