using CounselDesk.Architecture.Tests.Common;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>
/// Binds one statement against the schema as SQL Server would, which SQLite, being lax, would not show: names, insert
/// lists, grouping, types. It knows every table in scope, so it proves practice isolation on the way, and tells what
/// parameters stand for, what a query puts out, and what each table is looked up by.
/// </summary>
internal sealed class Binder
{
    public const string Insert = "insert";
    public const string HasWhere = "has-where";

    private readonly Schema _schema;
    private readonly Findings _findings;
    private readonly Isolation _isolation;
    private readonly ValueTypes _types;
    private readonly Queries _queries;

    private Binder(Schema schema, string where, Table? changed = null)
    {
        _schema = schema;
        _findings = new Findings(where);
        _isolation = new Isolation(_findings);
        _types = new ValueTypes(_findings);
        _queries = new Queries(schema, changed, _findings, _isolation, _types);
    }

    public static Findings Bind(Schema schema, string where, TSqlStatement statement)
    {
        var binder = new Binder(schema, where);
        binder.Bind(statement);
        return binder._findings;
    }

    /// <summary>Binds what a trigger of SQL Server does, with <c>inserted</c> and <c>deleted</c> in sight.</summary>
    public static Findings BindTrigger(Schema schema, string where, Table changed, TSqlFragment body)
    {
        var binder = new Binder(schema, where, changed);
        body.Accept(new TriggerBody(binder));
        return binder._findings;
    }

    private void Bind(TSqlStatement statement)
    {
        if (statement is StatementWithCtesAndXmlNamespaces { WithCtesAndXmlNamespaces.CommonTableExpressions: { } ctes })
        {
            foreach (var cte in ctes)
                _queries.BindCte(cte);
        }

        switch (statement)
        {
            case SelectStatement select:
                _findings.Output = _queries.Bind(select.QueryExpression, null, Place.Outermost);
                break;
            case InsertStatement { InsertSpecification: var insert }:
                BindInsert(insert);
                break;
            case UpdateStatement { UpdateSpecification: var update }:
                BindUpdate(update);
                break;
            case DeleteStatement { DeleteSpecification: var delete }:
                BindDelete(delete);
                break;
            default:
                _findings.Add(Queries.Shape, $"Is a {statement.GetType().Name}: only SELECT, INSERT, UPDATE and DELETE are written as statements of the program.");
                break;
        }
    }

    private void BindInsert(InsertSpecification insert)
    {
        var name = (insert.Target as NamedTableReference)?.SchemaObject.BaseIdentifier.Value ?? "";
        if (!_schema.Tables.TryGetValue(name, out var table))
        {
            _queries.Names.NoTable(name);
            return;
        }

        var names = insert.Columns.Select(column => column.MultiPartIdentifier.Identifiers[^1].Value).ToList();
        CheckList(table, names);
        switch (insert.InsertSource)
        {
            case ValuesInsertSource values:
                foreach (var row in values.RowValues)
                {
                    foreach (var value in row.ColumnValues)
                        _queries.Walk(value, new Scope(null));
                    BindValues(table, names, [.. row.ColumnValues]);
                }

                break;
            case SelectInsertSource { Select: QuerySpecification select }:
                _queries.Bind(select, null, Place.Exists);
                BindValues(table, names, [.. select.SelectElements.OfType<SelectScalarExpression>().Select(element => element.Expression)]);
                break;
            case SelectInsertSource other:
                var count = _queries.Bind(other.Select, null, Place.Exists).Count;
                if (count != names.Count)
                    _findings.Add(Insert, $"Names {names.Count} columns and selects {count}.");
                if (table.PracticeKey is not null)
                    _findings.Add(Isolation.Rule, $"Sets {name}'s practice by a UNION: insert by separate statements.");
                break;
            default:
                break;
        }
    }

    private void CheckList(Table table, List<string> names)
    {
        if (names.Count == 0)
            _findings.Add(Insert, $"Names no columns: write INSERT INTO {table.Name} (…).");
        foreach (var unknown in names.Where(column => table.Columns.All(known => known.Name != column)))
            _findings.Add(Names.Resolves, $"{table.Name} has no column {unknown}; it has {Names.List(table.Columns.Select(column => column.Name))}.");
        if (names.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            _findings.Add(Insert, $"Names column {twice.Key} twice.");
        if (names.Count == 0)
            return;
        foreach (var missing in table.Columns.Where(column => column is { Nullable: false, HasDefault: false } && !names.Contains(column.Name, StringComparer.Ordinal)))
            _findings.Add(Insert, $"Leaves out {table.Name}.{missing.Name}, which is NOT NULL.");
    }

    private void BindValues(Table table, IReadOnlyList<string> names, IReadOnlyList<ScalarExpression> values)
    {
        if (values.Count != names.Count)
        {
            _findings.Add(Insert, $"Names {names.Count} columns and gives {values.Count} values.");
            return;
        }

        foreach (var (name, value) in names.Zip(values))
        {
            if (table.Columns.FirstOrDefault(known => known.Name == name) is not { } column)
                continue;
            if (value is NullLiteral && !column.Nullable)
                _findings.Add(Insert, $"Gives NULL to {table.Name}.{name}, which is NOT NULL.");
            _types.Stored(table.Name, column, value);
            _isolation.CheckValue(table, name, value);
        }
    }

    private void BindUpdate(UpdateSpecification update)
    {
        var scope = new Scope(null);
        _queries.BindTable(update.Target, scope);
        var target = scope.Sources.FirstOrDefault();
        foreach (var set in update.SetClauses.OfType<AssignmentSetClause>().Where(set => set.Column is not null))
        {
            _queries.Walk(set.Column, scope);
            _queries.Walk(set.NewValue, scope);
            var name = set.Column.MultiPartIdentifier.Identifiers[^1].Value;
            if (target?.Table?.Columns.FirstOrDefault(known => known.Name == name) is not { } column)
                continue;
            if (set.NewValue is NullLiteral && !column.Nullable)
                _findings.Add(Insert, $"Gives NULL to {target.Name}.{name}, which is NOT NULL.");
            _types.Stored(target.Name, column, set.NewValue);
            if (name == target.Table.PracticeKey)
                _findings.Add(Isolation.Rule, $"Changes {target.Name}.{name}: a row never changes its practice.");
        }

        Guarded("UPDATE", update.WhereClause, scope);
    }

    private void BindDelete(DeleteSpecification delete)
    {
        var scope = new Scope(null);
        _queries.BindTable(delete.Target, scope);
        Guarded("DELETE", delete.WhereClause, scope);
    }

    private void Guarded(string verb, WhereClause? clause, Scope scope)
    {
        if (clause?.SearchCondition is null)
        {
            _findings.Add(HasWhere, $"{verb} without WHERE touches every row of every practice.");
            return;
        }

        _queries.BindCondition(clause.SearchCondition, scope, null);
        _queries.Close(scope);
    }

    private sealed class TriggerBody(Binder binder) : TSqlFragmentVisitor
    {
        public override void ExplicitVisit(IfStatement node)
        {
            binder._queries.Walk(node.Predicate, new Scope(null));
            node.ThenStatement?.Accept(this);
            node.ElseStatement?.Accept(this);
        }

        public override void ExplicitVisit(SelectStatement node) => binder.Bind(node);

        public override void ExplicitVisit(InsertStatement node) => binder.Bind(node);

        public override void ExplicitVisit(UpdateStatement node) => binder.Bind(node);

        public override void ExplicitVisit(DeleteStatement node) => binder.Bind(node);
    }
}
