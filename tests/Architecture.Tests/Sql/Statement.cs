using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>A constant that holds SQL: <c>Feature/Type.Constant</c> and its text.</summary>
internal sealed record Statement(string Name, string Text)
{
    /// <summary>Every <c>const string …Sql</c> of an assembly, of any visibility and in nested types too.</summary>
    public static IEnumerable<Statement> In(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(field => field.IsLiteral && field.FieldType == typeof(string) && field.Name.EndsWith("Sql", StringComparison.Ordinal))
            .Select(field => new Statement(NameOf(type, field), (string)field.GetRawConstantValue()!)));

    /// <summary>The same name, of a constant that the compiler found.</summary>
    public static string NameOf(INamedTypeSymbol type, string constant)
    {
        var name = type.Name;
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name = $"{outer.Name}.{name}";
        return $"{type.ContainingNamespace.Name}/{name}.{constant}";
    }

    private static string NameOf(Type type, FieldInfo field)
    {
        var name = type.Name;
        for (var outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
            name = $"{outer.Name}.{name}";
        return $"{type.Namespace?.Split('.')[^1]}/{name}.{field.Name}";
    }
}
