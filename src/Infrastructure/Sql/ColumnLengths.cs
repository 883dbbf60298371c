using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// How long the text columns of each name are, from the migrations themselves. A parameter is spelt like the column it
/// stands beside, so it can be sent with the column's own type.
/// </summary>
internal static partial class ColumnLengths
{
    public const int Unlimited = -1;

    private static readonly FrozenDictionary<string, int> Longest = Migrator.BuiltIn
        .SelectMany(migration => TextColumn().Matches(migration.Text))
        .GroupBy(column => column.Groups["name"].Value, column => column.Groups["length"].Value, StringComparer.Ordinal)
        .ToFrozenDictionary(
            columns => columns.Key,
            columns => columns.Contains("MAX", StringComparer.Ordinal) ? Unlimited : columns.Max(length => int.Parse(length, CultureInfo.InvariantCulture)),
            StringComparer.Ordinal);

    /// <summary>The longest of the columns so called, in UTF-16 code units; null where no column is.</summary>
    public static int? Of(string name) => Longest.TryGetValue(name, out var length) ? length : null;

    [GeneratedRegex(@"^\s*(?:ALTER COLUMN )?(?<name>\w+) NVARCHAR\((?<length>MAX|[0-9]+)\)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex TextColumn();
}
