namespace CounselDesk.Domain.Homework;

/// <summary>What stood in the way, in words that blame nobody. Beside each code is the sentence to show for it.</summary>
public enum BarrierCode
{
    /// <summary>"There was no room for it in those days."</summary>
    NoTime,

    /// <summary>"It slipped my mind."</summary>
    Forgot,

    /// <summary>"It asked a lot of me just now."</summary>
    TooHard,

    /// <summary>"I am not ready for this one yet."</summary>
    NotWillingYet,

    /// <summary>"We were at odds, and it did not fit."</summary>
    Conflict,

    /// <summary>"I was ill or worn out."</summary>
    Unwell,

    /// <summary>"I was unsure what to do."</summary>
    Unclear,

    /// <summary>"It did not fit what matters to us now."</summary>
    NotRelevant,

    /// <summary>"My partner was away or not free."</summary>
    PartnerUnavailable,

    /// <summary>"I did not feel safe doing it." The therapist is told at once; nobody else is, by any way.</summary>
    FeltUnsafe,

    /// <summary>"Something else."</summary>
    Other,
}
