namespace CounselDesk.Domain.Notes;

/// <summary>How a note is laid out; each format has its own named sections.</summary>
public enum NoteFormat
{
    /// <summary>Subjective, objective, assessment, plan.</summary>
    Soap,

    /// <summary>Data, assessment, plan.</summary>
    Dap,

    /// <summary>Behavior, intervention, response, plan.</summary>
    Birp,

    /// <summary>Goal, intervention, response, plan.</summary>
    Girp,

    /// <summary>One running text.</summary>
    Narrative,
}

public static class NoteFormats
{
    /// <summary>The section that says what comes next; a narrative has none.</summary>
    public const string Plan = "plan";

    private static readonly string[] Soap = ["subjective", "objective", "assessment", Plan];
    private static readonly string[] Dap = ["data", "assessment", Plan];
    private static readonly string[] Birp = ["behavior", "intervention", "response", Plan];
    private static readonly string[] Girp = ["goal", "intervention", "response", Plan];
    private static readonly string[] Narrative = ["narrative"];

    /// <summary>A format's sections, in reading order. A signed note has a text in each.</summary>
    public static IReadOnlyList<string> Sections(this NoteFormat format) => format switch
    {
        NoteFormat.Soap => Soap,
        NoteFormat.Dap => Dap,
        NoteFormat.Birp => Birp,
        NoteFormat.Girp => Girp,
        NoteFormat.Narrative => Narrative,
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>A text for each section, in reading order; empty for what is not written.</summary>
    public static IReadOnlyDictionary<string, string> Filled(this NoteFormat format, IReadOnlyDictionary<string, string> sections) =>
        format.Sections().ToDictionary(name => name, name => sections.GetValueOrDefault(name, ""), StringComparer.Ordinal);

    /// <summary>The sections that have no text yet, and so keep the note from being signed.</summary>
    public static IReadOnlyList<string> Missing(this NoteFormat format, IReadOnlyDictionary<string, string> sections) =>
        [.. format.Sections().Where(name => !sections.TryGetValue(name, out var text) || VisibleText.IsBlank(text))];
}
