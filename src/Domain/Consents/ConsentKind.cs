namespace CounselDesk.Domain.Consents;

/// <summary>What a partner agreed to in writing.</summary>
public enum ConsentKind
{
    /// <summary>To be treated.</summary>
    Treatment,

    /// <summary>To what the practice does with what one partner tells the therapist alone.</summary>
    SecretsPolicy,

    /// <summary>To the release of the record to one named recipient, for one purpose, until a day.</summary>
    Release,
}

/// <summary>How a released record reached its recipient.</summary>
public enum ReleaseMethod
{
    Mail,
    Fax,
    Email,
    Portal,
    InPerson,
    Verbal,
}

/// <summary>Why the law allowed a disclosure that is accounted for.</summary>
public enum DisclosureBasis
{
    /// <summary>Each partner concerned authorized it in writing.</summary>
    Authorization,
}
