namespace CounselDesk.Domain.Notes;

/// <summary>A progress note is part of the record; a psychotherapy note (45 CFR 164.501) is its author's alone.</summary>
public enum NoteKind
{
    Progress,
    Psychotherapy,
}

/// <summary>How far a note has come. From the author's signature on its text cannot change.</summary>
public enum NoteStatus
{
    Draft,
    AwaitingCosignature,
    Signed,

    /// <summary>Refused its co-signature. It keeps its text for ever and is no part of the record; another draft took its place.</summary>
    Returned,
}

public static class NoteStatusRule
{
    /// <summary>
    /// What the author's signature makes of a draft. An associate's progress note awaits the supervisor's; a
    /// psychotherapy note does not, since nobody but its author may read it.
    /// </summary>
    public static NoteStatus OnceSigned(NoteKind kind, bool byAssociate) =>
        kind == NoteKind.Progress && byAssociate ? NoteStatus.AwaitingCosignature : NoteStatus.Signed;

    public static bool CanBecome(this NoteStatus from, NoteStatus to) => (from, to) switch
    {
        (NoteStatus.Draft, NoteStatus.AwaitingCosignature or NoteStatus.Signed) => true,
        (NoteStatus.AwaitingCosignature, NoteStatus.Signed or NoteStatus.Returned) => true,
        _ => false,
    };
}
