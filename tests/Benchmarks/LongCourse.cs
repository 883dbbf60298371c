using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Benchmarks;

/// <summary>One couple's two years: every week a session with its note, both pulses, and an entry of each in a weekly exercise.</summary>
internal static class LongCourse
{
    public const int Weeks = 104;

    /// <summary>Makes the couple by a command, and puts its two years into the file.</summary>
    public static async Task<Guid> Add(Desk desk, Filled filled)
    {
        var couple = await desk.Send(filled.Therapist, new CreateCoupleCommand(new NewCouple([new NewPartner(FirstName: "Robin", LastName: "Reed"), new NewPartner(FirstName: "Kit", LastName: "Lark")])));
        await using var connection = new SqliteConnection($"Data Source={filled.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: false);
        Write(desk, filled, couple, connection, transaction);
        await transaction.CommitAsync();
        return couple.Id;
    }

    private static void Write(Desk desk, Filled filled, Couple couple, SqliteConnection connection, SqliteTransaction transaction)
    {
        var (practice, therapist) = (filled.Therapist.PracticeId, filled.Therapist.AccountId);
        var start = DateOnly.FromDateTime(desk.Now.UtcDateTime).AddDays(-7 * Weeks);
        start = start.AddDays(-(((int)start.DayOfWeek + 6) % 7));
        var protector = desk.Get<ITextProtector>();
        var answers = protector.Protect("response-answers", "[5,6,5,7,4]");
        using var assignments = new BulkTable(
            connection, transaction, "Assignments", "Id", "PracticeId", "Seq", "CoupleId", "ForWhom", "ExerciseKey", "ExerciseVersion", "Title", "ExerciseText", "StartOn",
            "Status", "Warnings", "AssignedBy", "AssignedAt", "Version");
        using var segments = new BulkTable(connection, transaction, "AssignmentSegments", "AssignmentId", "FromDay", "PracticeId", "CoupleId", "CadenceKind", "TimesPerWeek");
        using var logs = new BulkTable(
            connection, transaction, "AssignmentLogs", "Id", "PracticeId", "Seq", "CoupleId", "AssignmentId", "ClientId", "Period", "DoneOn", "Outcome", "Share", "EnteredAt", "Version");
        using var responses = new BulkTable(
            connection, transaction, "Responses", "Id", "PracticeId", "Seq", "CoupleId", "ClientId", "Measure", "AnsweredOn", "WeekStart", "Answers", "Total", "RawTotal", "Decimals", "Risk",
            "Constants", "EnteredAt");
        using var sessions = new BulkTable(
            connection, transaction, "Sessions", "Id", "PracticeId", "Seq", "CoupleId", "TherapistId", "StartsAt", "EndsAt", "Minutes", "Kind", "Place", "Status", "AttendedA", "AttendedB",
            "BookedBy", "BookedAt", "Version");
        using var notes = new BulkTable(
            connection, transaction, "Notes", "Id", "PracticeId", "Seq", "CoupleId", "SessionId", "AuthorId", "Format", "Status", "Sections", "CreatedAt", "UpdatedAt", "Version");
        var sequence = 1L;
        var (assignment, first) = (Ids.At(At(0)), At(0));
        assignments.Add(assignment, practice, sequence++, couple.Id, "Couple", "gratitude", 1, "Gratitude", "{}", start, "InProgress", "", therapist, first, 1);
        segments.Add(assignment, start, practice, couple.Id, "Weekly", null);
        for (var week = 0; week < Weeks; week++)
        {
            var at = At(week);
            foreach (var partner in couple.Partners)
            {
                var total = 15 + (week / 5);
                logs.Add(Ids.At(at), practice, sequence++, couple.Id, assignment, partner.ClientId, (7 * week) + 1, start.AddDays(7 * week), week % 3 == 0 ? "Partly" : "Done", "Therapist", at, 1);
                responses.Add(
                    Ids.At(at), practice, sequence++, couple.Id, partner.ClientId, "trust-pulse", start.AddDays(7 * week), start.AddDays(7 * week), answers, total, total, 0, "NotAsked",
                    """{"CutOffs":[],"ReliableChange":null}""", at);
            }

            var (session, note) = (Ids.At(at), Ids.At(at));
            sessions.Add(session, practice, sequence++, couple.Id, therapist, at, at.AddMinutes(50), 50, "Conjoint", "Office", "Held", true, true, therapist, at, 2);
            var sections = protector.Protect($"note:{note}", """{"Salt":"00000000000000000000000000000000","Sections":{"subjective":"A steady week.","objective":"Calm.","assessment":"Going on.","plan":"The same again."}}""");
            notes.Add(note, practice, sequence++, couple.Id, session, therapist, "Soap", "Draft", sections, at, at, 1);
        }

        DateTimeOffset At(int week) => new DateTimeOffset(start, new TimeOnly(15, 0), TimeSpan.Zero).AddDays(7 * week);
    }
}
