using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
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
