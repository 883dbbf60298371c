using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Binding;
using CounselDesk.Architecture.Tests.Sql.Plans;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>
/// What migrations of one engine name must exist, which neither engine looks at before a trigger is fired, and both sides
/// of a pair must come to the same.
/// </summary>
internal static partial class EngineGate
{
    public const string Resolves = Names.Resolves;
    public const string Differs = "pair-differs";

    public static IEnumerable<Fault> Check(IReadOnlyList<Migration> migrations)
    {
        var schema = new Schema();
        foreach (var migration in migrations.Where(migration => !MigrationGate.ForSqlite(migration)))
        {
            var unknown = schema.NeverMade.Count;
            schema.Apply(migration.Text);
            foreach (var name in schema.NeverMade.Skip(unknown))
                yield return new Fault(Resolves, migration.Name, $"Drops {name}, and there is no such thing.");
            foreach (var fault in MigrationGate.ForSqlServer(migration) ? Bind(schema, migration) : [])
                yield return fault;
        }

        foreach (var server in migrations.Where(MigrationGate.ForSqlServer))
        {
            var name = server.Name.Replace(".sqlserver.", ".sqlite.", StringComparison.Ordinal);
            if (migrations.FirstOrDefault(migration => migration.Name == name) is { } embedded)
            {
                foreach (var fault in Compare(server, embedded))
                    yield return fault;
            }
        }
    }

    /// <summary>SQLite reads what a trigger names only when it is fired, or asked how it would fire it.</summary>
    public static IEnumerable<Fault> CheckTriggers(MigratedSqlite sqlite)
    {
        foreach (var text in sqlite.Ask("SELECT sql FROM sqlite_master WHERE type = 'trigger'"))
        {
            var found = SqliteTrigger().Match(text);
            var table = found.Groups["table"].Value;
            var columns = sqlite.Ask($"SELECT name FROM pragma_table_info('{table}')");
            var firing = found.Groups["event"].Value.ToUpperInvariant() switch
            {
                "INSERT" => $"INSERT INTO {table} DEFAULT VALUES",
                "DELETE" => $"DELETE FROM {table}",
                _ => $"UPDATE {table} SET {string.Join(", ", columns.Select(column => $"{column} = {column}"))}",
            };
            string? error = null;
            try
            {
                sqlite.Ask("EXPLAIN QUERY PLAN " + firing);
            }
            catch (SqliteException fault)
            {
                error = fault.Message;
            }

            if (error is not null)
                yield return new Fault(Resolves, $"{found.Groups["name"].Value} on {table}", error);
        }
    }

    /// <summary>The indexes that SQLite has are those that SQL Server gets.</summary>
    public static IEnumerable<Fault> CheckIndexes(MigratedSqlite sqlite, Schema schema)
    {
        var embedded = Indexes(Schema.From(sqlite.Ask("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")));
        var server = Indexes(schema);
        foreach (var one in embedded.Except(server, StringComparer.Ordinal))
            yield return new Fault(Differs, one, "Only SQLite has this index.");
        foreach (var one in server.Except(embedded, StringComparer.Ordinal))
            yield return new Fault(Differs, one, "Only SQL Server has this index.");
    }

    private static HashSet<string> Indexes(Schema schema) => schema.Keys.Where(key => key.IsIndex)
        .Select(key => $"{(key.Unique ? "UNIQUE " : "")}{key.Name} ON {key.Table} ({string.Join(", ", key.Columns)}) {Tsql.Text(key.Filter)}").ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<Fault> Bind(Schema schema, Migration migration)
    {
        var faults = new List<Fault>();
        foreach (var statement in Tsql.Parse(migration.Text).Script?.Batches.SelectMany(batch => batch.Statements) ?? [])
        {
            if (statement is TriggerStatementBody trigger)
                faults.AddRange(BindTrigger(schema, migration.Name, trigger));
            else
                statement.Accept(new TableFinder(schema, migration.Name, faults));
        }

        return faults;
    }

