using CounselDesk.Architecture.Tests.Common;

namespace CounselDesk.Architecture.Tests.Sql.Sending;

public class SendingTests
{
    private const string BeforeSignIn = "Before a sign-in there is no caller: the practice is the account's, which was found by its own secret.";
    private const string OfTheChain = "The audit writer writes for many callers: the practice is the entry's.";
    private const string WhoeverAsked = "Signing in changes who the caller is, and the key belongs to whoever sent it.";

    private const string BelowDb = "What the server can do more is built and told below IDb.";

    private const string SetUp = "Setting up and checking a database is below IDb.";

    private static readonly SendingLists Lists = new()
    {
        Enums = MigrationTests.Lists.Enums,
        OtherPractice = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Common/Idempotency.FindSql"] = WhoeverAsked,
            ["Common/Idempotency.ForgetSql"] = WhoeverAsked,
            ["Common/Idempotency.KeepSql"] = WhoeverAsked,
            ["People/Accounts.InsertSql"] = "The set-up makes a practice and its first account in one go.",
            ["People/Accounts.UpdateSql"] = BeforeSignIn,
            ["People/Accounts.CountFailureSql"] = BeforeSignIn,
            ["People/SignIns.StartSql"] = BeforeSignIn,
            ["People/SignIns.SpendTokenSql"] = BeforeSignIn,
            ["People/SignIns.EndSql"] = BeforeSignIn,
            ["People/SignIns.AddTokenSql"] = BeforeSignIn,
            ["Audit/AuditRows.TailSql"] = OfTheChain,
            ["Audit/AuditRows.AppendSql"] = OfTheChain,
            ["Audit/AuditRows.StartTailSql"] = OfTheChain,
            ["Audit/AuditRows.MoveTailSql"] = OfTheChain,
            ["Audit/AuditRows.LedgerSql"] = OfTheChain,
        },
        ByHand = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sql/SqlServerDialect.LockSql"] = "The dialect is below IDb.",
            ["Sql/RowLevelSecurity.AdmitSql"] = BelowDb,
            ["Sql/RowLevelSecurity.TakeDownSql"] = BelowDb,
            ["Sql/RowLevelSecurity.GuardedSql"] = BelowDb,
            ["Sql/RowLevelSecurity.UnguardedSql"] = BelowDb,
            ["Sql/RowLevelSecurity.FunctionsSql"] = BelowDb,
            ["Sql/AuditLedger.CreateSql"] = BelowDb,
            ["Sql/AuditLedger.StandsSql"] = BelowDb,
            ["Sql/SqlServerSetup.ExistsSql"] = SetUp,
            ["Sql/SqlServerSetup.SnapshotReadsSql"] = SetUp,
            ["Sql/SqlServerSetup.MayChangeSql"] = SetUp,
            ["Sql/SqlServerSetup.StrictSql"] = SetUp,
            ["Sql/SqlServerSetup.LockSql"] = SetUp,
            ["Sql/SqlServerSetup.ReleaseSql"] = SetUp,
            ["Sql/DatabaseFindings.TimeSql"] = SetUp,
            ["Sql/Migrator.JournalSql"] = "The migrator is below IDb.",
            ["Sql/Migrator.AppliedSql"] = "The migrator is below IDb.",
            ["Sql/Migrator.EnterSql"] = "The migrator is below IDb.",
        },
        NeverNull = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Notes/LastPlans.NewestSql SignedAt"] = "CK_Notes_Signature: what has a chain number is signed.",
            ["Notes/SignNoteHandler.TailSql ContentHash"] = "CK_Notes_Signature: what has a chain number has its hash.",
            ["Notes/SignNoteHandler.ApartTailSql ContentHash"] = "CK_PsychotherapyNotes_Signature: what has a chain number has its hash.",
        },
        LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // What a partner may not see is never read.
            ["Portal/PortalAssignments AssignmentRow"] =
                "ExerciseVersion Warnings OverrideRationale AssignedBy AssignedByName AssignedAt WithdrawnAt WithdrawnReason Version",
            ["Portal/ListPortalLogsHandler LogRow"] = "Quality ReviewedVersion",
            ["Portal/OwnRecords LogRow"] = "Quality ReviewedVersion",
            ["Portal/LogHomeworkHandler LogRow"] = "Quality ReviewedVersion",
            ["Homework/LogWriter LogRow"] = "Quality ReviewedVersion",
            ["Portal/PortalCases CaseFile"] = "SupervisorId EmergencyReason",
            // Each kind has some of what an entry of the timeline can have.
            ["Timeline/CareTimeline TimelineRow"] = "At Day ClientId Title Number",
            ["Timeline/HomeworkTimeline TimelineRow"] = "Id At Day ClientId State Title Number",
            ["Timeline/ProgressTimeline TimelineRow"] = "At Day Title Number",
            // The schedule alone: no texts are read for reckoning adherence.
            ["Homework/HomeworkRecords AssignmentRow"] =
                "ExerciseVersion ExerciseText Instructions Warnings OverrideRationale AssignedBy AssignedByName WithdrawnAt WithdrawnReason RoleOfA RoleOfB RolesAlternate Version",
            ["Progress/JointRecords AssignmentRow"] =
                "ExerciseVersion ExerciseText Instructions Warnings OverrideRationale AssignedBy AssignedByName WithdrawnAt WithdrawnReason RoleOfA RoleOfB RolesAlternate Version",
            ["Homework/RemindPartners AssignmentRow"] =
                "ExerciseVersion ExerciseText Instructions Warnings OverrideRationale AssignedBy AssignedByName WithdrawnAt WithdrawnReason RoleOfA RoleOfB RolesAlternate Version",
        },
    };

    [Fact]
    public void Every_statement_gets_what_it_names_and_gives_what_its_rows_hold()
    {
        var (sent, faults) = Sendings.In(CompiledSource.OfProgram);
        var gate = new SendingGate(StatementTests.OnSqlServer, Lists);
        Faults.AssertNone([.. faults, .. gate.Check(sent), .. gate.CheckUnsent(StatementTests.All, sent)]);
        Assert.True(sent.Count > 150, $"Only {sent.Count} sendings were found.");
    }
}
