using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Application.Tests.Notes;

/// <summary>Sequences of commands through the mediator, each of which is obeyed or refused.</summary>
public sealed class NoteProperties : IAsyncLifetime
{
    private const int Sequences = 20;

    private readonly int[] _obeyed = new int[13];

    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.OpenEmbedded();
        _practice = await GivenPractice.Open(_desk);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public void No_sequence_of_commands_alters_what_was_signed()
    {
        Prop.ForAll(Steps().ListOf(40).ToArbitrary(), steps => Holds([.. steps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences));

        // Nothing would be proven by commands that were all refused.
        int[] kinds = [_obeyed[0..2].Sum(), _obeyed[2..4].Sum(), _obeyed[4..6].Sum(), _obeyed[6..8].Sum(), _obeyed[8], _obeyed[9..].Sum()];
        Assert.DoesNotContain(0, kinds);
    }

    private static Gen<Step> Steps() =>
        from act in Gen.Frequency((2, Gen.Choose(0, 1)), (2, Gen.Choose(2, 3)), (6, Gen.Choose(4, 7)), (4, Gen.Constant(8)), (2, Gen.Choose(9, 12)))
        from note in Gen.Choose(0, 1000)
        from who in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 2)))
        from text in Gen.Choose(0, 9)
        select new Step(act, note, who, text);

    private async Task<bool> Holds(IReadOnlyList<Step> steps)
    {
        var given = await _practice.Couple(_practice.Associate);
        var session = await _desk.Book(_practice.Associate, given, _desk.At(minutesFromNow: 1));
        var notes = new List<Guid>();
        var signed = new Dictionary<Guid, string>();
        foreach (var step in steps)
        {
            _desk.Clock.Now += TimeSpan.FromMinutes(7);
            await Try(step, given, session, notes);
            foreach (var (id, content) in await Signed(given.Id))
            {
                if (!signed.TryAdd(id, content) && signed[id] != content)
                    return false;
            }
        }

        // None of them is gone, what they say still gives their hashes, and the refusals have left nothing behind.
        var check = await _desk.Send(_practice.Admin, new VerifyNotesQuery(given.Id));
        var own = await Owns(given.Id);
        return (await Signed(given.Id)).Count == signed.Count && check is { Intact: true, Unwitnessed: 0 } && check.Notes + own == signed.Count;
    }

    private async Task Try(Step step, GivenCouple given, Session session, List<Guid> notes)
    {
        var caller = step.Act is 6 or 7 && step.Who == 0 ? _practice.Supervisor : new[] { _practice.Associate, _practice.Supervisor, _practice.Therapist }[step.Who];
        var note = notes.Count == 0 ? Guid.Empty : notes[step.Note % notes.Count];
        var body = GivenNotes.Full($"{step.Text}", step.Text == 0 ? NoteKind.Psychotherapy : NoteKind.Progress) with { SessionId = step.Text % 2 == 0 ? session.Id : null };
        try
        {
            switch (step.Act)
            {
                case 0 or 1:
                    notes.Add((await _desk.Send(caller, new DraftNoteCommand(given.Id, body))).Id);
                    break;
                case 2 or 3:
                    await _desk.Send(caller, new UpdateNoteCommand(note, null, body));
                    break;
                case 4 or 5:
                    await _desk.Send(caller, new SignNoteCommand(note, null));
                    break;
                case 6:
                    await _desk.Send(caller, new CosignNoteCommand(note, null));
                    break;
                case 7:
                    notes.Add((await _desk.Send(caller, new ReturnNoteCommand(note, null, new ReturnRemarks($"{step.Text}")))).Return!.ReplacementId);
                    break;
                case 8:
                    await _desk.Send(caller, new AddAddendumCommand(note, new NewAddendum(AddendumKind.Correction, $"{step.Text}")));
                    break;
                case 9:
                    await _desk.Send(caller, new DiscardNoteCommand(note, null));
                    break;
                case 10:
                    await _desk.Send(caller, new HoldSessionCommand(session.Id, null, new SessionAttendance([given.A])));
                    break;
                case 11:
                    await _desk.Send(caller, new CancelSessionCommand(session.Id, null, new SessionCancellation(SessionCanceller.Practice)));
                    break;
                default:
                    await _desk.Send(_practice.Admin, new UpdateCoupleCommand(given.Id, null, new CoupleChange(TherapistId: caller.AccountId)));
                    break;
            }

            _obeyed[step.Act]++;
        }
        catch (Refused)
        {
            // One of the many ways in which a random command may not be obeyed; what it must not do is looked at after it.
        }
    }

    /// <summary>All that a signature stands for, as the database has it: not what comes later, such as a co-signature.</summary>
    private async Task<Dictionary<Guid, string>> Signed(Guid coupleId)
    {
        var rows = await _desk.Rows<SignedRow>(
            """
            SELECT n.Id, CONCAT(n.Sections, n.AuthorId, n.SessionId, n.ClientId, n.Format, n.CreatedAt, n.SignedAt, n.ChainNumber, n.PreviousHash, n.ContentHash, n.ReplacesId) AS Content
            FROM Notes n WHERE n.CoupleId = @CoupleId AND n.Status <> 'Draft'
            UNION ALL
            SELECT p.Id, CONCAT(p.Sections, p.AuthorId, p.SessionId, p.ClientId, p.Format, p.CreatedAt, p.SignedAt, p.ChainNumber, p.PreviousHash, p.ContentHash) AS Content
            FROM PsychotherapyNotes p WHERE p.CoupleId = @CoupleId AND p.Status <> 'Draft'
            """,
            new { CoupleId = coupleId });
        return rows.ToDictionary(row => row.Id, row => row.Content);
    }

    private async Task<int> Owns(Guid coupleId)
    {
        var count = 0;
        foreach (var (author, therapist) in new[] { (_practice.Associate, _practice.Associate), (_practice.Supervisor, _practice.Associate), (_practice.Therapist, _practice.Therapist) })
        {
            await _desk.Send(_practice.Admin, new UpdateCoupleCommand(coupleId, null, new CoupleChange(TherapistId: therapist.AccountId)));
            if ((await _desk.Send(author, new VerifyNotesQuery(coupleId))).Own is { } own)
                count += own is { Intact: true, Unwitnessed: 0 } ? own.Notes : -1000;
        }

        return count;
    }

    private sealed record Step(int Act, int Note, int Who, int Text);

    private sealed record SignedRow
    {
        public Guid Id { get; init; }

        public string Content { get; init; } = "";
    }
}
