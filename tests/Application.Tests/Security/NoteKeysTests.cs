using System.Buffers.Text;
using System.Text;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Moving;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Infrastructure.Jobs;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Security;

/// <summary>What becomes of notes when their keys change or go, and what a file of them shows.</summary>
public sealed class NoteKeysTests(PracticeFiles practice) : IClassFixture<PracticeFiles>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_new_key_writes_what_comes_and_the_old_one_still_reads_what_was()
    {
        await using var desk = await TestDesk.OpenEmbedded();
        var opened = await GivenPractice.Open(desk);
        var given = await opened.Couple();
        var before = await desk.Signed(opened.Therapist, given, GivenNotes.Full("Before"));
        var addendum = await desk.Add(opened.Therapist, before, "Added before");
        var oldKey = KeyOf(await Stored(desk, before.Id));

        var newKey = await Rotate(desk);
        var after = await desk.Draft(opened.Therapist, given, GivenNotes.Full("After"));
        Assert.NotEqual(oldKey, newKey);
        Assert.Equal(newKey, KeyOf(await Stored(desk, after.Id)));
        Assert.Equal(oldKey, KeyOf(await Stored(desk, before.Id)));
        Assert.Equal("After plan", (await desk.Send(opened.Therapist, new GetNoteQuery(after.Id))).Sections["plan"]);
        var read = await desk.Send(opened.Therapist, new GetNoteQuery(before.Id));
        Assert.Equal(("Before plan", "Added before"), (read.Sections["plan"], read.Addenda.Single(one => one.Id == addendum.Id).Text));
        await desk.Send(opened.Therapist, new SignNoteCommand(after.Id, null));
        Assert.True((await desk.Send(opened.Therapist, new VerifyNotesQuery(given.Id))).Intact);
    }

    [Fact]
    public async Task A_start_without_the_keys_of_the_notes_says_so_at_once_and_changes_nothing()
    {
        File.Copy(practice.Database, Path.Combine(_folder, "test.db"));
        var failure = await Assert.ThrowsAsync<StartupFailure>(() => TestDesk.OpenOn(_folder));
        Assert.Contains("Put the key folder that belongs to this database back", failure.Message, StringComparison.Ordinal);

        Keep(practice.Keys);
        await using var desk = await TestDesk.OpenOn(_folder);
        var notes = await desk.Send(practice.Therapist, new ListNotesQuery(practice.CoupleId, default, null));
        Assert.NotEmpty(notes.Items);
        foreach (var note in notes.Items)
            Assert.NotEmpty((await desk.Send(practice.Therapist, new GetNoteQuery(note.Id))).Sections["plan"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_lost_key_of_several_is_missed_at_the_next_start(bool hasSeenAnotherStart)
    {
        Guid newKey;
        await using (var desk = await TestDesk.OpenEmbedded())
        {
            var opened = await GivenPractice.Open(desk);
            await desk.Draft(opened.Therapist, await opened.Couple());
            newKey = await Rotate(desk);
            await desk.InScope(opened.Admin, async services => hasSeenAnotherStart
                ? await services.GetRequiredService<IUnitOfWork>().InTransaction(
                    async () =>
                    {
                        await services.GetRequiredService<InstanceSecrets>().Ensure(null, CancellationToken.None);
                        return 0;
                    },
                    CancellationToken.None)
                : await new KeyWitness(services.GetRequiredService<InstanceSecrets>(), services.GetRequiredService<IUnitOfWork>()).Run(CancellationToken.None));
            await CopyOf(desk);
        }

        var lost = Path.Combine(_folder, "keys", $"key-{newKey:D}.xml");
        File.Move(lost, Path.Combine(_folder, "lost"));
        var failure = await Assert.ThrowsAsync<StartupFailure>(() => TestDesk.OpenOn(_folder));
        Assert.Contains("Put the key folder that belongs to this database back", failure.Message, StringComparison.Ordinal);
        File.Move(Path.Combine(_folder, "lost"), lost);
        await using var again = await TestDesk.OpenOn(_folder);
    }

    [Fact]
    public async Task The_file_read_as_plain_bytes_shows_no_text_of_a_note_or_addendum()
    {
        var bytes = await File.ReadAllBytesAsync(practice.Database);
        bool Shows(string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
        // A template is nobody's secret, and a name is searched for: they show that the search below can find.
        Assert.True(Shows("Begin plan") && Shows("Robin"));
        foreach (var text in new[] { "Text data", "Text plan", "Second assessment", "Awaits plan", "It was the second of March.", "A summary", "narrative\":" })
            Assert.False(Shows(text), text);
    }

    /// <summary>Makes a new key, and waits until it encrypts: the ring of keys is read again in the background.</summary>
    private static async Task<Guid> Rotate(TestDesk desk)
    {
        var now = TimeProvider.System.GetUtcNow();
        var key = desk.Get<IKeyManager>().CreateNewKey(now, now.AddDays(90)).KeyId;
        for (var waited = 0; KeyOf(desk.Get<ITextProtector>().Protect("wait", "wait")) != key && waited < 100; waited++)
            await Task.Delay(100);
        return key;
    }

    private async Task CopyOf(TestDesk desk)
    {
        var file = desk.Get<Database>().FilePath!;
        await using (var from = new SqliteConnection($"Data Source={file};Pooling=False"))
        await using (var to = new SqliteConnection($"Data Source={Path.Combine(_folder, "test.db")};Pooling=False"))
        {
            await from.OpenAsync();
            await to.OpenAsync();
            from.BackupDatabase(to);
        }

        Keep(Path.Combine(Path.GetDirectoryName(file)!, "keys"));
    }

    /// <summary>Puts keys into the folder that is opened.</summary>
    private void Keep(string keys)
    {
        var own = Path.Combine(_folder, "keys");
        if (Directory.Exists(own))
            Directory.Delete(own, recursive: true);
        Directory.CreateDirectory(own);
        foreach (var key in Directory.GetFiles(keys, "*.xml"))
            File.Copy(key, Path.Combine(own, Path.GetFileName(key)));
    }

    private static async Task<string> Stored(TestDesk desk, Guid noteId) =>
        (await desk.Rows<string>("SELECT n.Sections FROM Notes n WHERE n.Id = @NoteId", new { NoteId = noteId })).Single();

    // Each encrypted text begins with the framework's mark of four bytes and the key's id.
    private static Guid KeyOf(string text) => new(Base64Url.DecodeFromChars(text).AsSpan(4, 16));
}