    // Whose rows a trigger looks at is decided by what fires it.
    private static IEnumerable<Fault> BindTrigger(Schema schema, string where, TriggerStatementBody trigger)
    {
        var name = trigger.TriggerObject.Name.BaseIdentifier.Value;
        return schema.Tables.TryGetValue(name, out var table)
            ? Binder.BindTrigger(schema, where, table, trigger.StatementList).Faults.Where(fault => fault.Rule is not (Isolation.Rule or Binder.HasWhere or PortableWords.Rule))
            : [new Fault(Resolves, where, $"{trigger.Name.BaseIdentifier.Value} is on {name}, and there is no such table.")];
    }

    private static IEnumerable<Fault> Compare(Migration server, Migration embedded)
    {
        var (onServer, onSqlite) = (ServerTriggers(server.Text), SqliteTriggers(embedded.Text));
        foreach (var missing in onServer.Except(onSqlite, StringComparer.OrdinalIgnoreCase))
            yield return new Fault(Differs, embedded.Name, $"Has no trigger for {missing}, and {server.Name} has.");
        foreach (var missing in onSqlite.Except(onServer, StringComparer.OrdinalIgnoreCase))
            yield return new Fault(Differs, server.Name, $"Has no trigger for {missing}, and {embedded.Name} has.");
        if (CreateTrigger().Count(Tsql.Words(embedded.Text)) != SqliteTrigger().Count(Tsql.Words(embedded.Text)))
            yield return new Fault(Differs, embedded.Name, "Has a trigger of which the gate cannot read what fires it: write CREATE TRIGGER name BEFORE UPDATE ON Table.");
    }

    private static HashSet<string> ServerTriggers(string text) =>
        (Tsql.Parse(text).Script?.Batches.SelectMany(batch => batch.Statements).OfType<TriggerStatementBody>() ?? [])
            .SelectMany(trigger => trigger.TriggerActions.Select(action => $"{action.TriggerActionType} ON {trigger.TriggerObject.Name.BaseIdentifier.Value}"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static HashSet<string> SqliteTriggers(string text) =>
        SqliteTrigger().Matches(Tsql.Words(text)).Select(match => $"{match.Groups["event"].Value} ON {match.Groups["table"].Value}").ToHashSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\bCREATE\s+TRIGGER\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CreateTrigger();

    [GeneratedRegex(@"\bCREATE\s+TRIGGER\s+(?<name>\w+)\s+(?:BEFORE|AFTER|INSTEAD\s+OF)\s+(?<event>INSERT|DELETE|UPDATE)(?:\s+OF\s+\w+(?:\s*,\s*\w+)*)?\s+ON\s+(?<table>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SqliteTrigger();

    /// <summary>Tables that a statement of SQL Server's own kind names: a view, a function, a policy.</summary>
    private sealed class TableFinder(Schema schema, string where, List<Fault> faults) : TSqlFragmentVisitor
    {
        public override void Visit(NamedTableReference node) => Look(node.SchemaObject);

        public override void Visit(CreateIndexStatement node)
        {
            Look(node.OnName);
            if (schema.Tables.TryGetValue(node.OnName.BaseIdentifier.Value, out var table))
            {
                foreach (var name in node.Columns.Select(column => column.Column.MultiPartIdentifier.Identifiers[^1].Value).Where(name => table.Columns.All(column => column.Name != name)))
                    faults.Add(new Fault(Resolves, where, $"{node.Name.Value} is on {table.Name}.{name}, and there is no such column."));
            }
        }

        private void Look(SchemaObjectName name)
        {
            var isSystems = name.SchemaIdentifier?.Value is "sys" or "INFORMATION_SCHEMA";
            if (!isSystems && !schema.Tables.ContainsKey(name.BaseIdentifier.Value))
                faults.Add(new Fault(Resolves, where, $"Names {name.BaseIdentifier.Value}, and there is no such table."));
        }
    }
}
