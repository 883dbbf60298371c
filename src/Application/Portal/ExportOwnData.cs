using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>All that the reader wrote, answered, signed or was given, case by case. Written as it is read, however long.</summary>
/// <param name="ExportedAt">When it was begun.</param>
/// <param name="Notice">What is in it and what is not; the same words for everybody.</param>
/// <param name="Person">Who the reader is, as the practice has it.</param>
/// <param name="Cases">Each apart, the newest first, closed ones included.</param>
public sealed record OwnExport(DateTimeOffset ExportedAt, string Notice, ExportedPerson Person, IReadOnlyList<ExportedCase> Cases) : IStreamed;

/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Pronouns">As the reader gave them.</param>
/// <param name="Email">The address the practice has.</param>
/// <param name="Phone">The number the practice has.</param>
/// <param name="BirthDate">A calendar day.</param>
/// <param name="Language">In which language the reader reads exercises.</param>
/// <param name="SignInEmail">The address to sign in with.</param>
public sealed record ExportedPerson(
    string FirstName, string LastName, string? Pronouns, string? Email, string? Phone, DateOnly? BirthDate, string? Language, string? SignInEmail);

/// <summary>For how long after the password was given a person may take all their data away.</summary>
public sealed record ExportRule(TimeSpan FreshFor);

/// <summary>Only soon after signing in: a browser left open is not enough to take everything away.</summary>
[Access(Roles.Partner)]
public sealed record ExportOwnDataQuery : IQuery<OwnExport>;

public sealed class ExportOwnDataHandler(IDb db, ClientRecords clients, OwnRecords records, ExportRule rule, RequestScope scope, TimeProvider clock)
    : IRequestHandler<ExportOwnDataQuery, OwnExport>
{
    // Whether there is anything of what is named here must not show: it stands in every export.
    private const string Notice =
        "This is what you wrote, answered, signed or were given here. Other records that the practice keeps about you, such as those that "
        + "clinicians write, and dates of sessions on your own, are given on request at the practice. Keep this where only those read it whom you want to.";

    private const string StartedSql = """
        SELECT s.StartedAt FROM SignIns s WHERE s.Id = @SignInId AND s.PracticeId = @PracticeId AND s.AccountId = @AccountId
        """;

    private const string CasesSql = $"""
        SELECT c.Id AS CoupleId, c.Kind, c.PartnerAId, c.Status, c.FrozenAt, t.DisplayName AS TherapistName
        FROM {ClientCases.OfClientPartSql} c
        JOIN Accounts t ON t.Id = c.TherapistId AND t.PracticeId = c.PracticeId
        ORDER BY c.Seq DESC
        """;

    public async Task<OwnExport> Handle(ExportOwnDataQuery request, CancellationToken cancellationToken)
    {
        var clientId = scope.Caller.ClientId ?? throw Refused.Forbidden("no-client", "This account belongs to no client.");
        scope.SubjectId = clientId;
        await RequireFresh(cancellationToken);
        var person = await clients.Row(clientId, cancellationToken);
        var cases = await db.Query<OwnCaseRow>(CasesSql, new { ClientId = clientId }, cancellationToken);
        return new OwnExport(
            clock.GetUtcNow(), Notice,
            new ExportedPerson(person.FirstName, person.LastName, person.Pronouns, person.Email, person.Phone, person.BirthDate, person.Language, person.SignInEmail),
            [.. cases.Select(row => records.Of(clientId, row, cancellationToken))]);
    }

    private async Task RequireFresh(CancellationToken cancellationToken)
    {
        var startedAt = await db.Find<DateTimeOffset?>(StartedSql, new { scope.Caller.SignInId, scope.Caller.AccountId }, cancellationToken);
        if (startedAt is null || clock.GetUtcNow() - startedAt > rule.FreshFor)
            throw Refused.Forbidden("sign-in-again", "Sign in with your password again: everything of yours is given only soon after that.");
    }
}

/// <summary>A case of the reader's, as far as their export needs it.</summary>
internal sealed record OwnCaseRow
{
    public Guid CoupleId { get; init; }

    public CaseKind Kind { get; init; }

    public Guid PartnerAId { get; init; }

    public CoupleStatus Status { get; init; }

    public DateTimeOffset? FrozenAt { get; init; }

    public string TherapistName { get; init; } = "";

    public bool IsOpen => Status != CoupleStatus.Closed && FrozenAt is null;
}
