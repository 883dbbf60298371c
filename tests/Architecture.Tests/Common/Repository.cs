using System.Text.RegularExpressions;

namespace CounselDesk.Architecture.Tests.Common;

/// <summary>A source file: its path from the repository's root, with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The text without comments and the contents of strings, for looking for words of the language.</summary>
    public string Code => Source.Strip(Text);
}

internal static partial class Source
{
    public static string Strip(string text) => Noise().Replace(text, "\"\"");

    [GeneratedRegex("""
        (?s:///?.*?$)|(?s:/\*.*?\*/)|(?s:\$*\"{3}.*?\"{3})|\$?@\"(?:[^\"]|\"\")*\"|\$?\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)+'
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace, 5000)]
    private static partial Regex Noise();
}

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static bool Has(string path) => File.Exists(Path.Combine(Root, path));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IReadOnlyList<SourceFile> Sources(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, Read(path))),
    ];

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CounselDesk.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("No folder above the tests holds CounselDesk.sln.");
    }
}
