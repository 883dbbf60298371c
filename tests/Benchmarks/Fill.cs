using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Audit;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Benchmarks;

/// <summary>
/// Fills a database: the practices and their people by the application's own commands, the mass by plain inserts, week
/// after week, so that a couple's rows lie among those of all others as they would after twelve weeks of work.
/// </summary>
internal sealed class Fill(Desk desk, SqliteConnection connection, SqliteTransaction transaction, Fill.Practice practice, int entries)
{
    public const int EntriesPerCouple = 100;
    public const int Weeks = 12;

    /// <summary>Entries lie on every eighth day of an assignment; the others are free for the log that is measured.</summary>
    public const int DaysBetweenEntries = 8;

    private const int AssignmentsPerCouple = 5;
    private const string Words =
        "We spoke about the week after the disclosure, what each of them needs to feel steady, and how the evening talks went. They named one thing that helped and one that did not. ";

    // A row's number within its millisecond keeps the order of lists strict, whatever the times are.
    private static long _sequence;

    private static readonly JsonSerializerOptions ExerciseJson = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly ITextProtector _protector = desk.Get<ITextProtector>();
    private readonly Random _random = new(entries);
    private readonly List<FilledCouple> _couples = [];

    public sealed record Practice(Caller Admin, Caller Therapist, string Email, string TimeZone);

