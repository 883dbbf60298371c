namespace CounselDesk.Domain.Notes;

/// <summary>What is added to a signed note, whose own text never changes.</summary>
public enum AddendumKind
{
    /// <summary>Something more about what the note tells.</summary>
    Addendum,

    /// <summary>What the note says wrongly, and how it is.</summary>
    Correction,

    /// <summary>What was known then and not written down in time.</summary>
    LateEntry,

    /// <summary>A partner's own words against the note (45 CFR 164.526), entered on their behalf.</summary>
    StatementOfDisagreement,
}
