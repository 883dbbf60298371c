using Microsoft.CodeAnalysis;

namespace CounselDesk.Architecture.Tests.Sql.Sending;

/// <summary>A C# type by what it carries to or from the database.</summary>
/// <param name="CSharp">As it is written.</param>
/// <param name="Family">Unknown for what no column takes (floating numbers, <c>DateTime</c>, …).</param>
/// <param name="IsBig"><c>long</c>, not <c>int</c>.</param>
/// <param name="IsNullable">By its annotation too.</param>
/// <param name="IsList">Becomes an <c>IN</c> list; the rest describes one item.</param>
/// <param name="Enum">The enum's name, which is stored by the names of its members.</param>
/// <param name="Words">Those names.</param>
internal sealed record Carried(string CSharp, Family Family, bool IsBig, bool IsNullable, bool IsList, string? Enum, IReadOnlyList<string> Words)
{
    public bool IsReference { get; private init; }

    public static Carried Of(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] })
            return Of(inner) with { CSharp = Text(type), IsNullable = true };

        var isBytes = type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte };
        if (!isBytes && type.SpecialType != SpecialType.System_String && ItemOf(type) is { } item)
            return Of(item) with { CSharp = Text(type), IsList = true };

        return new Carried(
            Text(type),
            isBytes ? Family.Bytes : FamilyOf(type),
            IsBig: type.SpecialType == SpecialType.System_Int64,
            IsNullable: type.NullableAnnotation == NullableAnnotation.Annotated,
            IsList: false,
            type.TypeKind == TypeKind.Enum ? type.Name : null,
            type.TypeKind == TypeKind.Enum ? [.. type.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue).Select(member => member.Name)] : [])
        {
            IsReference = type.IsReferenceType,
        };
    }

    private static Family FamilyOf(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Enum } => Family.Text,
        { SpecialType: SpecialType.System_String } => Family.Text,
        { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } => Family.Whole,
        { SpecialType: SpecialType.System_Boolean } => Family.Flag,
        { ContainingNamespace.Name: "System", Name: "Guid" } => Family.Id,
        { ContainingNamespace.Name: "System", Name: "DateOnly" } => Family.Day,
        { ContainingNamespace.Name: "System", Name: "DateTimeOffset" } => Family.Instant,
        _ => Family.Unknown,
    };

    private static ITypeSymbol? ItemOf(ITypeSymbol type) => type is IArrayTypeSymbol array
        ? array.ElementType
        : type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>()
            .FirstOrDefault(known => known.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}

/// <summary>A property of an object, by what it carries.</summary>
internal sealed record Member(string Name, Carried Type);

/// <summary>What a row is read into: one value, or a record whose properties are the columns.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Value">For a row of one value.</param>
/// <param name="Members">For a record: what can be set.</param>
/// <param name="IsMadeEmpty">Has a constructor without parameters; others break on SQLite's Int64.</param>
internal sealed record RowType(string Name, Carried? Value, IReadOnlyList<Member> Members, bool IsMadeEmpty)
{
    public static RowType Of(ITypeSymbol type)
    {
        var carried = Carried.Of(type);
        if (carried.Family != Family.Unknown || type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } record || type.SpecialType != SpecialType.None)
            return new RowType(carried.CSharp, carried, [], IsMadeEmpty: true);
        return new RowType(
            carried.CSharp,
            null,
            [.. PropertiesOf(record).Where(property => property.SetMethod is not null).Select(property => new Member(property.Name, Carried.Of(property.Type)))],
            record.TypeKind == TypeKind.Struct || record.InstanceConstructors.Any(made => made.Parameters.Length == 0));
    }

    /// <summary>The public properties of a type and of those it stems from.</summary>
    public static IEnumerable<IPropertySymbol> PropertiesOf(ITypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (ITypeSymbol? at = type; at is not null; at = at.BaseType)
        {
            foreach (var property in at.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false } && seen.Add(property.Name))
                    yield return property;
            }
        }
    }
}
