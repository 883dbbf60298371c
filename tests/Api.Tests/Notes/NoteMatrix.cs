namespace CounselDesk.Api.Tests.Notes;

/// <summary>How far a note has come.</summary>
public enum Stage
{
    Draft,
    Awaiting,
    Signed,
    Returned,
}

/// <summary>A note as the matrix tries it.</summary>
/// <param name="Case">Whose case it lies in: therapist or associate.</param>
/// <param name="Author">Who writes it.</param>
/// <param name="Kind">Progress or psychotherapy.</param>
/// <param name="Alone">In partner A's compartment instead of the joint one.</param>
/// <param name="Stage">How far it has come.</param>
public sealed record NoteState(string Case, string Author, string Kind, bool Alone, Stage Stage)
{
    public static readonly IReadOnlyList<NoteState> All =
    [
        .. from stage in new[] { Stage.Draft, Stage.Signed }
           from kind in new[] { "progress", "psychotherapy" }
           from alone in new[] { false, true }
           select new NoteState("therapist", "therapist", kind, alone, stage),
        .. from stage in Enum.GetValues<Stage>()
           from alone in new[] { false, true }
           select new NoteState("associate", "associate", "progress", alone, stage),
        new("associate", "supervisor", "progress", false, Stage.Draft),
        new("associate", "supervisor", "progress", false, Stage.Signed),
        new("associate", "associate", "psychotherapy", false, Stage.Draft),
        new("associate", "supervisor", "psychotherapy", false, Stage.Draft),
        new("associate", "associate", "psychotherapy", true, Stage.Signed),
    ];

    public override string ToString() => $"{Author}'s {Stage} {Kind} note{(Alone ? " of one partner" : "")} in the {Case}'s case";
}

/// <summary>What an operation on one note answers, by who asks: draft, awaiting, signed and returned.</summary>
/// <param name="Roles">Who may send it at all.</param>
/// <param name="Author">To its author.</param>
/// <param name="Reader">To another clinician of the case.</param>
/// <param name="Supervisor">To its author's supervisor, who reads it too.</param>
/// <param name="Private">To the author of a psychotherapy note; to anybody else it is not there.</param>
public sealed record NoteRow(string Roles, string Author, string Reader, string Supervisor, string Private)
{
    public const string Clinicians = "therapist associate supervisor";

    public static readonly IReadOnlyDictionary<string, NoteRow> OnNote = new Dictionary<string, NoteRow>(StringComparer.Ordinal)
    {
        ["getNote"] = new(Clinicians, "200 200 200 200", "200 200 200 404", "200 200 200 200", "200 - 200"),
        ["updateNote"] = new(Clinicians, "200 409 409 409", "403 403 403 404", "403 403 403 403", "200 - 409"),
        ["signNote"] = new(Clinicians, "200 409 409 409", "403 403 403 404", "403 403 403 403", "200 - 409"),
        ["discardNote"] = new(Clinicians, "204 409 409 409", "403 403 403 404", "403 403 403 403", "204 - 409"),
        ["printNote"] = new(Clinicians, "404 200 200 200", "404 200 200 404", "404 200 200 200", "404 - 200"),
        ["addAddendum"] = new(Clinicians, "409 409 201 409", "409 409 201 404", "409 409 201 409", "422 - 422"),
        ["cosignNote"] = new("supervisor", "403 403 403 403", "403 403 403 404", "409 200 409 409", "404 - 404"),
        ["returnNote"] = new("supervisor", "403 403 403 403", "403 403 403 404", "409 200 409 409", "404 - 404"),
        // Whoever is let to the case finds no versions; its author finds them, and a psychotherapy note keeps none.
        ["listNoteVersions"] = new(Clinicians, "200 200 200 200", "200 200 200 200", "200 200 200 200", "200 - 200"),
        ["getNoteVersion"] = new(Clinicians, "200 200 200 200", "404 404 404 404", "404 404 404 404", "404 - 404"),
    };

    /// <summary>What an operation on a case answers to its clinicians; another's is 403 to them. Roles that read no notes are listed where they may.</summary>
    public static readonly IReadOnlyDictionary<string, (string Roles, string AnyCase, int Good)> OnCase = new Dictionary<string, (string, string, int)>(StringComparer.Ordinal)
    {
        ["draftNote"] = (Clinicians, "", 201),
        ["listNotes"] = (Clinicians, "", 200),
        ["prefillNote"] = (Clinicians, "", 200),
        ["verifyNotes"] = (Clinicians + " admin", "admin", 200),
    };

    /// <summary>What is about no single case: everybody who may finds their own.</summary>
    public static readonly IReadOnlyList<string> OnNothing = ["searchNotes", "listOverdueNotes"];

    public static int Code(string codes, Stage stage) => int.Parse(codes.Split(' ')[(int)stage], System.Globalization.CultureInfo.InvariantCulture);
}
