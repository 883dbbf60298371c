using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Binding;
using CounselDesk.Architecture.Tests.Sql.Plans;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>Proves the statement gate: wrong statements on a small schema of its own, each caught for its reason and no other.</summary>
public class PlantedStatementTests(PlantedStatementTests.Ground ground) : IClassFixture<PlantedStatementTests.Ground>
{
    private static readonly StatementLists Lists = new()
    {
        AnyPractice = new Dictionary<string, string>(StringComparer.Ordinal) { ["Planted/X.ListedAnyPracticeSql"] = "Planted." },
    };

    [Theory]
    // Words of one engine only.
    [InlineData("portable", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId ORDER BY v.Seq LIMIT @Take")]
    [InlineData("portable", "SELECT TOP 1 v.Id FROM Visits v WHERE v.PracticeId = @PracticeId ORDER BY v.Seq")]
    [InlineData("portable", "SELECT c.First || c.Last AS Name FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT c.First + ' ' + c.Last AS Name FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId")]
    [InlineData("portable", "INSERT INTO Words (PracticeId, Word) VALUES (@PracticeId, @Word) ON CONFLICT DO NOTHING")]
    [InlineData("portable", "INSERT INTO Words (PracticeId, Word) VALUES (@PracticeId, @Word) RETURNING Word")]
    [InlineData("portable", "INSERT INTO Words (PracticeId, Word) OUTPUT inserted.Word VALUES (@PracticeId, @Word)")]
    [InlineData("portable", "MERGE INTO Words w USING Words x ON w.Word = x.Word WHEN MATCHED THEN DELETE;")]
    [InlineData("portable", "SELECT ISNULL(c.Phone, '') AS Phone FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT LEN(c.First) FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND c.First = N'Robin'")]
    [InlineData("portable", "SELECT c.Id FROM dbo.Clients c WHERE c.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT c.Id FROM Clients c WITH (UPDLOCK) WHERE c.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT AVG(v.Minutes) FROM Visits v WHERE v.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.At < CURRENT_TIMESTAMP")]
    [InlineData("portable", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.At < GETDATE()")]
    [InlineData("portable", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Kept = TRUE")]
    [InlineData("portable", "SELECT LOWER(c.First) AS First FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT CAST(v.At AS DATE) AS Day FROM Visits v WHERE v.Id = @Id AND v.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT v.Minutes FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Minutes > 1.5")]
    [InlineData("portable", "SELECT * FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND c.First LIKE @Pattern")]
    [InlineData("portable", "SELECT v.Seq FROM Visits v WHERE v.PracticeId = @PracticeId ORDER BY v.Id")]
    [InlineData("portable", "SELECT v.Id AS Visit FROM Visits v WHERE v.PracticeId = @PracticeId ORDER BY Visit")]
    [InlineData("portable", "SELECT MAX(v.Id) FROM Visits v WHERE v.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT v.Seq FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Id > @After")]
    [InlineData("portable", "SELECT ROW_NUMBER() OVER (ORDER BY v.Id) AS Place FROM Visits v WHERE v.PracticeId = @PracticeId")]
    [InlineData("portable", "UPDATE Visits SET Minutes = 0 FROM Clients c WHERE c.Id = Visits.ClientId AND Visits.PracticeId = @PracticeId AND c.PracticeId = @PracticeId AND Visits.Id = @Id")]
    [InlineData("portable", "UPDATE Visits SET Minutes += 1 WHERE Id = @Id AND PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT v.Id FROM Clients c RIGHT JOIN Visits v ON v.ClientId = c.Id AND v.PracticeId = c.PracticeId WHERE c.PracticeId = @PracticeId AND v.PracticeId = @PracticeId")]
    [InlineData("portable", "SELECT v.Id FROM Visits v, Clients c WHERE v.ClientId = c.Id AND v.PracticeId = @PracticeId AND c.PracticeId = @PracticeId")]
    // What T-SQL's parser refuses and SQLite would take.
    [InlineData("parses", "SELECT v.Kept IS NULL AS Open1 FROM Visits v WHERE v.PracticeId = @PracticeId")]
    [InlineData("parses", "SELECT EXISTS (SELECT 1 FROM Visits v WHERE v.PracticeId = @PracticeId)")]
    [InlineData("parses", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND c.Id = @Id; SELECT 1")]
    [InlineData("parses", "SELECT d.Seq FROM (SELECT v.Seq FROM Visits v WHERE v.PracticeId = @PracticeId ORDER BY v.Seq) d")]
    // Names.
    [InlineData("resolves", "SELECT c.Id FROM Client c WHERE c.PracticeId = @PracticeId")]
    [InlineData("resolves", "SELECT c.Firstname FROM Clients c WHERE c.PracticeId = @PracticeId")]
    [InlineData("resolves", "SELECT c.first FROM Clients c WHERE c.PracticeId = @PracticeId")]
    [InlineData("resolves", "SELECT x.First FROM Clients c WHERE c.PracticeId = @PracticeId")]
    [InlineData("resolves", "SELECT Clients.First FROM Clients c WHERE c.PracticeId = @PracticeId")]
    [InlineData("resolves", "SELECT Seq FROM Clients c JOIN Visits v ON v.ClientId = c.Id AND v.PracticeId = c.PracticeId WHERE c.PracticeId = @PracticeId")]
    [InlineData("resolves", "SELECT c.First AS Name FROM Clients c WHERE c.PracticeId = @PracticeId AND Name = @Name")]
    [InlineData("resolves", "SELECT d.Gone FROM (SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId) d")]
    [InlineData("resolves", "WITH Mine AS (SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId) SELECT m.First FROM Mine m")]
    [InlineData("resolves", "UPDATE Clients SET Nick = @Nick WHERE Id = @Id AND PracticeId = @PracticeId")]
    [InlineData("resolves", "INSERT INTO Words (PracticeId, Word, Sort) VALUES (@PracticeId, @Word, 1)")]
    [InlineData("qualified", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND EXISTS (SELECT 1 FROM Visits v WHERE v.PracticeId = @PracticeId AND v.ClientId = c.Id AND First = @First)")]
    // The shape of rows.
    [InlineData("insert", "INSERT INTO Visits (Id, PracticeId, ClientId, Seq, Minutes, Kept) VALUES (@Id, @PracticeId, @ClientId, @Seq, 50, 0)")]
    [InlineData("insert", "INSERT INTO Words (PracticeId, Word) VALUES (@PracticeId)")]
    [InlineData("insert", "INSERT INTO Words (PracticeId, Word) VALUES (@PracticeId, NULL)")]
    [InlineData("insert", "INSERT INTO Words (PracticeId, Word) SELECT @PracticeId, @Word, 1 WHERE NOT EXISTS (SELECT 1 FROM Words w WHERE w.PracticeId = @PracticeId AND w.Word = @Word)")]
    [InlineData("insert", "INSERT INTO Words VALUES (@PracticeId, @Word)")]
    [InlineData("insert", "UPDATE Visits SET Minutes = NULL WHERE Id = @Id AND PracticeId = @PracticeId")]
    [InlineData("shape", "SELECT c.Id, COALESCE(c.Phone, c.First) FROM Clients c WHERE c.PracticeId = @PracticeId")]
    [InlineData("shape", "SELECT c.Id, v.Id FROM Clients c JOIN Visits v ON v.ClientId = c.Id AND v.PracticeId = c.PracticeId WHERE c.PracticeId = @PracticeId")]
    [InlineData("shape", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND c.Seq = (SELECT v.Seq, v.Minutes FROM Visits v WHERE v.PracticeId = @PracticeId AND v.ClientId = c.Id)")]
    [InlineData("shape", "SELECT DISTINCT v.Minutes FROM Visits v WHERE v.PracticeId = @PracticeId ORDER BY v.Seq")]
    [InlineData("shape", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId UNION ALL SELECT v.Id, v.Seq FROM Visits v WHERE v.PracticeId = @PracticeId")]
    [InlineData("shape", "CREATE VIEW Names AS SELECT c.First FROM Clients c")]
    [InlineData("grouping", "SELECT v.ClientId, MAX(v.Seq) AS Newest FROM Visits v WHERE v.PracticeId = @PracticeId")]
    [InlineData("grouping", "SELECT v.ClientId, v.Minutes FROM Visits v WHERE v.PracticeId = @PracticeId GROUP BY v.ClientId")]
    [InlineData("grouping", "SELECT v.ClientId FROM Visits v WHERE v.PracticeId = @PracticeId GROUP BY v.ClientId ORDER BY v.Seq")]
    [InlineData("grouping", "SELECT SUM((SELECT v.Minutes FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Id = c.Id)) AS Minutes FROM Clients c WHERE c.PracticeId = @PracticeId")]
    // Whose rows.
    [InlineData("practice", "SELECT c.First FROM Clients c WHERE c.Id = @Id")]
    [InlineData("practice", "SELECT c.First FROM Clients c WHERE c.Id = @Id AND (c.PracticeId = @PracticeId OR c.Seq = 1)")]
    [InlineData("practice", "SELECT c.First FROM Clients c WHERE c.Id = @Id AND NOT c.PracticeId = @PracticeId")]
    [InlineData("practice", "SELECT c.First FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @Practice")]
    [InlineData("practice", "SELECT c.First FROM Clients c JOIN Visits v ON v.ClientId = c.Id WHERE c.PracticeId = @PracticeId AND c.Id = @Id")]
    [InlineData("practice", "SELECT c.First FROM Clients c JOIN Visits v ON v.ClientId = c.Id AND v.PracticeId = c.PracticeId WHERE c.Id = @Id")]
    [InlineData("practice", "SELECT c.First FROM Clients c LEFT JOIN Visits v ON v.ClientId = c.Id AND v.PracticeId = c.PracticeId AND c.PracticeId = @PracticeId WHERE c.Id = @Id")]
    [InlineData("practice", "SELECT c.First, (SELECT MAX(v.Seq) FROM Visits v WHERE v.ClientId = c.Id) AS Newest FROM Clients c WHERE c.PracticeId = @PracticeId")]
    [InlineData("practice", "SELECT c.First FROM Clients c WHERE c.PracticeId = @PracticeId AND NOT EXISTS (SELECT 1 FROM Visits v WHERE v.ClientId = c.Id)")]
    [InlineData("practice", "WITH Theirs AS (SELECT v.ClientId FROM Visits v WHERE v.Id = @Id) SELECT c.First FROM Clients c JOIN Theirs t ON t.ClientId = c.Id WHERE c.PracticeId = @PracticeId")]
    [InlineData("practice", "SELECT p.Name FROM Practices p WHERE p.Id = @Id")]
    [InlineData("practice", "UPDATE Clients SET First = @First WHERE Id = @Id")]
    [InlineData("practice", "UPDATE Clients SET PracticeId = @Other WHERE Id = @Id AND PracticeId = @PracticeId")]
    [InlineData("practice", "DELETE FROM Visits WHERE Id = @Id")]
    [InlineData("practice", "INSERT INTO Words (PracticeId, Word) VALUES (@Practice, @Word)")]
    [InlineData("practice", "INSERT INTO Words (PracticeId, Word) SELECT @PracticeId, c.First FROM Clients c WHERE c.Id = @Id")]
    [InlineData("has-where", "DELETE FROM Visits")]
    [InlineData("has-where", "UPDATE Visits SET Minutes = 0")]
    // Types.
    [InlineData("types", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Seq = v.ClientId")]
    [InlineData("types", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Seq = '5'")]
    [InlineData("types", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.At > '2026-01-01'")]
    [InlineData("types", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND c.First = @X AND c.Seq = @X")]
    [InlineData("types", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND c.Seq LIKE @X ESCAPE '!'")]
    [InlineData("types", "UPDATE Visits SET Minutes = 'long' WHERE Id = @Id AND PracticeId = @PracticeId")]
    [InlineData("types", "SELECT SUM(v.Kept) FROM Visits v WHERE v.PracticeId = @PracticeId")]
    [InlineData("types", "SELECT MAX(v.Kept) FROM Visits v WHERE v.PracticeId = @PracticeId")]
    [InlineData("types", "SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND c.First IN (SELECT v.Seq FROM Visits v WHERE v.PracticeId = @PracticeId)")]
    // Reading everything.
    [InlineData("full-scan", "SELECT u.Phrase FROM Unkeyed u WHERE u.Phrase = @Phrase")]
    [InlineData("full-scan", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND EXISTS (SELECT 1 FROM Unkeyed u WHERE u.Phrase = @Phrase AND v.Id = @Id)")]
    [InlineData("full-scan", "DELETE FROM Unkeyed WHERE Phrase = @Phrase")]
    // What only one engine's grammar takes although every word is portable.
    [InlineData("compiles-on-sqlite", "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId ORDER BY v.Seq OFFSET 5 ROWS FETCH NEXT @Take ROWS ONLY")]
    public void Catches(string rule, string sql) => Faults.AssertOnly(rule, Check(new Statement("Planted/X.FindSql", sql)));

    [Fact]
    public void Catches_AnyPractice_in_a_name_that_is_not_listed() =>
        Faults.AssertOnly(StatementGate.AnyPracticeListed, Check(new Statement("Planted/X.FindAnyPracticeSql", "SELECT c.First FROM Clients c WHERE c.Id = @Id")));

    [Fact]
    public void Catches_a_listed_exception_that_nothing_needs() =>
        Faults.AssertOnly("stale-list", new StatementGate(ground.Schema, new PlanGate(ground.Schema, ground.Sqlite), Lists).Check(
            [new Statement("Planted/X.ListedAnyPracticeSql", "SELECT c.First FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId")]));

    [Fact]
    public void Catches_a_part_that_no_statement_uses() =>
        Faults.AssertOnly(StatementGate.Parses, Check(new Statement("Planted/X.OddSql", "c.Id, c.First FROM")));

    [Theory]
    [InlineData("SELECT c.Id, c.First AS Name FROM Clients c WHERE c.PracticeId = @PracticeId AND c.Seq < @Before ORDER BY c.Seq DESC OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY")]
    [InlineData("SELECT c.Id FROM Clients c WHERE c.Id IN @Ids AND c.PracticeId = @PracticeId")]
    [InlineData("SELECT c.First, COUNT(*) AS Visits, SUM(IIF(v.Kept = 1, 1, 0)) AS Kept FROM Clients c JOIN Visits v ON v.ClientId = c.Id AND v.PracticeId = c.PracticeId WHERE c.PracticeId = @PracticeId GROUP BY c.First HAVING COUNT(*) > 1")]
    [InlineData("SELECT c.Id FROM Clients c LEFT JOIN Visits v ON v.ClientId = c.Id AND v.PracticeId = @PracticeId WHERE c.PracticeId = @PracticeId AND v.Id IS NULL")]
    [InlineData("SELECT p.Name FROM Clients c JOIN Practices p ON p.Id = c.PracticeId WHERE c.Id = @Id AND c.PracticeId = @PracticeId")]
    [InlineData("WITH Newest AS (SELECT v.ClientId, MAX(v.Seq) AS Seq FROM Visits v WHERE v.PracticeId = @PracticeId GROUP BY v.ClientId) SELECT c.First, n.Seq FROM Newest n JOIN Clients c ON c.Id = n.ClientId AND c.PracticeId = @PracticeId ORDER BY n.Seq")]
    [InlineData("SELECT d.Place FROM (SELECT ROW_NUMBER() OVER (PARTITION BY v.ClientId ORDER BY v.Seq) AS Place FROM Visits v WHERE v.PracticeId = @PracticeId) d WHERE d.Place = 1")]
    [InlineData("INSERT INTO Words (PracticeId, Word) SELECT @PracticeId, @Word WHERE NOT EXISTS (SELECT 1 FROM Words w WHERE w.PracticeId = @PracticeId AND w.Word = @Word)")]
    [InlineData("UPDATE Visits SET Minutes = Minutes + 1, Kept = COALESCE(@Kept, Kept) WHERE Id = @Id AND PracticeId = @PracticeId AND Seq = @Seq")]
    [InlineData("DELETE FROM Visits WHERE PracticeId = @PracticeId AND ClientId IN (SELECT c.Id FROM Clients c WHERE c.PracticeId = @PracticeId AND c.First LIKE @Pattern ESCAPE '!')")]
    [InlineData("SELECT c.First FROM Clients c WHERE c.PracticeId = @PracticeId AND c.First = 'LIMIT || TOP'")]
    [InlineData("SELECT v.Seq FROM Visits v WHERE v.PracticeId = @PracticeId AND v.At BETWEEN @From AND @To AND (@Kept IS NULL OR v.Kept = @Kept)")]
    public void Takes(string sql) => Faults.AssertNone(Check(new Statement("Planted/X.FindSql", sql)));

    [Fact]
    public void Takes_a_part_that_a_statement_is_built_from()
    {
        const string part = "c.Id, c.First";
        Faults.AssertNone(Check(new Statement("Planted/X.PartSql", part), new Statement("Planted/X.FindSql", $"SELECT {part} FROM Clients c WHERE c.PracticeId = @PracticeId")));
    }

    [Fact]
    public void Judges_a_beginning_where_it_is_put_to_use()
    {
        const string beginning = "SELECT c.Id, c.First FROM Clients c";
        var begun = new Statement("Planted/X.SelectSql", beginning);
        Faults.AssertNone(Check(begun, new Statement("Planted/X.FindSql", beginning + " WHERE c.PracticeId = @PracticeId")));
        Faults.AssertOnly(Isolation.Rule, Check(begun, new Statement("Planted/X.FindSql", beginning + " WHERE c.Id = @Id")));
        Assert.NotEmpty(Check(begun));
        Assert.NotEmpty(Check(begun with { Name = "Planted/X.AllSql" }, new Statement("Planted/X.FindSql", beginning + " WHERE c.PracticeId = @PracticeId")));
    }

    // How much a search reads is planted elsewhere: here it would only get in the way.
    private IReadOnlyList<Fault> Check(params Statement[] statements) =>
    [
        .. new StatementGate(ground.Schema, new PlanGate(ground.Schema, ground.Sqlite), Lists).Check(
            [.. statements, new Statement("Planted/X.ListedAnyPracticeSql", "SELECT c.First FROM Clients c WHERE c.Id = @Id")])
            .Where(fault => fault.Rule is not (PlanGate.Wide or PlanGate.PracticeWide or PlanGate.PagedSort)),
    ];

    public sealed class Ground : IDisposable
    {
        private static readonly Migration Migration = new("0001_ground.sql", """
            CREATE TABLE Practices (Id UNIQUEIDENTIFIER NOT NULL, Name NVARCHAR(40) NOT NULL, CONSTRAINT PK_Practices PRIMARY KEY CLUSTERED (Id));
            GO
            CREATE TABLE Clients (
              Id UNIQUEIDENTIFIER NOT NULL,
              PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Clients_Practice REFERENCES Practices (Id),
              Seq BIGINT NOT NULL,
              First NVARCHAR(40) NOT NULL,
              Last NVARCHAR(40) NOT NULL,
              Phone NVARCHAR(40) NULL,
              CONSTRAINT PK_Clients PRIMARY KEY CLUSTERED (Id)
            );
            GO
            CREATE INDEX IX_Clients_Practice ON Clients (PracticeId, Seq);
            GO
            CREATE TABLE Visits (
              Id UNIQUEIDENTIFIER NOT NULL,
              PracticeId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Visits_Practice REFERENCES Practices (Id),
              ClientId UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Visits_Client REFERENCES Clients (Id),
              Seq BIGINT NOT NULL,
              Minutes INT NOT NULL,
              Kept BIT NOT NULL,
              At DATETIMEOFFSET(3) NOT NULL,
              CONSTRAINT PK_Visits PRIMARY KEY CLUSTERED (Id)
            );
            GO
            CREATE INDEX IX_Visits_Practice ON Visits (PracticeId, Seq);
            GO
            CREATE INDEX IX_Visits_Client ON Visits (ClientId, Seq);
            GO
            CREATE TABLE Words (PracticeId UNIQUEIDENTIFIER NOT NULL, Word NVARCHAR(40) NOT NULL, CONSTRAINT PK_Words PRIMARY KEY CLUSTERED (PracticeId, Word));
            GO
            CREATE TABLE Unkeyed (Id INT NOT NULL, Phrase NVARCHAR(40) NOT NULL, CONSTRAINT PK_Unkeyed PRIMARY KEY CLUSTERED (Id));
            """);

        internal Schema Schema { get; } = Schema.From([Migration.Text]);

        internal MigratedSqlite Sqlite { get; } = new([Migration]);

        public void Dispose() => Sqlite.Dispose();
    }
}
