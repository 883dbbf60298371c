using FluentValidation.Results;

namespace CounselDesk.Application.Common;

public enum RefusalKind
{
    /// <summary>400: malformed or invalid input.</summary>
    Invalid,

    /// <summary>401: not signed in.</summary>
    Unauthenticated,

    /// <summary>403: the role may not.</summary>
    Forbidden,

    /// <summary>404: not there, or another practice's.</summary>
    NotFound,

    /// <summary>409: against the state.</summary>
    Conflict,

    /// <summary>412: somebody changed it since.</summary>
    Stale,

    /// <summary>413: more than is taken.</summary>
    TooLarge,

    /// <summary>415: of another kind than is taken.</summary>
    OtherKind,

    /// <summary>422: understood, but against a clinical or safety rule.</summary>
    Rule,

    /// <summary>503: not to be had just now; the same request may succeed later.</summary>
    Unavailable,
}

/// <summary>
/// The one way to refuse a request; the API turns it into problem details. Messages name the field and the rule,
/// never a value, a name or a text.
/// </summary>
public sealed class Refused : Exception
{
    private Refused(RefusalKind kind, string code, string message)
        : base(message)
    {
        Kind = kind;
        Code = code;
    }

    public RefusalKind Kind { get; }

    /// <summary>Stable, kebab-case; programs switch on it.</summary>
    public string Code { get; }

    /// <summary>The faults by JSON field name, for <see cref="RefusalKind.Invalid"/>.</summary>
    public ValidationResult? Faults { get; private init; }

    /// <summary>What was written before the refusal stays: a counted failure, an ended sign-in, an alert.</summary>
    public bool KeepsWork { get; private init; }

    /// <summary>The resource that stands in the way of a conflict, where the caller may know it.</summary>
    public Guid? ConflictsWith { get; private init; }

    /// <summary>For a conflict over several times: each that cannot be had.</summary>
    public IReadOnlyList<TimeClash>? Clashes { get; private init; }

    /// <summary>For the log, of what is unavailable: the engine and its error number.</summary>
    public string? Cause { get; private init; }

    public static Refused Invalid(ValidationResult faults, bool keepsWork = false) =>
        new(RefusalKind.Invalid, CodeOf(faults), "One or more fields break a rule.") { Faults = faults, KeepsWork = keepsWork };

    public static Refused Invalid(string field, string rule, string code = "invalid-input") =>
        new(RefusalKind.Invalid, code, rule) { Faults = new ValidationResult([new ValidationFailure(field, rule)]) };

    // A rule that has a code of its own gives it where nothing else is wrong. The validators' own are type names.
    private static string CodeOf(ValidationResult faults) =>
        faults.Errors.Select(fault => fault.ErrorCode).Distinct(StringComparer.Ordinal).ToList() is [[>= 'a' and <= 'z', ..] code] ? code : "invalid-input";

    /// <summary>Does one item of several; a refusal then names the item by its place, and its fields below it.</summary>
    public static async Task<T> Within<T>(string item, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Refused refusal)
        {
            throw new Refused(refusal.Kind, refusal.Code, $"{item}: {refusal.Message}")
            {
                Faults = refusal.Faults is { } faults
                    ? new ValidationResult(faults.Errors.Select(fault => new ValidationFailure($"{item}.{fault.PropertyName}", fault.ErrorMessage)))
                    : null,
                KeepsWork = refusal.KeepsWork,
                ConflictsWith = refusal.ConflictsWith,
                Clashes = refusal.Clashes,
                Cause = refusal.Cause,
            };
        }
    }

    public static Refused Unauthenticated(string code, string message, bool keepsWork = false) =>
        new(RefusalKind.Unauthenticated, code, message) { KeepsWork = keepsWork };

    public static Refused Forbidden(string code, string message) => new(RefusalKind.Forbidden, code, message);

    public static Refused NotFound(string what) =>
        new(RefusalKind.NotFound, "not-found", $"There is no such {what}.");

    public static Refused Conflict(string code, string message, Guid? with = null) =>
        new(RefusalKind.Conflict, code, message) { ConflictsWith = with };

    public static Refused Conflict(string code, string message, IReadOnlyList<TimeClash> clashes) =>
        new(RefusalKind.Conflict, code, message) { Clashes = clashes };

    public static Refused Stale() =>
        new(RefusalKind.Stale, "stale-version", "It has changed since you read it: read it again, then send If-Match with its ETag.");

    public static Refused Unavailable(string code, string message, string cause) =>
        new(RefusalKind.Unavailable, code, message) { Cause = cause };

    public static Refused TooLarge(string code, string message) => new(RefusalKind.TooLarge, code, message);

    public static Refused OtherKind(string code, string message) => new(RefusalKind.OtherKind, code, message);

    public static Refused Rule(string code, string message) => new(RefusalKind.Rule, code, message);
}

/// <summary>A time at which somebody is not free.</summary>
/// <param name="StartsAt">The start that was asked for.</param>
/// <param name="Who">Who is taken: <c>therapist</c>, <c>couple</c>, <c>client</c>; or <c>time-off</c>, when the therapist is away.</param>
/// <param name="ConflictsWith">The session in the way, if it is one of the same case; another case's is never named.</param>
public sealed record TimeClash(DateTimeOffset StartsAt, IReadOnlyList<string> Who, Guid? ConflictsWith);
