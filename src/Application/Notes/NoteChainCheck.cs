namespace CounselDesk.Application.Notes;

/// <summary>Whether what was signed in a case is as it was signed.</summary>
/// <param name="Intact">No fault was found.</param>
/// <param name="Notes">How many signed notes were checked.</param>
/// <param name="Cosignatures">How many co-signatures were checked.</param>
/// <param name="Returns">How many returns of notes that were not co-signed were checked.</param>
/// <param name="Addenda">How many addenda were checked.</param>
/// <param name="Unwitnessed">
/// How many of the notes were signed before the journal of seals was kept: their own hashes alone vouch for them, and a
/// note that was removed at their end would not be missed.
/// </param>
/// <param name="Faults">What is not as it was signed; at most 100.</param>
/// <param name="HasMore">There are more faults than are listed.</param>
/// <param name="Own">
/// The same of the caller's own psychotherapy notes in this case, a chain apart that nobody else is told of; null if there are none.
/// </param>
public sealed record NoteChainCheck(
    bool Intact, int Notes, int Cosignatures, int Returns, int Addenda, int Unwitnessed, IReadOnlyList<NoteFault> Faults, bool HasMore,
    OwnNotesCheck? Own = null);

/// <summary>Whether the caller's own psychotherapy notes in a case are as they were signed.</summary>
/// <param name="Intact">No fault was found.</param>
/// <param name="Notes">How many signed ones were checked.</param>
/// <param name="Unwitnessed">How many of them were signed before the journal of seals told of them.</param>
/// <param name="Faults">What is not as it was signed; at most 100.</param>
/// <param name="HasMore">There are more faults than are listed.</param>
public sealed record OwnNotesCheck(bool Intact, int Notes, int Unwitnessed, IReadOnlyList<NoteFault> Faults, bool HasMore);

/// <summary>One thing that is not as it was signed.</summary>
/// <param name="Kind">What was done to it.</param>
/// <param name="Part">What it was done to.</param>
/// <param name="NoteId">The note; null where nothing tells any more which it was.</param>
/// <param name="Number">The note's place in the case's chain, from 1; null where nothing tells any more.</param>
/// <param name="AddendumId">The addendum, of one.</param>
public sealed record NoteFault(NoteFaultKind Kind, NotePart Part, Guid? NoteId, int? Number, Guid? AddendumId = null);

/// <summary>What was done to what had been signed.</summary>
public enum NoteFaultKind
{
    /// <summary>Its text, author, times, session, compartment, status or hash was changed.</summary>
    Altered,

    /// <summary>It was signed, and is no longer among what is signed in this case.</summary>
    Removed,

    /// <summary>It was put there; the program did not sign it.</summary>
    Inserted,

    /// <summary>It has another place than it was signed at.</summary>
    Reordered,
}

/// <summary>What a fault is in.</summary>
public enum NotePart
{
    Note,
    Cosignature,
    Addendum,

    /// <summary>A supervisor's refusal to co-sign.</summary>
    Return,

    /// <summary>The journal of seals itself.</summary>
    Journal,
}
