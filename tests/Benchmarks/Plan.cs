using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Benchmarks;

internal enum Source
{
    /// <summary>The same in every request.</summary>
    Constant,

    /// <summary>Given with the request, such as the couple's id.</summary>
    Fact,

    /// <summary>A column of an earlier statement's rows.</summary>
    Rows,

    /// <summary>A new id.</summary>
    NewId,

    /// <summary>A new number for the order of lists.</summary>
    NewSequence,

    /// <summary>The present instant.</summary>
    Now,
}

/// <summary>Where a parameter's value comes from.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="From">The kind of source.</param>
/// <param name="Value">For a constant.</param>
/// <param name="Key">The fact's name, the column, or what tells new values of one request apart.</param>
/// <param name="Step">The earlier statement.</param>
/// <param name="IsList">Several values, for <c>IN</c>.</param>
internal sealed record Argument(string Name, Source From, object? Value = null, string Key = "", int Step = 0, bool IsList = false);

internal sealed record Step(string Name, string Sql, IReadOnlyList<Argument> Arguments, bool Writes);

/// <summary>
/// An operation's statements, with the source of each value, as found by comparing two recordings of the handler at work
/// on two couples. So the bare endpoint runs what the handlers run, whatever that is today.
/// </summary>
internal sealed partial record Plan(string Operation, IReadOnlyList<Step> Steps, IReadOnlyList<string> Unsent)
{
    private static readonly SqliteDialect Dialect = new();

    /// <param name="operation">The operation's name.</param>
    /// <param name="one">One recording, with what its request gave.</param>
    /// <param name="other">Another, of another couple.</param>
    /// <param name="unsent">Columns that the answer does not show, so that the bare endpoint need not send them.</param>
    public static Plan Of(
        string operation,
        (IReadOnlyDictionary<string, object?> Facts, IReadOnlyList<RecordedStatement> Statements) one,
        (IReadOnlyDictionary<string, object?> Facts, IReadOnlyList<RecordedStatement> Statements) other,
        IReadOnlyList<string> unsent)
    {
        if (!one.Statements.Select(s => s.Name).SequenceEqual(other.Statements.Select(s => s.Name), StringComparer.Ordinal))
            throw new BenchmarkFailure($"{operation}: two couples of one shape ran different statements ({Names(one.Statements)}; {Names(other.Statements)}).");
        var steps = new List<Step>();
        for (var i = 0; i < one.Statements.Count; i++)
        {
            var (a, b) = (one.Statements[i], other.Statements[i]);
            var arguments = a.Arguments.Keys.Where(name => Mentions(a.Sql, name)).Select(name =>
                Find(name, a.Arguments[name], b.Arguments[name], i)
                ?? throw new BenchmarkFailure($"{operation}: cannot tell where @{name} of {a.Name} comes from."));
            steps.Add(new Step(a.Name, Dialect.Translate(a.Sql), [.. arguments], !a.Sql.TrimStart().StartsWith("SELECT", StringComparison.Ordinal) && !a.Sql.TrimStart().StartsWith("WITH", StringComparison.Ordinal)));
        }

        return new Plan(operation, steps, unsent);

        Argument? Find(string name, object? a, object? b, int before)
        {
            foreach (var fact in one.Facts.Keys)
            {
                if (a is not null && Same(one.Facts[fact], a) && Same(other.Facts[fact], b))
                    return new Argument(name, Source.Fact, Key: fact);
            }

            if (Same(a, b))
                return new Argument(name, Source.Constant, a, IsList: a is IReadOnlyList<object?>);
            for (var step = 0; step < before; step++)
            {
                var (rowsA, rowsB) = (one.Statements[step].Rows, other.Statements[step].Rows);
                foreach (var column in rowsA.Count == 0 ? [] : rowsA[0].Keys)
                {
                    if (Matches(rowsA, column, a) && Matches(rowsB, column, b))
                        return new Argument(name, Source.Rows, Key: column, Step: step, IsList: a is IReadOnlyList<object?>);
                }
            }

            return a switch
            {
                string text when Guid.TryParse(text, out _) => new Argument(name, Source.NewId, Key: text),
                long number => new Argument(name, Source.NewSequence, Key: number.ToString(CultureInfo.InvariantCulture)),
                string text when Instant().IsMatch(text) => new Argument(name, Source.Now),
                // Encrypted texts differ with every encryption; any one of them will do.
                string text => new Argument(name, Source.Constant, text),
                _ => null,
            };
        }
    }

    public static void Save(string file, IEnumerable<Plan> plans) => File.WriteAllText(file, JsonSerializer.Serialize(plans));

    public static IReadOnlyList<Plan> Load(string file)
    {
        var plans = JsonSerializer.Deserialize<List<Plan>>(File.ReadAllText(file))!;
        return [.. plans.Select(plan => plan with { Steps = [.. plan.Steps.Select(step => step with { Arguments = [.. step.Arguments.Select(Thaw)] })] })];
    }

    private static Argument Thaw(Argument argument) => argument.Value is JsonElement element ? argument with { Value = Value(element) } : argument;

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        _ => throw new BenchmarkFailure($"A plan holds a value of kind {element.ValueKind}."),
    };

    private static bool Mentions(string sql, string name) => Regex.IsMatch(sql, $"@{name}(?![A-Za-z0-9_])", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static bool Matches(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, string column, object? value) =>
        value is IReadOnlyList<object?> list
            ? rows.Count > 0 && rows.Select(row => row.GetValueOrDefault(column)).Distinct().SequenceEqual(list)
            : value is not null && rows.Count > 0 && Same(rows[0].GetValueOrDefault(column), value);

    private static bool Same(object? a, object? b) =>
        a is IReadOnlyList<object?> listA && b is IReadOnlyList<object?> listB ? listA.SequenceEqual(listB) : Equals(a, b);

    private static string Names(IEnumerable<RecordedStatement> statements) => string.Join(", ", statements.Select(s => s.Name));

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$", RegexOptions.None, 1000)]
    private static partial Regex Instant();
}
