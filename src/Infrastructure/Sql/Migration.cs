using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>One file of db/migrations.</summary>
public sealed partial record Migration(string Name, string Text)
{
    /// <summary>SHA-256 of the text, line ends aside.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\n"))));

    /// <summary>The only engine that runs it; null where both do.</summary>
    public string? Engine => Name.Split('.') is [_, var engine, "sql"] ? engine : null;

    /// <summary>The statements between the GO lines.</summary>
    public IEnumerable<string> Batches => GoLine().Split(Text).Select(batch => batch.Trim()).Where(batch => batch.Length > 0);

    internal static IReadOnlyList<Migration> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                    return new Migration(name["migrations/".Length..], reader.ReadToEnd());
                }),
        ];
    }

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex GoLine();
}

/// <summary>How a database's journal compares with this program's migrations.</summary>
/// <param name="IsNew">There is no journal yet.</param>
/// <param name="Missing">What is still to apply, in order.</param>
/// <param name="Unknown">What a newer program has applied.</param>
/// <param name="Edited">What was changed after it ran.</param>
public sealed record SchemaState(bool IsNew, IReadOnlyList<Migration> Missing, IReadOnlyList<string> Unknown, IReadOnlyList<string> Edited)
{
    /// <summary>Why this program must not touch the database; null where it may.</summary>
    public string? Refusal => (Unknown, Edited) switch
    {
        ([var name, ..], _) => $"The database has migration '{name}', which this program does not know: it was made by a newer version. Start that version, or restore a backup.",
        (_, [var name, ..]) => $"Migration '{name}' was edited after it ran. Put the file back as it was, and make the change in a new migration.",
        _ => null,
    };

    public SchemaState RequireKnown() => Refusal is { } refusal ? throw new StartupFailure(refusal) : this;

    internal static SchemaState Compare(IReadOnlyDictionary<string, string>? journal, IReadOnlyList<Migration> wanted)
    {
        var applied = journal ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var known = wanted.ToDictionary(migration => migration.Name, migration => migration.Checksum, StringComparer.Ordinal);
        return new SchemaState(
            journal is null,
            [.. wanted.Where(migration => !applied.ContainsKey(migration.Name))],
            [.. applied.Keys.Where(name => !known.ContainsKey(name)).Order(StringComparer.Ordinal)],
            [.. applied.Where(entry => known.TryGetValue(entry.Key, out var checksum) && !string.Equals(checksum, entry.Value, StringComparison.Ordinal)).Select(entry => entry.Key).Order(StringComparer.Ordinal)]);
    }
}
