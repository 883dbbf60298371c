using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>The written exceptions for migrations, each with its reason.</summary>
internal sealed record MigrationLists
{
    /// <summary>Which enum's names a column with a CHECK … IN ('…') holds: <c>Table.Column</c> to the enum's name. A table may still be to come.</summary>
    public IReadOnlyDictionary<string, string> Enums { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Closed lists of words that are no enum of the program.</summary>
    public IReadOnlyDictionary<string, string> OtherWords { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Migrations of one engine without a counterpart for the other.</summary>
    public IReadOnlyDictionary<string, string> OneEngine { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Holds the schema to the types, names, indexes and word lists that the house agreed on.</summary>
internal sealed partial class MigrationGate(IReadOnlyCollection<Type> enums, MigrationLists lists)
{
    public const string FileName = "file-name";
    public const string Paired = "paired";
    public const string PortableType = "portable-type";
    public const string Named = "named-constraint";
    public const string UniqueName = "unique-name";
    public const string EnumWords = "enum-words";
    public const string FilteredUnique = "filtered-unique";

    private static readonly Regex[] PortableTypes =
    [
        .. new[] { "UNIQUEIDENTIFIER", @"NVARCHAR ?\((?:MAX|\d+)\)", "INT", "BIGINT", "BIT", "DATE", @"DATETIMEOFFSET ?\(3\)", @"VARBINARY ?\(MAX\)" }
            .Select(type => new Regex($"^{type}$", RegexOptions.None, TimeSpan.FromSeconds(1))),
    ];

    public IReadOnlyList<Fault> Check(IReadOnlyList<Migration> migrations)
    {
        var schema = Schema.From(migrations.Where(migration => !ForSqlite(migration)).Select(migration => migration.Text));
        var needed = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. Files(migrations, needed),
            .. migrations.Where(migration => !ForSqlite(migration)).SelectMany(migration => ForSqlServer(migration)
                ? Parse(migration.Name, migration.Text)
                : Check(migration.Name, migration.Text)),
            .. Names(migrations),
            .. EngineGate.Check(migrations),
            .. Keys(schema),
            .. Words(schema, needed),
            .. Faults.Stale("the migration lists", lists.Enums.Keys.Where(place => schema.Tables.ContainsKey(place.Split('.')[0])).Concat(lists.OtherWords.Keys).Concat(lists.OneEngine.Keys), needed),
        ];
    }

    /// <summary>What can be said of one text that both engines run.</summary>
    public static IEnumerable<Fault> Check(string where, string text)
    {
        var words = PortableWords.InText(where, text).ToList();
        var errors = Parse(where, text).ToList();
        if (errors.Count > 0)
            return words.Count > 0 ? words : errors;
        var visitor = new Visitor(where);
        var script = Tsql.Parse(text).Script!;
        script.Accept(visitor);
        var odd = script.Batches.SelectMany(batch => batch.Statements)
            .Where(statement => statement is not (CreateTableStatement or CreateIndexStatement or AlterTableAddTableElementStatement or InsertStatement or UpdateStatement))
            .Select(statement => new Fault(PortableWords.Rule, where, $"'{Tsql.Text(statement)}' is not among CREATE TABLE, CREATE INDEX, ALTER TABLE … ADD, INSERT and UPDATE: put it into a pair of migrations, one for each engine."));
        return [.. words, .. words.Count > 0 ? [] : PortableWords.InTree(where, script), .. odd, .. visitor.Found];
    }

    private static IEnumerable<Fault> Parse(string where, string text) =>
        Tsql.Parse(text).Errors.Select(error => new Fault(StatementGate.Parses, where, $"T-SQL's parser refuses it, {error}"));

    private IEnumerable<Fault> Files(IReadOnlyList<Migration> migrations, HashSet<string> needed)
    {
        foreach (var odd in migrations.Where(migration => !NameForm().IsMatch(migration.Name)))
            yield return new Fault(FileName, odd.Name, "Name it NNNN_name.sql, or NNNN_name.sqlite.sql and NNNN_name.sqlserver.sql; lower case.");
        foreach (var number in migrations.GroupBy(migration => migration.Name[..4], StringComparer.Ordinal))
        {
            var stems = number.Select(migration => migration.Name.Split('.')[0]).Distinct(StringComparer.Ordinal).ToList();
            if (stems.Count > 1)
                yield return new Fault(FileName, string.Join(", ", number.Select(migration => migration.Name)), $"Number {number.Key} is taken twice: the later one takes the next free number.");
        }

        var names = migrations.Select(migration => migration.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var single in migrations.Where(migration => ForSqlite(migration) || ForSqlServer(migration)))
        {
            var other = ForSqlite(single) ? single.Name.Replace(".sqlite.", ".sqlserver.", StringComparison.Ordinal) : single.Name.Replace(".sqlserver.", ".sqlite.", StringComparison.Ordinal);
            if (names.Contains(other))
                continue;
            if (lists.OneEngine.ContainsKey(single.Name))
                needed.Add(single.Name);
            else
                yield return new Fault(Paired, single.Name, $"Only one engine gets it: add {other}, or list it with a reason.");
        }
    }

    private static IEnumerable<Fault> Names(IReadOnlyList<Migration> migrations)
    {
        // An index that was dropped has given its name back.
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var migration in migrations.Where(migration => !ForSqlite(migration)))
        {
            var visitor = new Visitor(migration.Name);
            Tsql.Parse(migration.Text).Script?.Accept(visitor);
            foreach (var (name, isDropped) in visitor.Names)
            {
                if (isDropped)
                    taken.Remove(name);
                else if (!taken.TryAdd(name, migration.Name))
                    yield return new Fault(UniqueName, $"{taken[name]}, {migration.Name}", $"{name} names two things: tables, constraints and indexes each have a name of their own in the whole schema.");
            }
        }
    }

    private static IEnumerable<Fault> Keys(Schema schema)
    {
        foreach (var key in schema.Keys.Where(key => key.Unique))
        {
            foreach (var column in key.Columns.Where(column => schema.Tables.GetValueOrDefault(key.Table)?.Columns.FirstOrDefault(known => known.Name == column) is { Nullable: true }))
            {
                if (!Tsql.Text(key.Filter).Contains($"{column} IS NOT NULL", StringComparison.OrdinalIgnoreCase))
                    yield return new Fault(FilteredUnique, key.Name, $"{key.Table}.{column} may be NULL, of which SQL Server allows one and SQLite many: make it an index WHERE {column} IS NOT NULL.");
            }
        }
    }

    private IEnumerable<Fault> Words(Schema schema, HashSet<string> needed)
    {
        foreach (var check in schema.Checks)
        {
            var finder = new WordLists();
            check.Condition.Accept(finder);
            foreach (var (column, words) in finder.Found)
            {
                var place = $"{check.Table}.{column}";
                if (lists.OtherWords.ContainsKey(place))
                {
                    needed.Add(place);
                    if (enums.FirstOrDefault(type => Enum.GetNames(type).SequenceEqual(words, StringComparer.Ordinal)) is { } arrived)
                        yield return new Fault(EnumWords, check.Name, $"{place} holds the names of {arrived.Name}: enter it among MigrationTests' enums, instead of among the other words.");
                    continue;
                }

                if (!lists.Enums.TryGetValue(place, out var name))
                {
                    yield return new Fault(EnumWords, check.Name, $"Lists the words of {place}, but the gate does not know their enum: enter \"{place}\" and the enum's name in MigrationTests.");
                    continue;
                }

                needed.Add(place);
                if (enums.Where(type => type.Name == name).ToList() is not [var known])
                {
                    yield return new Fault(EnumWords, check.Name, $"{place} holds the enum {name}, of which Domain and Application have none or several.");
                    continue;
                }

                foreach (var missing in Enum.GetNames(known).Except(words, StringComparer.Ordinal))
                    yield return new Fault(EnumWords, check.Name, $"{place} cannot hold {name}.{missing}: add it to the CHECK.");
                foreach (var extra in words.Except(Enum.GetNames(known), StringComparer.Ordinal))
                    yield return new Fault(EnumWords, check.Name, $"{place} allows '{extra}', which {name} lacks.");
                var longest = Enum.GetNames(known).Max(word => word.Length);
                if (schema.Tables.GetValueOrDefault(check.Table)?.Columns.FirstOrDefault(known => known.Name == column) is { } width
                    && Width().Match(width.Type) is { Success: true } match && int.Parse(match.Groups["n"].Value, System.Globalization.CultureInfo.InvariantCulture) < longest)
                    yield return new Fault(EnumWords, check.Name, $"{place} is {width.Type}, too short for {name}'s longest name of {longest} characters.");
            }
        }
    }

    public static bool ForSqlite(Migration migration) => migration.Name.EndsWith(".sqlite.sql", StringComparison.Ordinal);

    public static bool ForSqlServer(Migration migration) => migration.Name.EndsWith(".sqlserver.sql", StringComparison.Ordinal);

    [GeneratedRegex(@"^\d{4}_[a-z0-9_]+(?:\.(?:sqlite|sqlserver))?\.sql$", RegexOptions.None, 1000)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^NVARCHAR ?\((?<n>\d+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Width();

    private sealed class Visitor(string where) : TSqlFragmentVisitor
    {
        public List<Fault> Found { get; } = [];

        public List<(string Name, bool IsDropped)> Names { get; } = [];

        public override void Visit(CreateTableStatement node) => Names.Add((node.SchemaObjectName.BaseIdentifier.Value, false));

        public override void Visit(CreateIndexStatement node) => Names.Add((node.Name.Value, false));

        public override void Visit(DropIndexClause node) => Names.Add((node.Index.Value, true));

        public override void Visit(AlterTableDropTableElement node)
        {
            if (node.TableElementType == TableElementType.Constraint)
                Names.Add((node.Name.Value, true));
        }

        public override void Visit(ColumnDefinition node)
        {
            var type = Tsql.Text(node.DataType);
            if (!PortableTypes.Any(known => known.IsMatch(type)))
                Found.Add(new Fault(PortableType, where, $"{node.ColumnIdentifier.Value} is {type}: both engines have UNIQUEIDENTIFIER, NVARCHAR(n), NVARCHAR(MAX), INT, BIGINT, BIT, DATE, DATETIMEOFFSET(3) and VARBINARY(MAX)."));
            if (!node.Constraints.Any(rule => rule is NullableConstraintDefinition))
                Found.Add(new Fault(PortableType, where, $"{node.ColumnIdentifier.Value} says neither NULL nor NOT NULL; what it means then is a setting of the server."));
            if (node.IdentityOptions is not null || node.ComputedColumnExpression is not null)
                Found.Add(new Fault(PortableType, where, $"{node.ColumnIdentifier.Value} is filled in by one engine: give its value in C#."));
        }

        public override void Visit(ConstraintDefinition node)
        {
            if (node is NullableConstraintDefinition)
                return;
            if (node.ConstraintIdentifier?.Value is { } name)
                Names.Add((name, false));
            else
                Found.Add(new Fault(Named, where, $"'{Tsql.Text(node)}' has no name; SQL Server would make one up on each database: write CONSTRAINT name …."));
        }
    }

    private sealed class WordLists : TSqlFragmentVisitor
    {
        public List<(string Column, IReadOnlyList<string> Words)> Found { get; } = [];

        public override void Visit(InPredicate node)
        {
            if (node.Expression is ColumnReferenceExpression column && node.Values.All(value => value is StringLiteral))
                Found.Add((column.MultiPartIdentifier.Identifiers[^1].Value, [.. node.Values.Cast<StringLiteral>().Select(value => value.Value)]));
        }
    }
}
