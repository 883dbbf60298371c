using System.Diagnostics;
using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Notes;
using CounselDesk.Application.NoteSearch;
using CounselDesk.Application.People;
using CounselDesk.Application.Practices;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;

namespace CounselDesk.Benchmarks;

/// <summary>
/// What a search in encrypted notes costs: one therapist's notes, written by the application's own commands, and then searched
/// through the mediator, access, decryption and audit included.
/// </summary>
internal static class NoteSearchRun
{
    private const int Notes = 10_000;
    private const int Couples = 100;
    private const int Rounds = 15;

    private static readonly string[] Vocabulary =
    [
        "they", "spoke", "about", "the", "week", "after", "each", "of", "them", "named", "what", "helped", "and", "felt", "steady", "evening",
        "talks", "went", "better", "than", "before", "a", "pause", "was", "agreed", "when", "voices", "rise", "both", "listened", "without",
        "interrupting", "apology", "accepted", "plans", "shared", "daily", "reassurance", "asked", "for", "given",
    ];

    public static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("counseldesk-benchmarks-").FullName;
        try
        {
            await using var desk = await Desk.Open(Path.Combine(folder, "notes.db"), Path.Combine(folder, "keys"));
            var watch = Stopwatch.StartNew();
            var therapist = await Therapist(desk);
            var (cases, characters) = await Write(desk, therapist);
            Console.WriteLine(Text($"{Notes:N0} notes in {Couples} cases, {characters / Notes:N0} characters each, written in {watch.Elapsed.TotalSeconds:F0} s; {Environment.ProcessorCount} processors, .NET {Environment.Version}."));
            await Measure(desk, therapist, "20 found among the newest 20", new NoteSearchText("reassurance"));
            await Measure(desk, therapist, "nothing in one case of 100", new NoteSearchText("zeppelin", cases[0]));
            await Measure(desk, therapist, "nothing in 1,000: one answer", new NoteSearchText("zeppelin"));
            await Measure(desk, therapist, "the oldest of 10,000: all answers", new NoteSearchText("needle"), all: true);
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Caller> Therapist(Desk desk)
    {
        const string Zone = "America/Chicago";
        var setUp = await desk.Send(Caller.Anonymous, new SetUpPracticeCommand(
            new NewPractice(Desk.SetupCode, "Practice", Zone, "Ada Admin", "admin@example.test", Desk.Password)));
        var admin = new Caller { AccountId = setUp.AdministratorId, PracticeId = setUp.PracticeId, Roles = Roles.Admin, TimeZone = Zone };
        var invited = await desk.Send(admin, new InviteStaffCommand(new NewStaffMember("Tess Therapist", "tess@example.test", [Role.Therapist])));
        return admin with { AccountId = invited.Member.Id, Roles = Roles.Therapist };
    }

    private static async Task<(IReadOnlyList<Guid> Cases, long Characters)> Write(Desk desk, Caller therapist)
    {
        var random = new Random(1);
        var cases = new List<Guid>();
        for (var i = 0; i < Couples; i++)
            cases.Add((await desk.Send(therapist, new CreateCoupleCommand(new NewCouple([new NewPartner(FirstName: "Robin", LastName: "Reed"), new NewPartner(FirstName: "Kit", LastName: "Lark")])))).Id);
        var characters = 0L;
        for (var i = 0; i < Notes; i++)
        {
            var sections = NoteFormats.Sections(NoteFormat.Soap).ToDictionary(
                name => name,
                _ => string.Join(' ', Enumerable.Range(0, 85).Select(_ => Vocabulary[random.Next(Vocabulary.Length)])) + (i == 0 ? " needle." : "."),
                StringComparer.Ordinal);
            characters += sections.Values.Sum(text => text.Length);
            await desk.Send(therapist, new DraftNoteCommand(cases[i % Couples], new NoteDraft(NoteFormat.Soap, NoteKind.Progress, "joint", sections)));
        }

        return (cases, characters);
    }

    private static async Task Measure(Desk desk, Caller therapist, string what, NoteSearchText body, bool all = false)
    {
        var times = new List<double>();
        var (found, searched, answers, memory) = (0, 0, 0, 0L);
        // The first rounds warm the program up.
        for (var round = -3; round < Rounds; round++)
        {
            (found, searched, answers) = (0, 0, 0);
            var allocated = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            for (string? cursor = null; ; answers++)
            {
                var answer = await desk.Send(therapist, new SearchNotesQuery(body with { Cursor = cursor }));
                (found, searched, cursor) = (found + answer.Items.Count, searched + answer.Searched, answer.NextCursor);
                if (!all || cursor is null)
                    break;
            }

            if (round >= 0)
                times.Add(watch.Elapsed.TotalMilliseconds);
            memory = GC.GetTotalAllocatedBytes() - allocated;
        }

        times.Sort();
        Console.WriteLine(Text($"{what,-36} median {times[times.Count / 2],8:F1} ms, slowest {times[^1],8:F1} ms; {found} found, {searched:N0} opened, {answers + 1} answers, {memory / 1e6:F0} MB allocated"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
