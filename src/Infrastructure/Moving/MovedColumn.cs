using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>What a column holds, however an engine spells it.</summary>
public enum ColumnKind
{
    Id,
    Instant,
    Day,
    Flag,
    Int,
    Long,
    Text,
    Bytes,
}

/// <summary>
/// A column as the target declares it: what is moved into it must fit this. <c>Longest</c> is in UTF-16 units, as SQL
/// Server counts NVARCHAR(n); null where any length fits.
/// </summary>
public sealed partial record MovedColumn(string Name, ColumnKind Kind, int? Longest, bool Required)
{
    /// <summary>Reads a declared type such as <c>NVARCHAR(20)</c>, which the embedded engine has as <c>TEXT</c>.</summary>
    public static MovedColumn Declared(string table, string name, string type, bool required)
    {
        var parts = TypeText().Match(type);
        var kind = parts.Groups["word"].Value.ToUpperInvariant() switch
        {
            "UNIQUEIDENTIFIER" => ColumnKind.Id,
            "DATETIMEOFFSET" => ColumnKind.Instant,
            "DATE" => ColumnKind.Day,
            "BIT" => ColumnKind.Flag,
            "INT" => ColumnKind.Int,
            "BIGINT" => ColumnKind.Long,
            "NVARCHAR" or "TEXT" => ColumnKind.Text,
            "VARBINARY" or "BLOB" => ColumnKind.Bytes,
            // Guessing could alter values unseen.
            _ => throw new MoveFailure($"{table}.{name} has the type '{type}', which a move does not know. Nothing was moved."),
        };
        var size = parts.Groups["size"];
        return new MovedColumn(name, kind, kind == ColumnKind.Text && size.Success ? int.Parse(size.Value, CultureInfo.InvariantCulture) : null, required);
    }

    /// <summary>The value of either engine's raw one; or which rule of the column it breaks, without the value.</summary>
    public bool TryRead(object raw, out object? value, [NotNullWhen(false)] out string? rule)
    {
        (value, rule) = raw is DBNull ? (null, Required ? "must not be empty" : null) : Take(raw);
        return rule is null;
    }

    private (object? Value, string? Rule) Take(object raw) => Kind switch
    {
        ColumnKind.Id => raw is Guid || (raw is string text && Guid.TryParseExact(text, "D", out _))
            ? (raw as Guid? ?? Guid.ParseExact((string)raw, "D"), null)
            : (null, "must be an id"),
        ColumnKind.Instant => raw is DateTimeOffset instant ? (instant.ToUniversalTime(), null) : Parsed(raw, text => SqliteValues.Instant(text), "must be an instant in UTC with milliseconds"),
        ColumnKind.Day => raw is DateTime day ? (DateOnly.FromDateTime(day), null) : Parsed(raw, text => SqliteValues.Day(text), "must be a day"),
        ColumnKind.Flag => raw switch
        {
            bool flag => (flag, null),
            0L => (false, null),
            1L => (true, null),
            _ => (null, "must be 0 or 1"),
        },
        ColumnKind.Int => raw switch
        {
            int number => (number, null),
            long number and >= int.MinValue and <= int.MaxValue => ((int)number, null),
            _ => (null, $"must be a whole number from {int.MinValue} to {int.MaxValue}"),
        },
        ColumnKind.Bytes => raw is byte[] ? (raw, null) : (null, "must be bytes"),
        ColumnKind.Long => raw is long ? (raw, null) : (null, "must be a whole number"),
        _ => raw switch
        {
            string text when text.Length > Longest => (null, $"must have at most {Longest} characters"),
            string text => (text, null),
            _ => (null, "must be a text"),
        },
    };

    private static (object? Value, string? Rule) Parsed(object raw, Func<string, object> parse, string rule)
    {
        try
        {
            return raw is string text ? (parse(text), null) : (null, rule);
        }
        catch (FormatException)
        {
            return (null, rule);
        }
    }

    [GeneratedRegex(@"^\s*(?<word>[A-Za-z]+)\s*(\((?<size>[0-9]+)\))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeText();
}
