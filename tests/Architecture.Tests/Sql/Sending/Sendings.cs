using CounselDesk.Architecture.Tests.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CounselDesk.Architecture.Tests.Sql.Sending;

/// <summary>One way in which a statement is sent: with what, and what its rows are read into.</summary>
/// <param name="Where">File and line.</param>
/// <param name="Statement">The constant.</param>
/// <param name="Supplied">The properties of the object that is sent with it.</param>
/// <param name="Row">Null for <c>Execute</c>.</param>
/// <param name="IsOneRow"><c>Find</c>, whose null says that there is no row.</param>
internal sealed record Sent(string Where, Statement Statement, IReadOnlyList<Member> Supplied, RowType? Row, bool IsOneRow);

/// <summary>
/// Finds everything that is given to <c>IDb</c>, by way of private methods and of records that carry a statement too.
/// What cannot be followed is a fault: the gate sees everything, or says that it does not.
/// </summary>
internal sealed class Sendings
{
    public const string Constant = "sql-in-constants";
    public const string Undetermined = "undetermined";

    private const int Deepest = 4;

    private static readonly string[] Doors = ["Query", "Find", "Stream", "Execute"];

    private readonly CompiledSource _source;
    private readonly INamedTypeSymbol _db;
    private readonly List<Fault> _faults = [];
    private readonly List<Sent> _sent = [];

    private Sendings(CompiledSource source) => (_source, _db) = (source, source.Type("CounselDesk.Application.Common.IDb"));

    public static (IReadOnlyList<Sent> Sent, IReadOnlyList<Fault> Faults) In(CompiledSource source)
    {
        var sendings = new Sendings(source);
        foreach (var name in source.Nodes<SimpleNameSyntax>().Where(name => Doors.Contains(name.Identifier.ValueText, StringComparer.Ordinal)))
            sendings.Look(name);
        return (sendings._sent, sendings._faults);
    }

    private void Look(SimpleNameSyntax name)
    {
        var info = _source.Model(name).GetSymbolInfo(name);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol door || !IsDoor(door) || name.Parent is MethodDeclarationSyntax)
            return;
        if (name.Parent is not (MemberAccessExpressionSyntax or MemberBindingExpressionSyntax)
            || name.Parent.Parent is not InvocationExpressionSyntax { ArgumentList.Arguments: [var sql, var args, ..] } || info.Symbol is null)
        {
            _faults.Add(new Fault(Undetermined, At(name), $"Uses IDb.{door.Name} otherwise than by a call that compiles: call it with a statement, its values and the token."));
            return;
        }

