namespace CounselDesk.Domain.Homework;

/// <summary>Who may read the answers, as the partner chose. The therapist always may.</summary>
public enum LogShare
{
    /// <summary>The therapist alone.</summary>
    Therapist,

    /// <summary>The other partner too, at once.</summary>
    PartnerToo,

    /// <summary>The other partner once both have answered for that period.</summary>
    WhenBothAnswered,
}

/// <summary>When one partner reads the other's answers, and what is attached to them.</summary>
public static class AnswerSharing
{
    /// <summary>
    /// By how things stand now: who takes their own answers back no longer sees the other's. An entry that answers nothing shows
    /// nothing, and reveals nothing.
    /// </summary>
    /// <param name="share">What the partner chose whose entry it is.</param>
    /// <param name="isAnswered">That entry has answers.</param>
    /// <param name="readerHasAnswered">The reader's own entry of the same period has answers.</param>
    public static bool IsRevealed(LogShare share, bool isAnswered, bool readerHasAnswered) => isAnswered && share switch
    {
        LogShare.PartnerToo => true,
        LogShare.WhenBothAnswered => readerHasAnswered,
        _ => false,
    };
}
