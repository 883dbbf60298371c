using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Benchmarks;

/// <summary>A statement as a handler ran it. Values are as SQLite's driver gets them: null, text, whole or broken numbers, lists of these.</summary>
internal sealed record RecordedStatement(
    string Name, string Sql, IReadOnlyDictionary<string, object?> Arguments, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows);

/// <summary>
/// Listens to the statements of one request. What the pipeline runs around every handler (access, idempotency, audit) is
/// left out: the bare endpoint goes without it.
/// </summary>
internal sealed class Recorder
{
    private static readonly string[] AroundHandlers = ["CaseFiles", "Idempotency", "AuditRows", "SignIns", "InstanceSecrets"];

    private static readonly Dictionary<string, string> Names = Constants();
    private static readonly SqliteDialect Dialect = new();

    private List<RecordedStatement>? _heard;

    public async Task<IReadOnlyList<RecordedStatement>> Listen(Func<Task> work)
    {
        var heard = _heard = [];
        try
        {
            await work();
        }
        finally
        {
            _heard = null;
        }

        return heard;
    }

    public void Hear<T>(string sql, object? args, Guid practiceId, IEnumerable<T?> rows)
    {
        if (_heard is not { } heard)
            return;
        var name = Names.GetValueOrDefault(sql)
            ?? throw new BenchmarkFailure($"A handler ran a statement that is no …Sql constant: {sql}");
        if (AroundHandlers.Contains(name.Split('.')[0], StringComparer.Ordinal))
            return;
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in args?.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance) ?? [])
            arguments[property.Name] = Plain(property.GetValue(args));
        if (!arguments.ContainsKey("PracticeId") && sql.Contains("@PracticeId", StringComparison.Ordinal))
            arguments["PracticeId"] = Plain(practiceId);
        heard.Add(new RecordedStatement(name, sql, arguments, [.. rows.Select(row => Row(row))]));
    }

    private static Dictionary<string, object?> Row(object? row)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (row is null or string || row.GetType().IsPrimitive)
            return values;
        foreach (var property in row.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null))
            values[property.Name] = Plain(property.GetValue(row));
        return values;
    }

    private static object? Plain(object? value)
    {
        if (value is IEnumerable list and not string and not byte[])
            return list.Cast<object?>().Select(Plain).ToList();
        var parameter = new SqliteParameter();
        Dialect.Bind(parameter, typeof(object), value is Enum word ? word.ToString() : value);
        return parameter.Value switch
        {
            DBNull => null,
            int number => (long)number,
            var other => other,
        };
    }

    private static Dictionary<string, string> Constants()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in new[] { typeof(IDb).Assembly, typeof(DapperDb).Assembly }.SelectMany(assembly => assembly.GetTypes()))
        {
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                if (field.IsLiteral && field.FieldType == typeof(string) && field.Name.EndsWith("Sql", StringComparison.Ordinal))
                    names.TryAdd((string)field.GetRawConstantValue()!, $"{type.Name}.{field.Name}");
            }
        }

        return names;
    }
}

internal sealed class RecordingDb(IDb inner, RequestScope scope, Recorder recorder) : IDb
{
    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        var rows = await inner.Query<T>(sql, args, cancellationToken);
        recorder.Hear(sql, args, scope.Caller.PracticeId, rows);
        return rows;
    }

    public async Task<T?> Find<T>(string sql, object? args, CancellationToken cancellationToken)
    {
        var row = await inner.Find<T>(sql, args, cancellationToken);
        recorder.Hear(sql, args, scope.Caller.PracticeId, row is null ? [] : new[] { row });
        return row;
    }

    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await foreach (var row in inner.Stream<T>(sql, args, cancellationToken))
        {
            rows.Add(row);
            yield return row;
        }

        recorder.Hear(sql, args, scope.Caller.PracticeId, rows);
    }

    public async Task<int> Execute(string sql, object? args, CancellationToken cancellationToken)
    {
        var count = await inner.Execute(sql, args, cancellationToken);
        recorder.Hear<object>(sql, args, scope.Caller.PracticeId, []);
        return count;
    }

    public Task Lock(string name, CancellationToken cancellationToken) => inner.Lock(name, cancellationToken);
}
