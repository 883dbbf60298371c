namespace CounselDesk.Domain.Notes;

public static class FactSections
{
    /// <summary>The section where what is known without the clinician's judgement belongs.</summary>
    public static string Facts(this NoteFormat format) => format switch
    {
        NoteFormat.Soap => "objective",
        NoteFormat.Dap => "data",
        NoteFormat.Birp => "behavior",
        NoteFormat.Girp => "response",
        NoteFormat.Narrative => "narrative",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
