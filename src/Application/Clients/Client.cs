using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Hours;
using CounselDesk.Domain;
using CounselDesk.Domain.Clients;
using FluentValidation;

namespace CounselDesk.Application.Clients;

/// <summary>A client person: how to reach them, and nothing clinical.</summary>
/// <param name="Id">The client.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Pronouns">As the person gives them.</param>
/// <param name="Email">The address to write to, where that is safe.</param>
/// <param name="Phone">The number to call, where that is safe.</param>
/// <param name="BirthDate">A calendar day.</param>
/// <param name="Language">BCP 47: in which language the client reads exercises, where the practice gives them in it; null reads them as written.</param>
/// <param name="SafeContact">How the client may safely be reached. Look here before writing or calling.</param>
/// <param name="Portal">Whether the client can sign in to the portal.</param>
/// <param name="CaseIds">The cases the client is in, oldest first, closed ones included.</param>
/// <param name="ArchivedAt">Since when the client is out of the daily lists; null while not.</param>
/// <param name="CreatedAt">When the client was entered.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Client(
    Guid Id, string FirstName, string LastName, string? Pronouns, string? Email, string? Phone, DateOnly? BirthDate, string? Language, SafeContact SafeContact,
    PortalAccess Portal, IReadOnlyList<Guid> CaseIds, DateTimeOffset? ArchivedAt, DateTimeOffset CreatedAt, int Version) : IVersioned;

/// <summary>A client as lists show one.</summary>
/// <param name="Id">The client.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Pronouns">As the person gives them.</param>
/// <param name="Email">The address to write to, where that is safe.</param>
/// <param name="Phone">The number to call, where that is safe.</param>
/// <param name="SafeContact">How the client may safely be reached. Look here before writing or calling.</param>
/// <param name="ArchivedAt">Since when the client is out of the daily lists; null while not.</param>
public sealed record ClientEntry(
    Guid Id, string FirstName, string LastName, string? Pronouns, string? Email, string? Phone, SafeContact SafeContact, DateTimeOffset? ArchivedAt);

/// <summary>How a client may safely be reached.</summary>
/// <param name="Method">Any unless told; with <c>portal-only</c> nobody writes or calls.</param>
/// <param name="Voicemail">Whether a message may be left where others may hear it; false unless told.</param>
/// <param name="Note">What else to do or not to do when reaching out, on one line of at most 500 characters; never why, since everyone who calls reads it.</param>
/// <param name="Reminders">Whether the client may be reminded of homework; true unless told.</param>
/// <param name="QuietHours">Hours in which nobody calls, writes or reminds, by the practice's clocks, beside the practice's own; none unless told.</param>
public sealed record SafeContact(
    SafeContactMethod Method = SafeContactMethod.Any, bool Voicemail = false, string? Note = null, bool Reminders = true, QuietHours? QuietHours = null);

public enum PortalState
{
    /// <summary>Never invited.</summary>
    None,

    /// <summary>Invited, and has not chosen a password yet.</summary>
    Invited,

    /// <summary>Can sign in.</summary>
    Active,

    /// <summary>Could sign in once, and may not any more.</summary>
    Deactivated,
}

/// <param name="State">None, invited, active or deactivated.</param>
/// <param name="SignInEmail">The address to sign in with. It stays as it is when the contact address changes.</param>
public sealed record PortalAccess(PortalState State, string? SignInEmail);

public sealed class SafeContactValidator : AbstractValidator<SafeContact>
{
    public SafeContactValidator()
    {
        RuleFor(x => x.Method).IsInEnum();
        RuleFor(x => x.Note).Line(Limits.ShortText);
        RuleFor(x => x.QuietHours).SetValidator(new QuietHoursValidator()!);
    }
}

/// <summary>A client as the database gives one, and the statements' common part.</summary>
internal sealed record ClientRow
{
    public const string Columns = """
        c.Id, c.Seq, c.FirstName, c.LastName, c.Pronouns, c.Email, c.Phone, c.BirthDate, c.Language, c.SafeContactMethod, c.SafeContactVoicemail,
          c.SafeContactNote, c.Reminders, c.QuietFrom, c.QuietTo, c.ArchivedAt, c.CreatedAt, c.Version,
          a.Email AS SignInEmail, COALESCE(a.Active, 0) AS AccountActive, IIF(a.PasswordHash IS NULL, 0, 1) AS HasPassword
        """;

    public const string Account = "LEFT JOIN Accounts a ON a.ClientId = c.Id AND a.PracticeId = c.PracticeId";

    public const string SelectSql = $"""
        SELECT {Columns}
        FROM Clients c
        {Account}
        WHERE c.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public string FirstName { get; init; } = "";

    public string LastName { get; init; } = "";

    public string? Pronouns { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public DateOnly? BirthDate { get; init; }

    public string? Language { get; init; }

    public SafeContactMethod SafeContactMethod { get; init; }

    public bool SafeContactVoicemail { get; init; }

    public string? SafeContactNote { get; init; }

    public bool Reminders { get; init; }

    public int? QuietFrom { get; init; }

    public int? QuietTo { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; init; }

    public string? SignInEmail { get; init; }

    public bool AccountActive { get; init; }

    public bool HasPassword { get; init; }

    public SafeContact SafeContact => new(
        SafeContactMethod, SafeContactVoicemail, SafeContactNote, Reminders,
        Hours.QuietHours.Between(QuietFrom, QuietTo) is { } quiet ? Hours.QuietHours.Of(quiet) : null);

    public ClientEntry ToEntry() => new(Id, FirstName, LastName, Pronouns, Email, Phone, SafeContact, ArchivedAt);

    public Client ToClient(IReadOnlyList<Guid> caseIds) => new(
        Id, FirstName, LastName, Pronouns, Email, Phone, BirthDate, Language, SafeContact, new PortalAccess(State, SignInEmail), caseIds, ArchivedAt, CreatedAt, Version);

    private PortalState State => (SignInEmail, AccountActive, HasPassword) switch
    {
        (null, _, _) => PortalState.None,
        (_, false, _) => PortalState.Deactivated,
        (_, _, false) => PortalState.Invited,
        _ => PortalState.Active,
    };
}

/// <summary>Finds one client as a result, for the use cases that answer with it.</summary>
public sealed class ClientRecords(IDb db)
{
    private const string FindSql = ClientRow.SelectSql + " AND c.Id = @Id";

    private const string CasesSql = $"""
        SELECT c.Id FROM {ClientCases.OfClientPartSql} c ORDER BY c.Seq
        """;

    public async Task<Client> Find(Guid id, CancellationToken cancellationToken) =>
        (await Row(id, cancellationToken)).ToClient(await Cases(id, cancellationToken));

    /// <summary>The cases the client is or was a partner of, the oldest first.</summary>
    internal Task<IReadOnlyList<Guid>> Cases(Guid id, CancellationToken cancellationToken) =>
        db.Query<Guid>(CasesSql, new { ClientId = id }, cancellationToken);

    internal Task<ClientRow> Row(Guid id, CancellationToken cancellationToken) =>
        db.Find<ClientRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("client");

    /// <summary>Keeps whoever else opens a case for, archives or invites the same client waiting.</summary>
    public Task Lock(Guid id, CancellationToken cancellationToken) => db.Lock($"client:{id}", cancellationToken);
}
