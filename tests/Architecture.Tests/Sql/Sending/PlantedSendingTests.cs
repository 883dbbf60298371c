using CounselDesk.Architecture.Tests.Common;

namespace CounselDesk.Architecture.Tests.Sql.Sending;

/// <summary>Proves the sending gate: code that sends the wrong thing, each caught for its reason and no other.</summary>
public class PlantedSendingTests(PlantedSendingTests.Ground ground) : IClassFixture<PlantedSendingTests.Ground>
{
    private const string Find = """const string VisitSql = "SELECT v.Id, v.Seq, v.Note, v.State FROM Visits v WHERE v.Id = @Id AND v.PracticeId = @PracticeId";""";

    private const string Row = """
        sealed record VisitRow { public Guid Id { get; init; } public long Seq { get; init; } public string? Note { get; init; } public State State { get; init; } }
        """;

    /// <summary>What is wrong, and the members of a class that has <c>IDb db</c> and <c>CancellationToken token</c>.</summary>
    public static readonly IReadOnlyList<(string Rule, string Code)> Wrong =
    [
        // Names.
        ("parameter-missing", Find + Row + "object X() => db.Find<VisitRow>(VisitSql, null, token);"),
        ("parameter-superfluous", Find + Row + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id, Ids = 1 }, token);"),
        ("parameter-spelling", Find + Row + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { id }, token);"),
        ("own-practice", Find + Row + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id, PracticeId = id }, token);"),
        ("parameter-superfluous", """
            const string TouchSql = "UPDATE Visits SET Note = @Note WHERE Id = @Id AND PracticeId = @PracticeId";
            sealed record Change { public Guid Id { get; init; } public string Note { get; init; } = ""; public bool IsLong => Note.Length > 9; }
            object X(Change change) => db.Execute(TouchSql, change with { Note = "x" }, token);
            """),
        ("parameter-missing", """
            const string ASql = "UPDATE Visits SET Note = @Note WHERE Id = @Id AND PracticeId = @PracticeId";
            const string BSql = "UPDATE Visits SET Note = @Note WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version";
            object X(Guid id, bool isNew) => db.Execute(isNew ? ASql : BSql, new { Id = id, Note = "" }, token);
            """),
        ("parameter-missing", """
            const string ASql = "SELECT COUNT(*) AS Found FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Id = @Id";
            const string BSql = "SELECT COUNT(*) AS Found FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Note = @Note AND v.Id = @Id";
            Task<int> Count(string sql, Guid id) => db.Find<int>(sql, new { Id = id }, token);
            object X(Guid id) => (Count(ASql, id), Count(BSql, id));
            """),
        ("parameter-missing", Find + Row + "Task<VisitRow?> One(object key) => db.Find<VisitRow>(VisitSql, key, token); object X(Guid id) => (One(new { Id = id }), One(null!));"),
        ("undetermined", """
            const string OddSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND (@A IS NULL OR @A = @B)";
            object X(Guid? a, string b) => db.Query<Guid>(OddSql, new { A = a, B = b }, token);
            """),
        ("parameter-type", """
            const string SetSql = "UPDATE Visits SET Number = @By + Number, Kept = COALESCE(@Kept, Kept) WHERE Id = @Id AND PracticeId = @PracticeId";
            object X(Guid id, string by) => db.Execute(SetSql, new { Id = id, By = by, Kept = (bool?)null }, token);
            """),
        ("parameter-type", """
            const string LookSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND COALESCE(@Number, v.Number) = v.Number";
            object X(string number) => db.Query<Guid>(LookSql, new { Number = number }, token);
            """),
        // What cannot be followed.
        ("undetermined", Find + Row + "object X(Guid id, bool isNew) => db.Find<VisitRow>(VisitSql, isNew ? null : new { Id = id }, token);"),
        ("undetermined", Find + "object X(Guid id) => db.Find<object>(VisitSql, new { Id = id }, token);"),
        ("undetermined", Find + Row + "object X(object key) { object same = key; return db.Find<VisitRow>(VisitSql, same, token); }"),
        ("undetermined", Find + Row + "class Key { public Guid Id { get; init; } } object X(Key key) => db.Find<VisitRow>(VisitSql, key, token);"),
        ("undetermined", Find + Row + "object X(Dictionary<string, object> key) => db.Find<VisitRow>(VisitSql, key, token);"),
        ("undetermined", Find + Row + "object X(dynamic key) => db.Find<VisitRow>(VisitSql, (object)key, token);"),
        ("undetermined", Find + Row + "object X(Guid id) => db.Find<Missing>(VisitSql, new { Id = id }, token);"),
        ("undetermined", Find + Row + "Func<string, object?, CancellationToken, Task<VisitRow?>> X() => db.Find<VisitRow>;"),
        ("undetermined", Find + Row + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id });"),
        ("sql-in-constants", "object X() => db.Query<long>(\"SELECT 1\", null, token);"),
        ("sql-in-constants", "object X(string table) => db.Execute($\"DELETE FROM {table}\", null, token);"),
        ("sql-in-constants", Find + "object X(string more, Guid id) => db.Find<Guid?>(VisitSql + more, new { Id = id }, token);"),
        ("sql-in-constants", "object X() { const string count = \"SELECT COUNT(*) FROM Visits v\"; return db.Find<long>(count, null, token); }"),
        ("sql-in-constants", "const string SelectSql = \"SELECT v.Id FROM Visits v\"; object X() => db.Stream<Guid>(\n    SelectSql,\n    null, token);"),
        ("sql-in-constants", "Task<int> Count(string sql) => db.Find<int>(sql, null, token); object X() => Count(\"DELETE\");"),
        ("sql-in-constants", "public Task<int> Count(string sql) => db.Find<int>(sql, null, token);"),
        ("sql-in-constants", "public Task<IReadOnlyList<T>> All<T>() => db.Query<T>(AllSql, null, token); const string AllSql = \"SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId\";"),
        ("sql-in-constants", "sealed record Key(string Sql, Guid Id); object X(Key key) => db.Find<Guid?>(key.Sql, new { key.Id }, token); object Y(Guid id) => new Key(\"SELECT\", id);"),
        // A wrapper sends nothing of its own, but whoever calls it does.
        ("parameter-missing", Find + Row + "object X(CounselDesk.Infrastructure.Sql.DapperDb own) => own.Find<VisitRow>(VisitSql, null, token);"),
        // Kinds.
        ("parameter-type", Find + Row + "object X(string id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);"),
        .. new[]
        {
            ("Note", "Guid"), ("Note", "int"), ("Number", "string"), ("Number", "long"), ("Number", "decimal"), ("Number", "double"), ("Number", "bool"),
            ("Day", "DateTimeOffset"), ("Day", "DateTime"), ("Day", "string"), ("At", "DateOnly"), ("At", "DateTime"), ("Seq", "State"), ("Kept", "int"),
            ("State", "Guid"), ("State", "Mood"), ("ClientId", "string"), ("Ascii", "string"),
        }.Select(pair => ("parameter-type", $$"""
            const string LookSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.{{pair.Item1}} = @Value";
            object X({{pair.Item2}} value) => db.Query<Guid>(LookSql, new { Value = value }, token);
            """)),
        ("parameter-type", """
            const string LaterSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.At BETWEEN @From AND @To";
            object X(DateTimeOffset from, DateOnly to) => db.Query<Guid>(LaterSql, new { From = from, To = to }, token);
            """),
        ("parameter-type", """
            const string LikeSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Note LIKE @Pattern ESCAPE '!'";
            object X(int pattern) => db.Query<Guid>(LikeSql, new { Pattern = pattern }, token);
            """),
        ("parameter-type", """
            const string PageSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId ORDER BY v.Seq OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY";
            object X(string take) => db.Query<Guid>(PageSql, new { Take = take }, token);
            """),
        ("parameter-type", """
            const string SetSql = "UPDATE Visits SET Number = @Number WHERE Id = @Id AND PracticeId = @PracticeId";
            object X(Guid id, long number) => db.Execute(SetSql, new { Id = id, Number = number }, token);
            """),
        ("parameter-type", """
            const string SetSql = "UPDATE Visits SET Short = @Short WHERE Id = @Id AND PracticeId = @PracticeId";
            object X(Guid id, State state) => db.Execute(SetSql, new { Id = id, Short = state }, token);
            """),
        ("parameter-null", """
            const string SetSql = "UPDATE Visits SET Number = @Number WHERE Id = @Id AND PracticeId = @PracticeId";
            object X(Guid id, int? number) => db.Execute(SetSql, new { Id = id, Number = number }, token);
            """),
        ("parameter-null", """
            const string AddSql = "INSERT INTO Words (PracticeId, Word) VALUES (@PracticeId, @Word)";
            object X(string? word) => db.Execute(AddSql, new { Word = word }, token);
            """),
        ("parameter-list", Find + Row + "object X(Guid[] ids) => db.Find<VisitRow>(VisitSql, new { Id = ids }, token);"),
        ("parameter-list", """
            const string SomeSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Id IN @Ids";
            object X(Guid id) => db.Query<Guid>(SomeSql, new { Ids = id }, token);
            """),
        ("parameter-type", """
            const string SomeSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Id IN @Ids";
            object X(List<string> ids) => db.Query<Guid>(SomeSql, new { Ids = ids }, token);
            """),
        // Rows.
        ("row-shape", Find + "sealed record VisitRow { public Guid Id { get; init; } public long Seq { get; init; } public State State { get; init; } } object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);"),
        ("row-shape", Find + Row.Replace("State State", "int Number { get; init; } public State State", StringComparison.Ordinal) + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);"),
        ("row-shape", Find + "sealed record VisitRow(Guid Id, long Seq, string? Note, State State); object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);"),
        ("row-shape", Find + "object X(Guid id) => db.Find<Guid?>(VisitSql, new { Id = id }, token);"),
        ("row-shape", Find + "object X(Guid id) => db.Execute(VisitSql, new { Id = id }, token);"),
        ("row-shape", "const string ForgetSql = \"DELETE FROM Words WHERE PracticeId = @PracticeId\"; object X() => db.Query<string>(ForgetSql, null, token);"),
        ("row-type", Find + Row.Replace("long Seq", "int Seq", StringComparison.Ordinal) + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);"),
        ("row-type", Find + Row.Replace("Guid Id", "string Id", StringComparison.Ordinal) + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);"),
        ("row-type", Find + Row.Replace("long Seq", "State Seq", StringComparison.Ordinal) + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);"),
        ("row-type", "const string DaysSql = \"SELECT v.Day FROM Visits v WHERE v.PracticeId = @PracticeId\"; object X() => db.Query<DateTimeOffset>(DaysSql, null, token);"),
        ("row-null", Find + Row.Replace("string? Note", "string Note", StringComparison.Ordinal) + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);"),
        ("row-null", "const string DaysSql = \"SELECT v.Maybe FROM Visits v WHERE v.PracticeId = @PracticeId\"; object X() => db.Query<int>(DaysSql, null, token);"),
        ("row-null", "const string SumSql = \"SELECT SUM(v.Number) AS Sum FROM Visits v WHERE v.PracticeId = @PracticeId\"; object X() => db.Find<int>(SumSql, null, token);"),
        ("row-null", "const string OuterSql = \"SELECT w.Id FROM Visits v LEFT JOIN Visits w ON w.PracticeId = v.PracticeId AND w.Id = v.ClientId WHERE v.PracticeId = @PracticeId\"; object X() => db.Query<Guid>(OuterSql, null, token);"),
    ];

    public static readonly IReadOnlyList<string> Right =
    [
        Find + Row + "object X(Guid id) => db.Find<VisitRow>(VisitSql, new { Id = id }, token);",
        Find + Row + "Task<VisitRow?> One(object key) => db.Find<VisitRow>(VisitSql, key, token); object X(Guid id) => (One(new { Id = id }), One(key: new { Id = id }));",
        Find + Row + "Task<T?> One<T>(string sql, Guid id) => db.Find<T>(sql, new { Id = id }, token); object X(Guid id) => One<VisitRow>(VisitSql, id);",
        Find + Row + "sealed record Key(string Sql, Guid Id); object X(Key key) => db.Find<VisitRow>(key.Sql, new { key.Id }, token); Key Y(Guid id) => new(VisitSql, id);",
        Find + Row + "readonly record struct Key(Guid Id); object X(Key key) => db.Find<VisitRow>(VisitSql, key, token);",
        Find + Row + "object X(Guid id) { var key = new { Id = id }; return db.Find<VisitRow>(VisitSql, key, token); }",
        """
        const string SetSql = "UPDATE Visits SET Seq = @Seq, Number = @Number, Kept = @Kept, Day = @Day, At = @At, State = @State, Note = @Note, Version = Version + 1 WHERE Id = @Id AND PracticeId = @PracticeId";
        object X(Guid id, int seq, DateOnly day, DateTimeOffset at, State state, string? note) =>
            db.Execute(SetSql, new { Id = id, Seq = seq, Number = 1, Kept = true, Day = day, At = at, State = state, Note = note }, token);
        """,
        """
        const string ListSql = "SELECT v.Id FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Id IN @Ids AND v.State IN @States AND (@Any = 1 OR v.Maybe = @Maybe) AND v.Seq < @Before ORDER BY v.Seq OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY";
        object X(IReadOnlyList<Guid> ids, State[] states, int? maybe, bool any) =>
            db.Query<Guid>(ListSql, new { Ids = ids, States = states, Any = any, Maybe = maybe, Before = long.MaxValue, Take = 50 }, token);
        """,
        "const string SumSql = \"SELECT COALESCE(SUM(v.Number), 0) AS Sum FROM Visits v WHERE v.PracticeId = @PracticeId\"; object X() => db.Find<int>(SumSql, null, token);",
        "const string MaybeSql = \"SELECT v.Maybe FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Maybe IS NOT NULL\"; object X() => db.Query<int>(MaybeSql, null, token);",
        "const string NoteSql = \"SELECT v.Note FROM Visits v WHERE v.PracticeId = @PracticeId AND v.Id = @Id\"; object X(Guid id) => db.Find<string>(NoteSql, new { Id = id }, token);",
    ];

    private const string Neighbours = """
        object X(List<int> list) => (list.Find(number => number > 1), new Other().Execute("DELETE"));
        sealed class Slow(IDb inner) : IDb
        {
            public Task<IReadOnlyList<T>> Query<T>(string sql, object? args, CancellationToken token) => inner.Query<T>(sql, args, token);
            public Task<T?> Find<T>(string sql, object? args, CancellationToken token) => inner.Find<T>(sql, args, token);
            public IAsyncEnumerable<T> Stream<T>(string sql, object? args, CancellationToken token) => inner.Stream<T>(sql, args, token);
            public Task<int> Execute(string sql, object? args, CancellationToken token) => inner.Execute(sql, args, token);
            public Task Lock(string name, CancellationToken token) => inner.Lock(name, token);
        }
        """;

    public static TheoryData<int> WrongCases => [.. Enumerable.Range(0, Wrong.Count)];

    public static TheoryData<int> RightCases => [.. Enumerable.Range(0, Right.Count)];

    [Theory]
    [MemberData(nameof(WrongCases))]
    public void Catches(int place) => Faults.AssertOnly(Wrong[place].Rule, ground.Faults(Ground.PathOf("Wrong", place)));

    [Theory]
    [MemberData(nameof(RightCases))]
    public void Takes(int place)
    {
        Assert.NotEmpty(ground.Sent(Ground.PathOf("Right", place)));
        Faults.AssertNone(ground.Faults(Ground.PathOf("Right", place)));
    }

    [Fact]
    public void Leaves_methods_of_the_same_name_and_what_is_itself_a_database_alone()
    {
        Assert.Empty(ground.Sent(Ground.PathOf("Other", 0)));
        Faults.AssertNone(ground.Faults(Ground.PathOf("Other", 0)));
    }

    [Fact]
    public void Catches_a_statement_that_nothing_sends()
    {
        var gate = new SendingGate(Ground.Schema, new SendingLists());
        var (used, unused) = (new Statement("X/X.ASql", "SELECT v.Id FROM Visits v WHERE v.Id = @Id"), new Statement("X/X.BSql", "SELECT v.Seq FROM Visits v"));
        Faults.AssertOnly(SendingGate.Unsent, [.. gate.CheckUnsent([used, unused], [new Sent("X", used, [], null, false)])]);
    }

    [Fact]
    public void Catches_listed_exceptions_that_nothing_needs()
    {
        var lists = new SendingLists
        {
            OtherPractice = new Dictionary<string, string>(StringComparer.Ordinal) { ["X/X.GoneSql"] = "Planted." },
            NeverNull = new Dictionary<string, string>(StringComparer.Ordinal) { ["X/X.GoneSql Note"] = "Planted." },
            LeftOut = new Dictionary<string, string>(StringComparer.Ordinal) { ["X/X Row"] = "Note" },
            ByHand = new Dictionary<string, string>(StringComparer.Ordinal) { ["X/X.GoneSql"] = "Planted." },
        };
        var gate = new SendingGate(Ground.Schema, lists);
        var faults = gate.Check([]).Concat(gate.CheckUnsent([], [])).ToList();
        Faults.AssertOnly("stale-list", faults);
        Assert.Equal(4, faults.Count);
    }

    /// <summary>All planted code, compiled once.</summary>
    public sealed class Ground
    {
        private const string Tables = """
            CREATE TABLE Visits (
              Id UNIQUEIDENTIFIER NOT NULL, PracticeId UNIQUEIDENTIFIER NOT NULL, ClientId UNIQUEIDENTIFIER NOT NULL, Seq BIGINT NOT NULL, Number INT NOT NULL,
              Maybe INT NULL, Kept BIT NOT NULL, Day DATE NOT NULL, At DATETIMEOFFSET(3) NOT NULL, Note NVARCHAR(400) NULL, State NVARCHAR(20) NOT NULL,
              Short NVARCHAR(3) NOT NULL, Ascii VARCHAR(20) NOT NULL, Version INT NOT NULL, CONSTRAINT PK_Visits PRIMARY KEY (Id));
            CREATE TABLE Words (PracticeId UNIQUEIDENTIFIER NOT NULL, Word NVARCHAR(40) NOT NULL, CONSTRAINT PK_Words PRIMARY KEY (PracticeId, Word));
            """;

        private static readonly SendingLists Lists = new()
        {
            Enums = new Dictionary<string, string>(StringComparer.Ordinal) { ["Visits.State"] = "State" },
        };

        private readonly IReadOnlyList<Sent> _sent;
        private readonly IReadOnlyList<Fault> _faults;

        public Ground() => (_sent, _faults) = Sendings.In(CompiledSource.Planted(
            [.. Wrong.Select((entry, place) => File("Wrong", place, entry.Code)), .. Right.Select((code, place) => File("Right", place, code)), File("Other", 0, Neighbours)]));

        internal static Schema Schema { get; } = Schema.From([Tables]);

        internal static string PathOf(string kind, int place) => FormattableString.Invariant($"src/{kind}{place}.cs");

        internal IReadOnlyList<Fault> Faults(string path) =>
        [
            .. _faults.Where(fault => fault.Where.StartsWith(path + ":", StringComparison.Ordinal)),
            .. new SendingGate(Schema, Lists).Check(Sent(path)),
        ];

        internal IReadOnlyList<Sent> Sent(string path) => [.. _sent.Where(sent => sent.Where.StartsWith(path + ":", StringComparison.Ordinal))];

        private static SourceFile File(string kind, int place, string code) => new(PathOf(kind, place), FormattableString.Invariant($$"""
            using CounselDesk.Application.Common;
            namespace Planted.{{kind}}{{place}};
            enum State { Open, Shut }
            enum Mood { Good, Bad }
            sealed class Other { public int Execute(string text) => text.Length; }
            sealed class Sender(IDb db, CancellationToken token)
            {
                {{code}}
            }
            """));
    }
}