    /// <summary>Makes the database, fills it and records what it took.</summary>
    public static async Task<(Filled Filled, IReadOnlyList<Plan> Plans)> Make(int entries, string folder, string keysFolder, IReadOnlyList<Operation> operations)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"entries-{entries}.db"));
        var watch = Stopwatch.StartNew();
        await using var desk = await Desk.Open(file, keysFolder);
        var first = await Open(desk, "one");
        var second = await Open(desk, "two");
        var auditKey = await desk.AuditKey();
        Filled filled;
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            Pragma(connection, "PRAGMA foreign_keys = OFF");
            Pragma(connection, "PRAGMA synchronous = OFF");
            Pragma(connection, "PRAGMA cache_size = -600000");
            await using (var transaction = connection.BeginTransaction(deferred: false))
            {
                var own = new Fill(desk, connection, transaction, first, entries);
                own.All(auditKey);
                new Fill(desk, connection, transaction, second, Math.Max(EntriesPerCouple, entries / 10)).All(auditKey);
                await transaction.CommitAsync();
                filled = new Filled(entries, file, keysFolder, first.Therapist, first.Email, own._couples, own.FirstDay);
            }

            // No ANALYZE: the program does not run it either, and the measured plans must be those that people get.
            Pragma(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Filled {entries:N0} log entries, {filled.Couples.Count:N0} couples (and a second practice of a tenth) in {watch.Elapsed.TotalSeconds:F1} s; {new FileInfo(file).Length / 1e6:N0} MB."));
        return (filled, await Operations.Record(desk, filled, operations));
    }

    private DateOnly FirstDay => Today.AddDays(-7 * Weeks);

    private DateOnly Today => DateOnly.FromDateTime(desk.Now.UtcDateTime);

    private static async Task<Practice> Open(Desk desk, string name)
    {
        const string Zone = "America/Chicago";
        var setUp = await desk.Send(Caller.Anonymous, new SetUpPracticeCommand(
            new NewPractice(Desk.SetupCode, $"Practice {name}", Zone, "Ada Admin", $"admin-{name}@example.test", Desk.Password)));
        var admin = new Caller { AccountId = setUp.AdministratorId, PracticeId = setUp.PracticeId, Roles = Roles.Admin, TimeZone = Zone };
        var email = $"therapist-{name}@example.test";
        var invited = await desk.Send(admin, new InviteStaffCommand(new NewStaffMember("Tess Therapist", email, [Role.Therapist])));
        await desk.Send(Caller.Anonymous, new AcceptInvitationCommand(
            new InvitationAnswer(invited.Member.Id, invited.Invitation.Token, Desk.Password)));
        return new Practice(admin, admin with { AccountId = invited.Member.Id, Roles = Roles.Therapist }, email, Zone);
    }

    private void All(byte[] auditKey)
    {
        Couples();
        Homework();
        Pulses();
        SessionsAndNotes();
        Alerts();
        Audit(auditKey);
    }

    private void Couples()
    {
        using var clients = Table("Clients", "Id", "PracticeId", "Seq", "FirstName", "LastName", "Email", "Phone", "SafeContactMethod", "SafeContactVoicemail", "CreatedAt", "Version");
        using var words = Table("ClientWords", "PracticeId", "Word", "ClientId");
        using var couples = Table("Couples", "Id", "PracticeId", "Seq", "Kind", "PartnerAId", "PartnerBId", "TherapistId", "Status", "Distance", "CreatedAt", "Version");
        using var formulations = Table("Formulations", "CoupleId", "PracticeId", "Severity", "RoleA", "RoleB", "DisclosedOn", "EarlierBreaches", "Summary", "UpdatedAt", "Version");
        using var codes = Table("FormulationCodes", "CoupleId", "PracticeId", "Code");
        using var screenings = Table(
            "Screenings", "Id", "PracticeId", "Seq", "CoupleId", "ClientId", "ScreenedOn", "Method", "Positive", "ByAccountId", "At");
        var vocabulary = desk.Get<IToolkit>().Catalogue.Vocabulary;
        var groups = Enum.GetValues<VocabularyGroup>().Select(group => vocabulary.In(group).Select(term => term.Code).ToArray()).ToArray();
        for (var i = 0; i < entries / EntriesPerCouple; i++)
        {
            var at = Instant(-7, i);
            var couple = new FilledCouple(Id(at), Id(at), Id(at), new Guid[AssignmentsPerCouple], new string[AssignmentsPerCouple]);
            _couples.Add(couple);
            foreach (var (client, letter) in new[] { (couple.PartnerA, 'a'), (couple.PartnerB, 'b') })
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{letter}{i}");
                clients.Add(client, PracticeId, Sequence(at), $"Robin{name}", $"Reed{name}", $"robin.{name}@example.test", "312 555 0100", "Any", true, at, 1);
                words.Add(PracticeId, $"robin{name}", client);
                words.Add(PracticeId, $"reed{name}", client);
            }

            couples.Add(couple.Id, PracticeId, Sequence(at), "Couple", couple.PartnerA, couple.PartnerB, practice.Therapist.AccountId, "Active", "Together", at, 2);
            formulations.Add(couple.Id, PracticeId, "Moderate", "Hurt", "Involved", Today.AddDays(-200), false, null, at, 1);
            // A code may stand in two groups.
            foreach (var code in groups.Select(group => group[_random.Next(group.Length)]).Distinct(StringComparer.Ordinal))
                codes.Add(couple.Id, PracticeId, code);
            foreach (var client in new[] { couple.PartnerA, couple.PartnerB })
                screenings.Add(Id(at), PracticeId, Sequence(at), couple.Id, client, FirstDay, "Judgement", false, practice.Therapist.AccountId, at);
        }
    }

    private void Homework()
    {
        using var assignments = Table(
            "Assignments", "Id", "PracticeId", "Seq", "CoupleId", "ForWhom", "ExerciseKey", "ExerciseVersion", "Title", "ExerciseText", "StartOn",
            "Instructions", "Status", "Warnings", "AssignedBy", "AssignedAt", "Version");
        using var segments = Table("AssignmentSegments", "AssignmentId", "FromDay", "PracticeId", "CoupleId", "CadenceKind", "TimesPerWeek");
        using var logs = Table(
            "AssignmentLogs", "Id", "PracticeId", "Seq", "CoupleId", "AssignmentId", "ClientId", "Period", "DoneOn", "Outcome", "Helpful", "Difficulty",
            "Answers", "Share", "EnteredAt", "Version");
        var exercises = desk.Get<IToolkit>().Catalogue.Exercises;
        var texts = exercises.Select(exercise => JsonSerializer.Serialize(exercise, ExerciseJson)).ToArray();
        var instructions = _protector.Protect("assignment.instructions", "Try it in the evening, and stop when either of you wants to.");
        var answers = exercises.Select(exercise => AnswersTo(exercise) is { } text ? _protector.Protect("assignment-log.answers", text) : null).ToArray();
        var chosen = new int[_couples.Count][];
        for (var c = 0; c < _couples.Count; c++)
        {
            chosen[c] = new int[AssignmentsPerCouple];
            for (var a = 0; a < AssignmentsPerCouple; a++)
            {
                var at = Instant(0, c);
                var pick = chosen[c][a] = _random.Next(exercises.Count);
                var id = _couples[c].Assignments[a] = Id(at);
                _couples[c].Exercises[a] = exercises[pick].Key;
                assignments.Add(
                    id, PracticeId, Sequence(at), _couples[c].Id, "Each", exercises[pick].Key, exercises[pick].Version, exercises[pick].Title, texts[pick], FirstDay,
                    instructions, "InProgress", "", practice.Therapist.AccountId, at, 1);
                segments.Add(id, FirstDay, PracticeId, _couples[c].Id, a % 2 == 0 ? CadenceKind.Daily : CadenceKind.TimesPerWeek, a % 2 == 0 ? null : 3);
            }
        }

        for (var day = 0; day < EntriesPerCouple / (2 * AssignmentsPerCouple) * DaysBetweenEntries; day += DaysBetweenEntries)
        {
            for (var c = 0; c < _couples.Count; c++)
            {
                var at = Instant(day, c);
                for (var a = 0; a < AssignmentsPerCouple; a++)
                {
                    foreach (var client in new[] { _couples[c].PartnerA, _couples[c].PartnerB })
                    {
                        logs.Add(
                            Id(at), PracticeId, Sequence(at), _couples[c].Id, _couples[c].Assignments[a], client, day + 1, FirstDay.AddDays(day),
                            _random.Next(10) switch { < 6 => "Done", < 8 => "Partly", _ => "Skipped" }, _random.Next(11), _random.Next(11),
                            answers[chosen[c][a]], "Therapist", at, 1);
                    }
                }
            }
        }
    }

    private void Pulses()
    {
        using var responses = Table(
            "Responses", "Id", "PracticeId", "Seq", "CoupleId", "ClientId", "Measure", "AnsweredOn", "WeekStart", "Answers", "Total", "RawTotal",
            "Decimals", "Risk", "Constants", "EnteredAt");
        var answers = _protector.Protect("response-answers", "[5,6,5,7,4]");
        for (var week = 0; week < Weeks; week++)
        {
            var day = FirstDay.AddDays(7 * week);
            var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
            for (var c = 0; c < _couples.Count; c++)
            {
                var at = Instant(7 * week, c);
                foreach (var client in new[] { _couples[c].PartnerA, _couples[c].PartnerB })
                {
                    var total = 20 + week + _random.Next(8);
                    responses.Add(
                        Id(at), PracticeId, Sequence(at), _couples[c].Id, client, "trust-pulse", day, monday, answers, total, total, 0, "NotAsked",
                        """{"CutOffs":[],"ReliableChange":null}""", at);
                }
            }
        }
    }

    private void SessionsAndNotes()
    {
        using var sessions = Table(
            "Sessions", "Id", "PracticeId", "Seq", "CoupleId", "TherapistId", "StartsAt", "EndsAt", "Minutes", "Kind", "Place", "Status", "AttendedA", "AttendedB",
            "BookedBy", "BookedAt", "Version");
        using var notes = Table(
            "Notes", "Id", "PracticeId", "Seq", "CoupleId", "SessionId", "AuthorId", "Format", "Status", "Sections", "CreatedAt", "UpdatedAt", "Version");
        for (var week = 0; week < Weeks; week++)
        {
            for (var c = 0; c < _couples.Count; c++)
            {
                var at = Instant(7 * week, c);
                var (session, note) = (Id(at), Id(at));
                sessions.Add(
                    session, PracticeId, Sequence(at), _couples[c].Id, practice.Therapist.AccountId, at, at.AddMinutes(50), 50, "Conjoint", "Office", "Held", true, true,
                    practice.Therapist.AccountId, at, 2);
                var sections = JsonSerializer.Serialize(new
                {
                    Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                    Sections = new { subjective = Words + Words, objective = Words, assessment = Words + Words, plan = Words },
                });
                notes.Add(
                    note, PracticeId, Sequence(at), _couples[c].Id, session, practice.Therapist.AccountId, "Soap", "Draft",
                    _protector.Protect($"note:{note}", sections), at, at, 1);
            }
        }

        // A note begins as a draft, whoever writes it; signing comes after.
        using var sign = connection.CreateCommand();
        sign.Transaction = transaction;
        sign.CommandText = """
            UPDATE Notes SET Status = 'Signed', SignedAt = UpdatedAt, PreviousHash = '', ContentHash = lower(hex(randomblob(32))), Version = 2,
              ChainNumber = r.Number
            FROM (SELECT n.Id AS NoteId, ROW_NUMBER() OVER (PARTITION BY n.CoupleId ORDER BY n.Seq) AS Number FROM Notes n WHERE n.PracticeId = @PracticeId) r
            WHERE Id = r.NoteId
            """;
        sign.Parameters.AddWithValue("@PracticeId", PracticeId.ToString().ToUpperInvariant());
        sign.ExecuteNonQuery();
    }

    private void Alerts()
    {
        using var alerts = Table("Alerts", "Id", "PracticeId", "Seq", "CoupleId", "ClientId", "Kind", "Cause", "Basis", "RaisedAt", "Version");
        for (var c = 0; c < _couples.Count; c++)
        {
            var at = Instant(60, c);
            alerts.Add(Id(at), PracticeId, Sequence(at), _couples[c].Id, _couples[c].PartnerA, "Deterioration", $"response:{Id(at)}", "The trust pulse fell twice.", at, 1);
            alerts.Add(Id(at), PracticeId, Sequence(at), _couples[c].Id, _couples[c].PartnerB, "RiskAnswer", $"response:{Id(at)}", "A risk item was answered.", at, 1);
        }
    }

    private void Audit(byte[] key)
    {
        using var rows = Table(
            "AuditEntries", "PracticeId", "Seq", "At", "AccountId", "Roles", "Action", "Outcome", "CoupleId", "Address", "TraceId", "Seal");
        var (sequence, seal) = Tail();
        string[] actions = ["get-couple", "list-assignments", "log-in-session", "get-progress", "get-note", "get-brief"];
        for (var i = 0; i < entries; i++)
        {
            var entry = new AuditEntry
            {
                PracticeId = PracticeId,
                At = Instant(i * 7 * Weeks / entries, i % _couples.Count),
                AccountId = practice.Therapist.AccountId,
                Roles = practice.Therapist.Roles.ToText(),
                Action = actions[_random.Next(actions.Length)],
                CoupleId = _couples[_random.Next(_couples.Count)].Id,
                Address = "203.0.113.7",
                TraceId = _random.NextInt64().ToString("x32", CultureInfo.InvariantCulture),
            };
            seal = AuditChain.Seal(key, seal, ++sequence, entry);
            rows.Add(PracticeId, sequence, entry.At, entry.AccountId, entry.Roles, entry.Action, entry.Outcome, entry.CoupleId, entry.Address, entry.TraceId, seal);
        }

        using var tail = connection.CreateCommand();
        tail.Transaction = transaction;
        tail.CommandText = "UPDATE AuditTails SET Seq = @Seq, Seal = @Seal WHERE PracticeId = @PracticeId";
        tail.Parameters.AddWithValue("@Seq", sequence);
        tail.Parameters.AddWithValue("@Seal", seal);
        tail.Parameters.AddWithValue("@PracticeId", PracticeId.ToString().ToUpperInvariant());
        if (tail.ExecuteNonQuery() != 1)
            throw new BenchmarkFailure("The practice has no audit to go on from.");
    }

    private (long Sequence, string Seal) Tail()
    {
        using var find = connection.CreateCommand();
        find.Transaction = transaction;
        find.CommandText = "SELECT Seq, Seal FROM AuditTails WHERE PracticeId = @PracticeId";
        find.Parameters.AddWithValue("@PracticeId", PracticeId.ToString().ToUpperInvariant());
        using var row = find.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetString(1)) : throw new BenchmarkFailure("The practice has no audit to go on from.");
    }

    /// <summary>Answers to an exercise's open questions, as the application keeps them; null where it asks none.</summary>
    public static string? AnswersTo(Exercise exercise) =>
        exercise.Reflection.FirstOrDefault(question => question.Kind == ReflectionKind.Text) is { } open
            ? JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { [open.Key] = "It was easier than last time, and we both slept well." })
            : null;

    private Guid PracticeId => practice.Admin.PracticeId;

    private BulkTable Table(string name, params string[] columns) => new(connection, transaction, name, columns);

    /// <summary>An instant some days after the first, later for later couples.</summary>
    private DateTimeOffset Instant(int day, int couple) =>
        new DateTimeOffset(FirstDay, new TimeOnly(15, 0), TimeSpan.Zero).AddDays(day).AddMilliseconds(couple * 100);

    private static Guid Id(DateTimeOffset at) => Ids.At(at);

    private static long Sequence(DateTimeOffset at) =>
        _sequence = Math.Max(_sequence + 1, (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond << 8);

    private static void Pragma(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
