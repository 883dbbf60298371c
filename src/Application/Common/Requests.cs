using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Common;

/// <summary>Changes something: runs in one transaction with its audit entry and its idempotency record.</summary>
public interface ICommand<out TResult> : IRequest<TResult>;

/// <summary>Reads, and changes nothing but the audit.</summary>
public interface IQuery<out TResult> : IRequest<TResult>;

/// <summary>A request about one case; the pipeline opens the case file and checks the caller's access to it.</summary>
public interface ICaseRequest
{
    CaseKey Case { get; }
}

/// <summary>A command guarded by <c>If-Match</c>.</summary>
public interface IVersionedCommand
{
    /// <summary>The version the caller last saw; null is <c>If-Match: *</c>, any version.</summary>
    int? Version { get; }
}

/// <summary>A single resource whose <c>ETag</c> starts with its version.</summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>
/// A result whose lists are read while it is written, because together they may be longer than memory: it has no
/// <c>ETag</c>, which would have to come first.
/// </summary>
public interface IStreamed;

/// <summary>
/// Slow work that must not hold the one SQLite writer (password hashing): a handler that implements it is called
/// before the transaction opens, and again as the handler inside it.
/// </summary>
public interface IPreparation<in TRequest>
{
    Task Prepare(TRequest request, CancellationToken cancellationToken);
}

/// <summary>Who may send a request: any one of the roles, and for a case request the right to that case.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AccessAttribute(Roles roles) : Attribute
{
    public Roles Roles { get; } = roles;

    /// <summary>Roles that suffice whoever the case's therapist is: what front desk and administrators may do with any case.</summary>
    public Roles AnyCase { get; init; }

    /// <summary>
    /// Roles that reach psychotherapy notes of their own by this request. To have written one is the only right to it, and lasts
    /// when the case has gone to somebody else: no case, supervision, administration or emergency access gives or takes it.
    /// </summary>
    public Roles Authors { get; init; }

    /// <summary>
    /// Only for whoever has the case, and not by an emergency access: what ends it or gives it away, what is signed or released in a
    /// partner's name, what is final, and what is written over without a history. All else may be needed within those hours.
    /// </summary>
    public bool OwnCase { get; init; }

    public Roles Everyone => Roles | AnyCase;
}

/// <summary>May be sent without signing in.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PublicAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}

/// <summary>Leaves no audit entry when it succeeds, because it shows no case data.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NotAuditedAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}
