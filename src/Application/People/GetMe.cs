using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.People;

[Access(Roles.Staff | Roles.Partner)]
[NotAudited("It shows nothing but the caller's own account.")]
public sealed record GetMeQuery : IQuery<Me>;

/// <summary>Who is signed in.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="DisplayName">As the practice entered it.</param>
/// <param name="Email">The address to sign in with.</param>
/// <param name="Roles">What this person may do.</param>
/// <param name="ClientId">For a partner: the client this account belongs to.</param>
/// <param name="PracticeId">The practice.</param>
/// <param name="PracticeName">Its name.</param>
/// <param name="TimeZone">The practice's time zone, IANA.</param>
public sealed record Me(
    Guid AccountId, string DisplayName, string Email, IReadOnlyList<Role> Roles, Guid? ClientId, Guid PracticeId, string PracticeName, string TimeZone);

public sealed class GetMeHandler(IDb db, RequestScope scope) : IRequestHandler<GetMeQuery, Me>
{
    private const string FindSql = """
        SELECT a.DisplayName, a.Email, p.Name AS PracticeName
        FROM Accounts a JOIN Practices p ON p.Id = a.PracticeId
        WHERE a.Id = @AccountId AND a.PracticeId = @PracticeId
        """;

    public async Task<Me> Handle(GetMeQuery request, CancellationToken cancellationToken)
    {
        var caller = scope.Caller;
        var row = await db.Find<Row>(FindSql, new { caller.AccountId }, cancellationToken).OrNotFound("account");
        return new Me(
            caller.AccountId, row.DisplayName, row.Email, caller.Roles.ToList(), caller.ClientId, caller.PracticeId, row.PracticeName, caller.TimeZone);
    }

    private sealed record Row
    {
        public string DisplayName { get; init; } = "";

        public string Email { get; init; } = "";

        public string PracticeName { get; init; } = "";
    }
}
