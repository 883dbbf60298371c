using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Binding;

namespace CounselDesk.Architecture.Tests.Sql.Sending;

/// <summary>
/// Compares what a property carries with the columns that its parameter stands beside. Where the kinds differ, SQL Server
/// converts whichever ranks lower; if that is the column, its index is of no use any more.
/// </summary>
internal sealed class ParameterCheck(string where, IReadOnlyDictionary<string, string> enums)
{
    public const string Kind = "parameter-type";
    public const string Null = "parameter-null";
    public const string List = "parameter-list";

    /// <param name="member">A property whose parameter the statement names.</param>
    /// <param name="all">Where the statement's parameters stand.</param>
    /// <param name="isInList">It stands in <c>IN @Name</c>.</param>
    public IEnumerable<Fault> Check(Member member, IEnumerable<ParameterUse> all, bool isInList)
    {
        var type = member.Type;
        var uses = all.Where(use => use.Name == "@" + member.Name).ToList();
        if (type.IsList != isInList)
        {
            yield return new Fault(List, where, isInList
                ? $"IN @{member.Name} takes a list, and {member.Name} is {type.CSharp}."
                : $"{member.Name} is {type.CSharp}: a list goes only into IN @{member.Name}, written without parentheses.");
            yield break;
        }

        if (type.Family == Family.Unknown)
        {
            yield return new Fault(Kind, where, $"{member.Name} is {type.CSharp}: no column holds that. There are Guid, string, int, long, bool, DateOnly, DateTimeOffset, byte[] and enums.");
            yield break;
        }

        if (uses.Count == 0)
            yield return new Fault(Sendings.Undetermined, where, $"@{member.Name} stands beside nothing whose kind the gate knows: compare it with a column.");
        foreach (var use in uses)
        {
            if (KindFault(member, use) is { } kind)
                yield return new Fault(Kind, where, kind);
            if (use is { IsStored: true, Column: { Nullable: false } column } && type.IsNullable)
                yield return new Fault(Null, where, $"{member.Name} is {type.CSharp} and may be null, and {column.Table}.{column.Name} is NOT NULL.");
        }
    }

    private string? KindFault(Member member, ParameterUse use)
    {
        var type = member.Type;
        var beside = use.Column is { } known ? $"{use.Beside} ({known.Type})" : use.Beside;
        // A number that the statement itself writes (… = 1) is converted once, not row by row.
        if (use.Column is null && type.Family is Family.Flag && use.Type.Family is Family.Whole)
            return null;
        if (use.Type.Family == Family.Unknown)
            return $"{member.Name} is {type.CSharp}, and stands beside {beside}, a type that the house does not use: SQL Server would convert the column, and lose its index.";
        if (type.Family != use.Type.Family)
            return $"{member.Name} is {type.CSharp}, and stands beside {beside}: the engines would convert differently or not at all.";
        if (type.IsBig && !use.Type.IsBig && use.Column is not null)
            return $"{member.Name} is {type.CSharp}, and stands beside {beside}: SQL Server would convert the column to BIGINT, and lose its index, or find the number too big for it.";
        if (type.Enum is not null && use.Column is { } column)
            return EnumFault(member, column);
        return null;
    }

    private string? EnumFault(Member member, Column column)
    {
        var place = $"{column.Table}.{column.Name}";
        if (enums.TryGetValue(place, out var held) && held != member.Type.Enum)
            return $"{member.Name} is {member.Type.CSharp}, and {place} holds the names of {held}.";
        if (ValueTypes.Width(column) is { } width && member.Type.Words.FirstOrDefault(word => word.Length > width) is { } word)
            return $"{member.Name} may be '{word}', which {place} ({column.Type}) has no room for.";
        return null;
    }
}
