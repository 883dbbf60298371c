using CounselDesk.Domain.People;

namespace CounselDesk.Application.Common;

/// <summary>Who sends the request.</summary>
public sealed record Caller
{
    public static readonly Caller Anonymous = new();

    public Guid AccountId { get; init; }

    public Guid PracticeId { get; init; }

    public Guid SignInId { get; init; }

    public Roles Roles { get; init; }

    /// <summary>The client that a partner's account belongs to.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>IANA name of the practice's time zone.</summary>
    public string TimeZone { get; init; } = "UTC";

    public bool IsSignedIn => AccountId != Guid.Empty;

    public bool Has(Roles any) => (Roles & any) != Roles.None;
}

/// <summary>What is known of the request under way. One per scope; whoever opens the scope fills it in.</summary>
public sealed class RequestScope
{
    public Caller Caller { get; set; } = Caller.Anonymous;

    /// <summary>The open case file, for requests about a case.</summary>
    public CaseFile? CaseFile { get; set; }

    /// <summary>The case file of a request that declared one.</summary>
    public CaseFile Case => CaseFile ?? throw new InvalidOperationException("The request is not about a case.");

    /// <summary>The request changes nothing, so a replica may serve it.</summary>
    public bool ReadsOnly { get; set; }

    public string? IdempotencyKey { get; set; }

    /// <summary>The sender's network address, for the audit.</summary>
    public string? Address { get; set; }

    public string? TraceId { get; set; }

    /// <summary>The languages that the sender asks for, in canonical form, the best first.</summary>
    public IReadOnlyList<string> AcceptLanguages { get; set; } = [];

    /// <summary>The languages of translations in the answer.</summary>
    public IReadOnlyList<string> ContentLanguages { get; set; } = [];

    /// <summary>The written reason to be kept with the audit entry.</summary>
    public string? Reason { get; set; }

    /// <summary>The person that a request without a case is about, for the audit.</summary>
    public Guid? SubjectId { get; set; }

    /// <summary>The resource that the request made or touched, for the audit.</summary>
    public Guid? ResourceId { get; set; }
}
