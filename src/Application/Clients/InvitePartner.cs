using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.People;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Clients;

/// <summary>
/// Makes the client's portal account, or renews the invitation of a client who never accepted one. Whoever holds the token can
/// become the client and read what the portal shows, so it is given only to the clinicians of one of the client's cases.
/// </summary>
[Access(Roles.Clinicians)]
public sealed record InvitePartnerCommand(Guid ClientId) : ICommand<InvitedPartner>;

/// <summary>An invitation to hand over. Nothing is ever mailed: read <c>safeContact</c> before choosing a way.</summary>
/// <param name="ClientId">The client who is invited.</param>
/// <param name="SignInEmail">The address to sign in with: the client's e-mail address of now.</param>
/// <param name="Invitation">Shown only here; an invitation made before stops working.</param>
/// <param name="SafeContact">How the client may safely be reached.</param>
/// <param name="InPersonOnly">The client is not to be written to (<c>phone</c> or <c>portal-only</c>): hand it over in person or by voice.</param>
public sealed record InvitedPartner(Guid ClientId, string SignInEmail, Invitation Invitation, SafeContact SafeContact, bool InPersonOnly);

public sealed class InvitePartnerHandler(
    IDb db, ClientRecords clients, Accounts accounts, IAccountSecurity security, IIds ids, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<InvitePartnerCommand, InvitedPartner>
{
    private const string CliniciansSql = $"""
        SELECT c.TherapistId, t.SupervisorId, c.Status
        FROM {ClientCases.OfClientPartSql} c
        JOIN Accounts t ON t.Id = c.TherapistId AND t.PracticeId = c.PracticeId
        """;

    private const string AccountIdSql = "SELECT a.Id FROM Accounts a WHERE a.ClientId = @ClientId AND a.PracticeId = @PracticeId";

    // The address may have been corrected since; nobody has signed in with the old one.
    private const string RenewSql = """
        UPDATE Accounts SET Email = @Email, NormalizedEmail = @NormalizedEmail, SecurityStamp = @SecurityStamp, Active = 1, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND PasswordHash IS NULL
        """;

    private const string EmailTakenSql = """
        SELECT COUNT(*) AS Others FROM Accounts a WHERE a.NormalizedEmail = @NormalizedEmail AND a.PracticeId = @PracticeId AND a.Id <> @Id
        """;

    public async Task<InvitedPartner> Handle(InvitePartnerCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.ClientId;
        await clients.Lock(request.ClientId, cancellationToken);
        var client = await clients.Row(request.ClientId, cancellationToken);
        await RequireOwnClient(client.Id, cancellationToken);
        if (client.ArchivedAt is not null)
            throw Refused.Conflict("client-archived", "The client is archived.");
        if (client.Email is not { } email)
            throw Refused.Conflict("no-email", "The client has no e-mail address to sign in with.");

        var now = clock.GetUtcNow();
        var account = await db.Find<Guid?>(AccountIdSql, new { request.ClientId }, cancellationToken) is { } known
            ? await Renew(known, email, cancellationToken)
            : await Add(client, email, now, cancellationToken);
        scope.ResourceId = account.Id;
        await outbox.Raise("client.invited", client.Id, cancellationToken);
        var safe = client.SafeContact;
        return new InvitedPartner(
            client.Id, account.Email, new Invitation(account.Id, await security.InvitationToken(account), now + Invitation.Lifetime),
            safe, safe.Method is Domain.Clients.SafeContactMethod.Phone or Domain.Clients.SafeContactMethod.PortalOnly);
    }

    // An emergency access to a case is none to the client's portal.
    private async Task RequireOwnClient(Guid clientId, CancellationToken cancellationToken)
    {
        var caller = scope.Caller;
        var all = await db.Query<Clinicians>(CliniciansSql, new { ClientId = clientId }, cancellationToken);
        // Whoever treated the client before has no part in what the portal shows now.
        var open = all.Where(one => one.Status != CoupleStatus.Closed).ToList();
        if (!(open.Count > 0 ? open : all).Any(one => one.TherapistId == caller.AccountId || (caller.Has(Roles.Supervisor) && one.SupervisorId == caller.AccountId)))
            throw Refused.Forbidden("not-your-client", "Only a clinician who has one of the client's cases, or who supervises one, invites the client.");
    }

    private async Task<Account> Add(ClientRow client, string email, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = new Account { ClientId = client.Id };
        account.Fill(ids, scope.Caller.PracticeId, email, PartnerAccounts.NameOf(client.FirstName, client.LastName), Roles.Partner, now);
        await accounts.Add(account, cancellationToken);
        return account;
    }

    private async Task<Account> Renew(Guid id, string email, CancellationToken cancellationToken)
    {
        var account = await accounts.ById(id, cancellationToken).OrNotFound("account");
        if (account.PasswordHash is not null)
            throw Refused.Conflict("has-portal-account", "The client has accepted an invitation already.");
        account.Email = email;
        account.NormalizedEmail = Account.Normalize(email);
        account.RenewStamp();
        if (await db.Find<long>(EmailTakenSql, new { account.NormalizedEmail, account.Id }, cancellationToken) > 0)
            throw Refused.Conflict("email-taken", "Somebody in this practice has this e-mail address already.");
        await db.Execute(RenewSql, new { account.Email, account.NormalizedEmail, account.SecurityStamp, account.Id, account.Version }, cancellationToken).OrStale();
        account.Active = true;
        account.Version++;
        return account;
    }

    private sealed record Clinicians
    {
        public Guid TherapistId { get; init; }

        public Guid? SupervisorId { get; init; }

        public CoupleStatus Status { get; init; }
    }
}

internal static class PartnerAccounts
{
    // The width of the account's column; two names and a space can be one more.
    private const int Longest = 200;

    public static string NameOf(string firstName, string lastName)
    {
        var name = $"{firstName} {lastName}";
        return name.Length <= Longest ? name : name[..Longest].TrimEnd();
    }
}
