using CounselDesk.Application.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.People;

/// <summary>What depends on a member of staff: the practice on an administrator, associates on a supervisor, cases on a therapist.</summary>
public sealed class StaffDuties(IDb db, RequestScope scope)
{
    private const string OtherAdminsSql = """
        SELECT COUNT(*) AS Found FROM Accounts a
        WHERE a.PracticeId = @PracticeId AND a.ClientId IS NULL AND a.Id <> @Id AND a.Active = 1 AND a.PasswordHash IS NOT NULL AND a.Roles LIKE '%Admin%' ESCAPE '!'
        """;

    private const string SuperviseesSql = """
        SELECT COUNT(*) AS Found FROM Accounts a
        WHERE a.PracticeId = @PracticeId AND a.ClientId IS NULL AND a.SupervisorId = @Id AND a.Active = 1
        """;

    private const string OpenCasesSql = """
        SELECT COUNT(*) AS Found FROM Couples c WHERE c.PracticeId = @PracticeId AND c.TherapistId = @Id AND c.Status <> 'Closed'
        """;

    /// <summary>Lets one change of staff at a time happen in a practice: two last administrators must not remove each other.</summary>
    public Task Lock(CancellationToken cancellationToken) => db.Lock($"staff:{scope.Caller.PracticeId}", cancellationToken);

    /// <summary>Refuses what would leave the practice without an administrator who can sign in.</summary>
    public async Task RequireAnotherAdmin(Account account, CancellationToken cancellationToken)
    {
        if (account.RoleSet.HasFlag(Roles.Admin) && account.Active && await Count(OtherAdminsSql, account.Id, cancellationToken) == 0)
            throw Refused.Conflict("last-admin", "The practice needs an active administrator with a password: give another member of staff the role first.");
    }

    public Task<int> Supervisees(Guid accountId, CancellationToken cancellationToken) => Count(SuperviseesSql, accountId, cancellationToken);

    public Task<int> OpenCases(Guid accountId, CancellationToken cancellationToken) => Count(OpenCasesSql, accountId, cancellationToken);

    private Task<int> Count(string sql, Guid id, CancellationToken cancellationToken) => db.Find<int>(sql, new { Id = id }, cancellationToken);
}
