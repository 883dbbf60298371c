using System.Collections;
using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Dapper;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// Turns an object's properties into parameters, each bound by the dialect; enums go by name; lists become
/// <c>IN</c> lists; the caller's practice is added where the statement names it and the object does not.
/// </summary>
internal sealed class SqlArguments(object? values, string sql, Guid practiceId, IDialect dialect) : SqlMapper.IDynamicParameters
{
    private static readonly ConcurrentDictionary<Type, (string Name, Type Type, Func<object, object?> Get)[]> Readers = new();

    public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        // Whatever is outside a transaction reads only.
        if (command.Transaction is null)
            dialect.RetryRead((DbCommand)command);
        var hasPractice = false;
        if (values is not null)
        {
            foreach (var (name, type, get) in Readers.GetOrAdd(values.GetType(), MakeReaders))
            {
                hasPractice |= string.Equals(name, "PracticeId", StringComparison.Ordinal);
                Add(command, name, type, get(values));
            }
        }

        if (!hasPractice && sql.Contains("@PracticeId", StringComparison.Ordinal))
            Add(command, "PracticeId", typeof(Guid), practiceId);
    }

    private void Add(IDbCommand command, string name, Type type, object? value)
    {
        if (value is IEnumerable list and not string and not byte[])
        {
#pragma warning disable CS0618 // The only public door to Dapper's list expansion for whoever makes parameters himself.
            SqlMapper.PackListParameters(command, name, Items(list));
#pragma warning restore CS0618
            return;
        }

        var parameter = (DbParameter)command.CreateParameter();
        parameter.ParameterName = "@" + name;
        var isEnum = (Nullable.GetUnderlyingType(type) ?? type).IsEnum;
        dialect.Bind(parameter, isEnum ? typeof(string) : type, isEnum ? value?.ToString() : value);
        command.Parameters.Add(parameter);
    }

    // As a list of texts, Dapper sends each as long as any other, so that their lengths make no plans of their own.
    private IEnumerable Items(IEnumerable list) => list switch
    {
        IEnumerable<string> texts => texts.ToList(),
        IEnumerable<Guid> ids when dialect is SqliteDialect => ids.Select(id => id.ToString().ToUpperInvariant()).ToList(),
        IEnumerable<Guid> => list,
        // Before numbers: to the runtime, an array of an enum is one of its numbers.
        _ when list.Cast<object>().All(item => item is Enum) => list.Cast<Enum>().Select(word => word.ToString()).ToList(),
        IEnumerable<int> or IEnumerable<long> => list,
        _ => throw new NotSupportedException($"No list of {list.GetType().Name} can be a parameter."),
    };

    private static (string, Type, Func<object, object?>)[] MakeReaders(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property =>
            {
                var item = Expression.Parameter(typeof(object));
                var read = Expression.Convert(Expression.Property(Expression.Convert(item, type), property), typeof(object));
                return (property.Name, property.PropertyType, Expression.Lambda<Func<object, object?>>(read, item).Compile());
            }),
    ];
}
