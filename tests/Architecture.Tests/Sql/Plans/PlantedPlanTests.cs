using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Architecture.Tests.Sql.Plans;

/// <summary>Proves the plan gate and the index gate: statements that read too much, and indexes that nothing or too little needs.</summary>
public class PlantedPlanTests(PlantedPlanTests.Ground ground) : IClassFixture<PlantedPlanTests.Ground>
{
    [Theory]
    [InlineData("full-scan", "SELECT u.Phrase FROM Unkeyed u WHERE u.Phrase = @Phrase")]
    [InlineData("full-scan", "SELECT u.Id FROM Logs l JOIN Unkeyed u ON u.Phrase = l.Note WHERE l.Id = @Id AND l.PracticeId = @PracticeId")]
    // One case, one person, one parent: looked up as such, whoever else is in the practice.
    [InlineData("wide-search", "SELECT t.Id FROM Sittings t WHERE t.PracticeId = @PracticeId AND t.CoupleId = @CoupleId ORDER BY t.Seq")]
    [InlineData("wide-search", "SELECT t.Id FROM Sittings t WHERE t.PracticeId = @PracticeId AND t.CoupleId IN @Ids")]
    [InlineData("wide-search", "SELECT t.Id FROM Sittings t WHERE t.PracticeId = @PracticeId AND t.CoupleId = @CoupleId AND t.Seq < @Before ORDER BY t.Seq DESC OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY")]
    [InlineData("wide-search", "UPDATE Sittings SET Seq = 0 WHERE PracticeId = @PracticeId AND CoupleId = @CoupleId")]
    [InlineData("wide-search", "DELETE FROM Sittings WHERE PracticeId = @PracticeId AND CoupleId = (SELECT l.CoupleId FROM Logs l WHERE l.Id = @Id AND l.PracticeId = @PracticeId)")]
    [InlineData("wide-search", "SELECT l.Id FROM Logs l WHERE l.Id = @Id AND l.PracticeId = @PracticeId AND EXISTS (SELECT 1 FROM Sittings t WHERE t.PracticeId = @PracticeId AND t.CoupleId = l.CoupleId)")]
    [InlineData("practice-search", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId")]
    [InlineData("practice-search", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND (l.CoupleId = @A OR l.ClientId = @B)")]
    [InlineData("practice-search", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND (@CoupleId IS NULL OR l.CoupleId = @CoupleId) ORDER BY l.Seq")]
    [InlineData("practice-search", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.Note = @Note")]
    [InlineData("practice-search", "SELECT w.ClientId FROM Words w WHERE w.PracticeId = @PracticeId AND COALESCE(w.ClientId, @Id) = @Id")]
    [InlineData("paged-sort", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId ORDER BY l.Note OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY")]
    [InlineData("wide-search", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId IN @Ids ORDER BY l.Seq OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY")]
    [InlineData("wrapped-column", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND l.Seq + 1 < @Before")]
    [InlineData("wrapped-column", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND COALESCE(l.Seq, 0) < @Before")]
    [InlineData("wrapped-column", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND CAST(l.Seq AS INT) IN (@A, @B)")]
    [InlineData("wrapped-column", "SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND IIF(l.Seq > 5, l.Seq, 0) BETWEEN @A AND @B")]
    [InlineData("wrapped-column", "SELECT m.Id FROM Logs l JOIN Logs m ON m.PracticeId = l.PracticeId AND m.CoupleId = l.CoupleId AND m.Seq - 1 = l.Seq WHERE l.Id = @Id AND l.PracticeId = @PracticeId")]
    public void Catches(string rule, string sql) => Faults.AssertOnly(rule, Check(sql));

    [Theory]
    [InlineData("SELECT l.Note FROM Logs l WHERE l.Id = @Id AND l.PracticeId = @PracticeId")]
    [InlineData("SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND l.Seq < @Before ORDER BY l.Seq DESC OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY")]
    [InlineData("SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.Seq < @Before ORDER BY l.Seq DESC OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY")]
    [InlineData("SELECT m.Id FROM Logs l JOIN Logs m ON m.CoupleId = l.CoupleId AND m.PracticeId = l.PracticeId WHERE l.Id = @Id AND l.PracticeId = @PracticeId ORDER BY m.Note")]
    [InlineData("SELECT w.ClientId FROM Words w WHERE w.PracticeId = @PracticeId AND w.Word LIKE @Pattern ESCAPE '!'")]
    [InlineData("SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND COALESCE(l.Note, '') = @Note")]
    [InlineData("SELECT COUNT(*) AS Found FROM (SELECT x.Seq FROM Logs x WHERE x.PracticeId = @PracticeId AND x.CoupleId = @Id UNION ALL SELECT y.Seq FROM Logs y WHERE y.Id = @Id AND y.PracticeId = @PracticeId) f")]
    [InlineData("SELECT p.Name FROM Practices p WHERE p.Id = @PracticeId")]
    public void Takes(string sql) => Faults.AssertNone(Check(sql));

    [Fact]
    public void Catches_an_index_that_no_statement_uses() =>
        Faults.AssertOnly(IndexGate.Unused, IndexGate.Check(ground.Schema, Used("IX_Logs_Practice", "IX_Logs_Couple"), Reasons()));

    [Fact]
    public void Counts_an_index_by_the_plans() =>
        Assert.Equal(["IX_Logs_Couple"], UsedBy("SELECT l.Id FROM Logs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId"));

    [Fact]
    public void Leaves_unique_indexes_and_those_with_a_reason_alone() =>
        Faults.AssertNone(IndexGate.Check(ground.Schema, Used("IX_Logs_Practice", "IX_Logs_Couple"), Reasons("IX_Sittings_Practice")));

    [Fact]
    public void Catches_a_reason_for_an_index_that_is_used_or_gone() =>
        Faults.AssertOnly("stale-list", IndexGate.Check(ground.Schema, Used("IX_Logs_Practice", "IX_Logs_Couple", "IX_Sittings_Practice"), Reasons("IX_Logs_Couple", "IX_Gone")));

    [Fact]
    public void Catches_an_index_that_another_one_begins_with() =>
        Faults.AssertOnly(IndexGate.Covered, IndexGate.Check(
            Schema.From([Ground.Migration.Text, "CREATE INDEX IX_Logs_Short ON Logs (CoupleId)"]),
            Used("IX_Logs_Practice", "IX_Logs_Couple", "IX_Sittings_Practice", "IX_Logs_Short"), Reasons()));

    [Fact]
    public void Catches_a_deletion_whose_referring_rows_no_index_finds() =>
        Faults.AssertOnly(IndexGate.Indexed, [.. IndexGate.CheckDeletes(ground.Schema, [new Statement("Planted/X.ForgetSql", "DELETE FROM Logs WHERE Id = @Id AND PracticeId = @PracticeId")])]);

    [Fact]
    public void Lets_rows_go_that_nothing_refers_to() =>
        Assert.Empty(IndexGate.CheckDeletes(ground.Schema, [new Statement("Planted/X.ForgetSql", "DELETE FROM Words WHERE PracticeId = @PracticeId")]));

    private static HashSet<string> Used(params string[] names) => names.ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, string> Reasons(params string[] names) => names.ToDictionary(name => name, _ => "Planted.", StringComparer.Ordinal);

    private IReadOnlyList<Fault> Check(string sql) => new StatementGate(ground.Schema, new PlanGate(ground.Schema, ground.Sqlite), new StatementLists()).Check([new Statement("Planted/X.FindSql", sql)]);

    private IReadOnlySet<string> UsedBy(string sql)
    {
        var plans = new PlanGate(ground.Schema, ground.Sqlite);
        Faults.AssertNone(new StatementGate(ground.Schema, plans, new StatementLists()).Check([new Statement("Planted/X.FindSql", sql)]));
        return plans.Used;
    }

    public sealed class Ground : IDisposable
    {
        internal static readonly Migration Migration = new("0001_ground.sql", """
            CREATE TABLE Practices (Id UNIQUEIDENTIFIER NOT NULL, Name NVARCHAR(40) NOT NULL, CONSTRAINT PK_Practices PRIMARY KEY CLUSTERED (Id));
            GO
            CREATE TABLE Logs (
              Id UNIQUEIDENTIFIER NOT NULL, PracticeId UNIQUEIDENTIFIER NOT NULL, CoupleId UNIQUEIDENTIFIER NOT NULL, ClientId UNIQUEIDENTIFIER NOT NULL,
              Seq BIGINT NOT NULL, Note NVARCHAR(40) NULL, CONSTRAINT PK_Logs PRIMARY KEY CLUSTERED (Id));
            GO
            CREATE INDEX IX_Logs_Practice ON Logs (PracticeId, Seq);
            GO
            CREATE INDEX IX_Logs_Couple ON Logs (CoupleId, PracticeId, Seq);
            GO
            CREATE TABLE Sittings (
              Id UNIQUEIDENTIFIER NOT NULL, PracticeId UNIQUEIDENTIFIER NOT NULL, CoupleId UNIQUEIDENTIFIER NOT NULL, Seq BIGINT NOT NULL,
              LogId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Sittings_Log REFERENCES Logs (Id), CONSTRAINT PK_Sittings PRIMARY KEY CLUSTERED (Id));
            GO
            CREATE INDEX IX_Sittings_Practice ON Sittings (PracticeId, Seq);
            GO
            CREATE TABLE Words (
              PracticeId UNIQUEIDENTIFIER NOT NULL, Word NVARCHAR(40) NOT NULL, ClientId UNIQUEIDENTIFIER NOT NULL,
              CONSTRAINT PK_Words PRIMARY KEY CLUSTERED (PracticeId, Word, ClientId));
            GO
            CREATE TABLE Unkeyed (Id INT NOT NULL, Phrase NVARCHAR(40) NOT NULL, CONSTRAINT PK_Unkeyed PRIMARY KEY CLUSTERED (Id));
            """);

        internal Schema Schema { get; } = Schema.From([Migration.Text]);

        internal MigratedSqlite Sqlite { get; } = new([Migration]);

        public void Dispose() => Sqlite.Dispose();
    }
}
