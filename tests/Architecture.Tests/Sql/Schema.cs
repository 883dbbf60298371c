using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>What a value is, as far as comparing and storing it goes.</summary>
internal enum Family
{
    Unknown,
    Id,
    Text,
    Whole,
    Flag,
    Day,
    Instant,
    Bytes,
}

internal sealed record Column(string Table, string Name, Family Family, string Type, bool Nullable, bool HasDefault);

/// <summary>A primary key, a UNIQUE rule, or an index of its own (<c>IsIndex</c>).</summary>
internal sealed record Key(string Name, string Table, IReadOnlyList<string> Columns, bool Unique, BooleanExpression? Filter, bool IsIndex = false);

internal sealed record Reference(string Name, string Table, IReadOnlyList<string> Columns, string Parent, DeleteUpdateAction OnDelete, DeleteUpdateAction OnUpdate);

internal sealed record Check(string Name, string Table, BooleanExpression Condition);

internal sealed record Table(string Name, List<Column> Columns)
{
    /// <summary>The column that says whose practice a row is; null for tables of the whole installation.</summary>
    public string? PracticeKey => Name == "Practices" ? "Id" : Columns.Any(column => column.Name == "PracticeId") ? "PracticeId" : null;
}

/// <summary>The schema as the migrations make it, read from their syntax trees.</summary>
internal sealed class Schema
{
    public Dictionary<string, Table> Tables { get; } = new(StringComparer.Ordinal);

    public List<Key> Keys { get; } = [];

    public List<Reference> References { get; } = [];

    public List<Check> Checks { get; } = [];

    /// <summary>Indexes, columns and rules that were to be dropped and were not there.</summary>
    public List<string> NeverMade { get; } = [];

    public static Schema From(IEnumerable<string> texts)
    {
        var schema = new Schema();
        foreach (var text in texts)
            schema.Apply(text);
        return schema;
    }

    public void Apply(string text)
    {
        foreach (var statement in Tsql.Parse(text).Script?.Batches.SelectMany(batch => batch.Statements) ?? [])
            Add(statement);
    }

    public static Family FamilyOf(DataTypeReference? type) => (type as SqlDataTypeReference)?.SqlDataTypeOption switch
    {
        SqlDataTypeOption.UniqueIdentifier => Family.Id,
        SqlDataTypeOption.NVarChar => Family.Text,
        SqlDataTypeOption.Int or SqlDataTypeOption.BigInt => Family.Whole,
        SqlDataTypeOption.Bit => Family.Flag,
        SqlDataTypeOption.Date => Family.Day,
        SqlDataTypeOption.DateTimeOffset => Family.Instant,
        SqlDataTypeOption.VarBinary => Family.Bytes,
        _ => Family.Unknown,
    };

    private void Add(TSqlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create:
                var table = new Table(create.SchemaObjectName.BaseIdentifier.Value, []);
                Tables.TryAdd(table.Name, table);
                Add(table, create.Definition);
                break;
            case AlterTableAddTableElementStatement alter when Tables.TryGetValue(alter.SchemaObjectName.BaseIdentifier.Value, out var known):
                Add(known, alter.Definition);
                break;
            case AlterTableDropTableElementStatement alter when Tables.TryGetValue(alter.SchemaObjectName.BaseIdentifier.Value, out var known):
                foreach (var element in alter.AlterTableDropTableElements)
                    Drop(known, element);
                break;
            case CreateIndexStatement index:
                Keys.Add(new Key(index.Name.Value, index.OnName.BaseIdentifier.Value, Names(index.Columns), index.Unique, index.FilterPredicate, IsIndex: true));
                break;
            case DropIndexStatement drop:
                foreach (var clause in drop.DropIndexClauses.OfType<DropIndexClause>())
                {
                    if (Keys.RemoveAll(key => key.Name == clause.Index.Value && key.Table == clause.Object.BaseIdentifier.Value) == 0)
                        NeverMade.Add($"{clause.Index.Value} ON {clause.Object.BaseIdentifier.Value}");
                }

                break;
            default:
                break;
        }
    }

    private void Drop(Table table, AlterTableDropTableElement element)
    {
        var name = element.Name.Value;
        var dropped = element.TableElementType == TableElementType.Column
            ? table.Columns.RemoveAll(column => column.Name == name)
            : Checks.RemoveAll(check => check.Name == name && check.Table == table.Name)
                + References.RemoveAll(reference => reference.Name == name && reference.Table == table.Name)
                + Keys.RemoveAll(key => key.Name == name && key.Table == table.Name && !key.IsIndex);
        if (dropped == 0)
            NeverMade.Add($"{name} ON {table.Name}");
    }

    private void Add(Table table, TableDefinition definition)
    {
        foreach (var column in definition.ColumnDefinitions)
        {
            var name = column.ColumnIdentifier.Value;
            var isNullable = !column.Constraints.Any(rule => rule is NullableConstraintDefinition { Nullable: false } or UniqueConstraintDefinition { IsPrimaryKey: true });
            table.Columns.Add(new Column(table.Name, name, FamilyOf(column.DataType), Tsql.Text(column.DataType), isNullable, column.DefaultConstraint is not null));
            foreach (var rule in column.Constraints)
                Add(table, rule, [name]);
        }

        foreach (var rule in definition.TableConstraints)
            Add(table, rule, []);
    }

    private void Add(Table table, ConstraintDefinition rule, IReadOnlyList<string> own)
    {
        var name = rule.ConstraintIdentifier?.Value ?? "";
        switch (rule)
        {
            case UniqueConstraintDefinition unique:
                Keys.Add(new Key(name, table.Name, unique.Columns.Count == 0 ? own : Names(unique.Columns), Unique: true, null));
                break;
            case ForeignKeyConstraintDefinition foreign:
                IReadOnlyList<string> columns = foreign.Columns.Count == 0 ? own : [.. foreign.Columns.Select(column => column.Value)];
                References.Add(new Reference(name, table.Name, columns, foreign.ReferenceTableName.BaseIdentifier.Value, foreign.DeleteAction, foreign.UpdateAction));
                break;
            case CheckConstraintDefinition check:
                Checks.Add(new Check(name, table.Name, check.CheckCondition));
                break;
            default:
                break;
        }
    }

    private static IReadOnlyList<string> Names(IEnumerable<ColumnWithSortOrder> columns) =>
        [.. columns.Select(column => column.Column.MultiPartIdentifier.Identifiers[^1].Value)];
}