        Follow(At(name), sql.Expression, args.Expression, door.TypeArguments.FirstOrDefault(), door.Name == "Find", 0);
    }

    private bool IsDoor(IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingType, _db) || method.ContainingType.AllInterfaces.Contains(_db, SymbolEqualityComparer.Default);

    private void Follow(string where, ExpressionSyntax sql, ExpressionSyntax args, ITypeSymbol? row, bool isOneRow, int depth)
    {
        var passed = new ISymbol?[] { Passed(sql), Passed(args), row as ITypeParameterSymbol }.FirstOrDefault(symbol => symbol is not null);
        // What is itself an IDb passes on what its own callers give it, and they are seen.
        if (passed is IParameterSymbol { ContainingSymbol.ContainingType: { } owner } && owner.AllInterfaces.Contains(_db, SymbolEqualityComparer.Default))
            return;
        if (passed is not null)
        {
            if (passed.ContainingSymbol is not IMethodSymbol { DeclaredAccessibility: Accessibility.Private or Accessibility.NotApplicable } method || depth == Deepest)
            {
                _faults.Add(new Fault(Constant, where, $"Takes '{passed.Name}' from whoever calls: only a private method may pass a statement or its values on, so that the gate sees them."));
                return;
            }

            foreach (var call in CallsOf(method))
                Follow(At(call), Given(call, method, sql), Given(call, method, args), Given(call, method, row), isOneRow, depth + 1);
            return;
        }

        if (Supplied(where, args) is not { } supplied)
            return;
        if (row is not (null or INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Enum, SpecialType: not SpecialType.System_Object } or IArrayTypeSymbol))
        {
            _faults.Add(new Fault(Undetermined, where, $"Reads rows into '{row}', of which the gate cannot tell the properties: read a value or a record."));
            return;
        }

        foreach (var statement in Statements(where, sql, 0))
            _sent.Add(new Sent(where, statement, supplied, row is null ? null : RowType.Of(row), isOneRow));
    }

    private IParameterSymbol? Passed(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax && _source.Symbol(expression) is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } parameter
        && (parameter.Type.SpecialType is SpecialType.System_String or SpecialType.System_Object) ? parameter : null;

    private IEnumerable<InvocationExpressionSyntax> CallsOf(IMethodSymbol method) =>
        _source.Nodes<InvocationExpressionSyntax>().Where(call => NameOf(call.Expression) == method.Name
            && SymbolEqualityComparer.Default.Equals((_source.Symbol(call) as IMethodSymbol)?.OriginalDefinition, method.OriginalDefinition));

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    private ExpressionSyntax Given(InvocationExpressionSyntax call, IMethodSymbol method, ExpressionSyntax expression) =>
        Passed(expression) is { } parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method)
            ? (call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
                ?? call.ArgumentList.Arguments[parameter.Ordinal]).Expression
            : expression;

    private ITypeSymbol? Given(InvocationExpressionSyntax call, IMethodSymbol method, ITypeSymbol? row) =>
        row is ITypeParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method)
            ? ((IMethodSymbol)_source.Symbol(call)!).TypeArguments[parameter.Ordinal]
            : row;

    private IEnumerable<Statement> Statements(string where, ExpressionSyntax sql, int depth)
    {
        switch (sql)
        {
            case ParenthesizedExpressionSyntax inner:
                return Statements(where, inner.Expression, depth);
            case ConditionalExpressionSyntax choice:
                return [.. Statements(where, choice.WhenTrue, depth), .. Statements(where, choice.WhenFalse, depth)];
        }

        switch (_source.Symbol(sql))
        {
            case IFieldSymbol { IsConst: true, ConstantValue: string text } constant when constant.Name.EndsWith("Sql", StringComparison.Ordinal) && !StatementGate.IsPartName(constant.Name):
                return [new Statement(Statement.NameOf(constant.ContainingType, constant.Name), text)];
            // A record that carries a statement: whatever it is made with.
            case IPropertySymbol property when depth < Deepest && MadeWith(property) is { Count: > 0 } made:
                return [.. made.SelectMany(argument => Statements(At(argument), argument, depth + 1))];
            default:
                _faults.Add(new Fault(Constant, where, $"Sends '{sql}' to the database: send a whole const string …Sql by its name, so that the statement gate sees it."));
                return [];
        }
    }

    private List<ExpressionSyntax> MadeWith(IPropertySymbol property)
    {
        var type = property.ContainingType;
        if (type is not { IsRecord: true } || type.InstanceConstructors.SelectMany(made => made.Parameters).FirstOrDefault(parameter => parameter.Name == property.Name) is not { } carrying)
            return [];
        return
        [
            .. _source.Nodes<BaseObjectCreationExpressionSyntax>()
                .Where(made => made.ArgumentList?.Arguments.Count == ((IMethodSymbol)carrying.ContainingSymbol).Parameters.Length
                    && (made is not ObjectCreationExpressionSyntax named || named.Type.ToString().EndsWith(type.Name, StringComparison.Ordinal))
                    && SymbolEqualityComparer.Default.Equals(_source.TypeOf(made), type))
                .Select(made => made.ArgumentList!.Arguments[carrying.Ordinal].Expression),
        ];
    }

    private IReadOnlyList<Member>? Supplied(string where, ExpressionSyntax args)
    {
        if (_source.Model(args).GetConstantValue(args) is { HasValue: true, Value: null })
            return [];
        // Only what cannot be another type when the program runs tells which properties are sent.
        var info = _source.Model(args).GetTypeInfo(args);
        if (info is { Type: INamedTypeSymbol type, Nullability.FlowState: not NullableFlowState.MaybeNull } && (type.IsAnonymousType || type is { IsSealed: true, SpecialType: SpecialType.None } or { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None }))
            return [.. RowType.PropertiesOf(type).Where(property => property.GetMethod is not null).Select(property => new Member(property.Name, Carried.Of(property.Type)))];
        _faults.Add(new Fault(Undetermined, where, $"Sends '{args}', of which the gate cannot tell the properties: send an anonymous object, a sealed record, or null."));
        return null;
    }

    private static string At(SyntaxNode node)
    {
        var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        return FormattableString.Invariant($"{node.SyntaxTree.FilePath}:{line}");
    }
}
