using CounselDesk.Domain.People;

namespace CounselDesk.Application.Common;

public enum AuditOutcome
{
    Allowed,
    Refused,
    Failed,
}

/// <summary>One line of the audit: who did what to whom, when, from where and why. Never a name, a text or a score.</summary>
/// <remarks>Open to those who read lines back, which have a place and a seal besides.</remarks>
public record AuditEntry
{
    public Guid PracticeId { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid? AccountId { get; init; }

    public string Roles { get; init; } = "";

    /// <summary>What was asked: the use case's name, such as <c>sign-note</c>.</summary>
    public string Action { get; init; } = "";

    public AuditOutcome Outcome { get; init; }

    /// <summary>The problem code of a refusal.</summary>
    public string? Code { get; init; }

    public Guid? CoupleId { get; init; }

    /// <summary>The person concerned, where it is one: a client or a member of staff.</summary>
    public Guid? SubjectId { get; init; }

    public Guid? ResourceId { get; init; }

    public string? Reason { get; init; }

    public string? Address { get; init; }

    public string? TraceId { get; init; }

    /// <summary>What the scope knows by now of a request and whoever sent it.</summary>
    public static AuditEntry Of(RequestScope scope, RequestRule rule, AuditOutcome outcome, string? code, DateTimeOffset at) => new()
    {
        PracticeId = scope.Caller.PracticeId,
        At = at,
        AccountId = scope.Caller.IsSignedIn ? scope.Caller.AccountId : null,
        Roles = scope.Caller.Roles.ToText(),
        Action = rule.Action,
        Outcome = outcome,
        Code = code,
        CoupleId = scope.CaseFile?.CoupleId,
        SubjectId = scope.SubjectId,
        ResourceId = scope.ResourceId,
        Reason = scope.Reason,
        Address = scope.Address,
        TraceId = scope.TraceId,
    };
}

public interface IAuditTrail
{
    /// <summary>Returns once the entry is durable. Entries of concurrent requests share a transaction.</summary>
    Task Record(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Writes the entry in the scope's own transaction, so that it stands or falls with what it tells of.</summary>
    Task Append(AuditEntry entry, CancellationToken cancellationToken);
}
