using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Notes;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Notes;

internal static class GivenNotes
{
    /// <summary>A joint progress note in the DAP format with a text in each section.</summary>
    public static NoteDraft Full(string text = "Text", NoteKind kind = NoteKind.Progress) => new(
        NoteFormat.Dap,
        kind,
        "joint",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = $"{text} data", ["assessment"] = $"{text} assessment", ["plan"] = $"{text} plan" });

    public static NoteDraft Psychotherapy(string text = "Text") => Full(text, NoteKind.Psychotherapy);

    public static Task<Note> Draft(this TestDesk desk, Caller author, GivenCouple given, NoteDraft? draft = null) =>
        desk.Send(author, new DraftNoteCommand(given.Id, draft ?? Full()));

    public static async Task<Note> Signed(this TestDesk desk, Caller author, GivenCouple given, NoteDraft? draft = null)
    {
        var note = await desk.Draft(author, given, draft);
        return await desk.Send(author, new SignNoteCommand(note.Id, note.Version));
    }

    public static Task<Addendum> Add(this TestDesk desk, Caller author, Note note, string text = "More", AddendumKind kind = AddendumKind.Addendum) =>
        desk.Send(author, new AddAddendumCommand(note.Id, new NewAddendum(kind, text)));

    /// <summary>What somebody could do who has the database and no program between.</summary>
    public static async Task<int> Tamper(this TestDesk desk, string sql)
    {
        await using var connection = desk.Database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>What they could do once they had dropped every trigger; on the embedded engine.</summary>
    public static async Task<int> TamperUnlocked(this TestDesk desk, string sql)
    {
        foreach (var trigger in await desk.Rows<string>("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            await desk.Tamper($"DROP TRIGGER {trigger}");
        return await desk.Tamper(sql);
    }

    /// <summary>A session held just now, to which these partners came.</summary>
    public static async Task<Session> Held(this TestDesk desk, Caller therapist, GivenCouple given, params Guid[] attended)
    {
        var session = await desk.Book(therapist, given, desk.At(minutesFromNow: 10));
        desk.Clock.Now = desk.Clock.Now.AddHours(2);
        return await desk.Send(therapist, new HoldSessionCommand(session.Id, session.Version, new SessionAttendance(attended)));
    }

    public static Task<Note> Return(this TestDesk desk, Caller supervisor, Note note, string remarks = "Remarks") =>
        desk.Send(supervisor, new ReturnNoteCommand(note.Id, note.Version, new ReturnRemarks(remarks)));

    /// <summary>An emergency access for one hour.</summary>
    public static Task<int> EmergencyAccess(this TestDesk desk, Caller caller, GivenCouple given) =>
        desk.InScope(caller, services => ((IUnitOfWork)services.GetService(typeof(IUnitOfWork))!).InTransaction(
            () => ((IDb)services.GetService(typeof(IDb))!).Execute(
                """
                INSERT INTO EmergencyAccesses (Id, PracticeId, CoupleId, AccountId, Reason, StartedAt, EndsAt)
                VALUES (@Id, @PracticeId, @CoupleId, @AccountId, 'Reason', @Now, @EndsAt)
                """,
                new
                {
                    Id = desk.Get<IIds>().New(),
                    CoupleId = given.Id,
                    caller.AccountId,
                    desk.Clock.Now,
                    EndsAt = desk.Clock.Now.AddHours(1),
                },
                CancellationToken.None),
            CancellationToken.None));
}
