using CounselDesk.Application.Common;

namespace CounselDesk.Application.People;

/// <summary>Reading and writing of accounts, shared by the use cases of this folder and Identity's store.</summary>
public sealed class Accounts(IDb db)
{
    private const string Columns = """
        a.Id, a.PracticeId, a.Seq, a.Email, a.NormalizedEmail, a.DisplayName, a.PasswordHash, a.SecurityStamp, a.AccessFailedCount,
        a.LockoutEnd, a.Roles, a.SupervisorId, a.ClientId, a.Active, a.CreatedAt, a.Version
        """;

    // Signing in happens before a practice is known: these two ask for one account whatever its practice.
    private const string ByEmailAnyPracticeSql = $"SELECT {Columns} FROM Accounts a WHERE a.NormalizedEmail = @NormalizedEmail ORDER BY a.Seq";
    private const string ByIdAnyPracticeSql = $"SELECT {Columns} FROM Accounts a WHERE a.Id = @Id";

    private const string ByIdSql = $"SELECT {Columns} FROM Accounts a WHERE a.Id = @Id AND a.PracticeId = @PracticeId";

    private const string InsertSql = """
        INSERT INTO Accounts (Id, PracticeId, Seq, Email, NormalizedEmail, DisplayName, PasswordHash, SecurityStamp, AccessFailedCount,
          LockoutEnd, Roles, SupervisorId, ClientId, Active, CreatedAt, Version)
        SELECT @Id, @PracticeId, @Seq, @Email, @NormalizedEmail, @DisplayName, @PasswordHash, @SecurityStamp, 0,
          NULL, @Roles, @SupervisorId, @ClientId, @Active, @CreatedAt, 1
        WHERE NOT EXISTS (SELECT 1 FROM Accounts a WHERE a.NormalizedEmail = @NormalizedEmail AND a.PracticeId = @PracticeId)
        """;

    private const string UpdateSql = """
        UPDATE Accounts SET DisplayName = @DisplayName, PasswordHash = @PasswordHash, SecurityStamp = @SecurityStamp,
          AccessFailedCount = @AccessFailedCount, LockoutEnd = @LockoutEnd, Roles = @Roles, SupervisorId = @SupervisorId,
          Active = @Active, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    private const string CountFailureSql = """
        UPDATE Accounts SET AccessFailedCount = @AccessFailedCount, LockoutEnd = @LockoutEnd WHERE Id = @Id AND PracticeId = @PracticeId
        """;

    public Task<IReadOnlyList<Account>> ByEmailAnyPractice(string email, CancellationToken cancellationToken) =>
        db.Query<Account>(ByEmailAnyPracticeSql, new { NormalizedEmail = Account.Normalize(email) }, cancellationToken);

    public Task<Account?> ByIdAnyPractice(Guid id, CancellationToken cancellationToken) =>
        db.Find<Account>(ByIdAnyPracticeSql, new { Id = id }, cancellationToken);

    public Task<Account?> ById(Guid id, CancellationToken cancellationToken) =>
        db.Find<Account>(ByIdSql, new { Id = id }, cancellationToken);

    public async Task Add(Account account, CancellationToken cancellationToken)
    {
        var row = new
        {
            account.Id,
            account.PracticeId,
            account.Seq,
            account.Email,
            account.NormalizedEmail,
            account.DisplayName,
            account.PasswordHash,
            account.SecurityStamp,
            account.Roles,
            account.SupervisorId,
            account.ClientId,
            account.Active,
            account.CreatedAt,
        };
        if (await db.Execute(InsertSql, row, cancellationToken) == 0)
            throw Refused.Conflict("email-taken", "Somebody in this practice has this e-mail address already.");
    }

    public async Task Save(Account account, CancellationToken cancellationToken)
    {
        var row = new
        {
            account.DisplayName,
            account.PasswordHash,
            account.SecurityStamp,
            account.AccessFailedCount,
            account.LockoutEnd,
            account.Roles,
            account.SupervisorId,
            account.Active,
            account.Id,
            account.PracticeId,
            account.Version,
        };
        await db.Execute(UpdateSql, row, cancellationToken).OrStale();
        account.Version++;
    }

    /// <summary>Keeps the count of failures and the lock-out; not a change of the account that anyone edits.</summary>
    public Task SaveFailures(Account account, CancellationToken cancellationToken) =>
        db.Execute(CountFailureSql, new { account.AccessFailedCount, account.LockoutEnd, account.Id, account.PracticeId }, cancellationToken);
}
