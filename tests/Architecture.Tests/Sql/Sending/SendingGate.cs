using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Binding;

namespace CounselDesk.Architecture.Tests.Sql.Sending;

/// <summary>The written exceptions, each with its reason.</summary>
internal sealed record SendingLists
{
    /// <summary>Statements that get their practice from elsewhere than the caller.</summary>
    public IReadOnlyDictionary<string, string> OtherPractice { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Statements that are sent otherwise than through <c>IDb</c>.</summary>
    public IReadOnlyDictionary<string, string> ByHand { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Nullable columns that a CHECK or the statement makes sure of: statement and column.</summary>
    public IReadOnlyDictionary<string, string> NeverNull { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What statements of a class leave out of a row on purpose: the class and the row, and the properties by name.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The enum that a column holds, as <see cref="MigrationLists.Enums"/>.</summary>
    public IReadOnlyDictionary<string, string> Enums { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>
/// Holds what is sent with each statement, and what its rows are read into, to what the statement says: the same names,
/// and types that either engine takes without converting.
/// </summary>
internal sealed class SendingGate(Schema schema, SendingLists lists)
{
    public const string Missing = "parameter-missing";
    public const string Superfluous = "parameter-superfluous";
    public const string Spelling = "parameter-spelling";
    public const string OwnPractice = "own-practice";
    public const string Unsent = "unsent";

    private const string Practice = "PracticeId";

    public IReadOnlyList<Fault> Check(IReadOnlyCollection<Sent> all)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. all.SelectMany(sent => Check(sent, needed)).Distinct(),
            .. Faults.Stale("the sending lists", lists.OtherPractice.Keys.Concat(lists.NeverNull.Keys).Concat(LeftOut(lists)), needed),
        ];
    }

    /// <summary>Statements that nothing sends, and that no other statement is built from.</summary>
    public IEnumerable<Fault> CheckUnsent(IReadOnlyCollection<Statement> statements, IReadOnlyCollection<Sent> all)
    {
        var sent = all.Select(entry => entry.Statement.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var statement in statements.Where(statement => !sent.Contains(statement.Name) && !lists.ByHand.ContainsKey(statement.Name)))
        {
            if (!statements.Any(other => other != statement && other.Text.Contains(statement.Text, StringComparison.Ordinal)))
                yield return new Fault(Unsent, statement.Name, "Nothing sends it: delete it, or list it with the reason why it is sent otherwise than through IDb.");
        }

        foreach (var stale in Faults.Stale("the statements sent by hand", lists.ByHand.Keys, statements.Select(statement => statement.Name).Where(name => !sent.Contains(name)).ToHashSet(StringComparer.Ordinal)))
            yield return stale;
    }

    private IEnumerable<Fault> Check(Sent sent, HashSet<string> needed)
    {
        var where = $"{sent.Where} {sent.Statement.Name}";
        // What does not parse is the statement gate's matter.
        if (Tsql.Parse(sent.Statement.Text) is not { Errors.Count: 0, Script: { } script } || script.Batches.SelectMany(batch => batch.Statements).ToList() is not [var tree])
            return [];
        var findings = Binder.Bind(schema, where, tree);
        return
        [
            .. Names(where, sent),
            .. Whose(where, sent, needed),
            .. sent.Supplied.Where(member => Tsql.Parameters(sent.Statement.Text).Contains("@" + member.Name, StringComparer.Ordinal)).SelectMany(member => new ParameterCheck(where, lists.Enums).Check(member, findings.Parameters, IsList(sent.Statement.Text, member.Name))),
            .. new RowCheck(where, sent, lists, needed).Check(findings),
        ];
    }

    private static IEnumerable<Fault> Names(string where, Sent sent)
    {
        var named = Tsql.Parameters(sent.Statement.Text).Select(name => name[1..]).ToHashSet(StringComparer.Ordinal);
        var supplied = sent.Supplied.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var extra = supplied.Where(name => !named.Contains(name)).ToList();
        foreach (var missing in named.Where(name => !supplied.Contains(name) && name != Practice))
        {
            if (extra.Find(name => string.Equals(name, missing, StringComparison.OrdinalIgnoreCase)) is { } alike)
            {
                extra.Remove(alike);
                yield return new Fault(Spelling, where, $"@{missing} is supplied as {alike}: SQLite tells capitals apart.");
                continue;
            }

            yield return new Fault(Missing, where, $"@{missing} is not supplied.");
        }

        foreach (var name in extra)
            yield return new Fault(Superfluous, where, $"{name} is supplied, and the statement does not name it: it would be sent to the server with every call, and may be another parameter misspelt.");
    }

    private IEnumerable<Fault> Whose(string where, Sent sent, HashSet<string> needed)
    {
        if (sent.Supplied.All(member => member.Name != Practice))
            yield break;
        if (lists.OtherPractice.ContainsKey(sent.Statement.Name))
            needed.Add(sent.Statement.Name);
        else
            yield return new Fault(OwnPractice, where, "Supplies PracticeId, which is the caller's unless somebody says otherwise: leave it out, or list it with a reason.");
    }

    /// <summary>Every property of the list by itself, so that one that nothing needs any more is found.</summary>
    private static IEnumerable<string> LeftOut(SendingLists lists) =>
        lists.LeftOut.SelectMany(entry => entry.Value.Split(' ').Select(property => $"{entry.Key}.{property}"));

    private static bool IsList(string sql, string name) =>
        Regex.IsMatch(sql, $@"\bIN\s+@{Regex.Escape(name)}\b", RegexOptions.None, TimeSpan.FromSeconds(1));
}
