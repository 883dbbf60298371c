using CounselDesk.Domain.Notes;

namespace CounselDesk.Domain.Tests.Notes;

public sealed class NoteSealTests
{
    private static readonly SealedContent Note = new(
        Guid.Parse("0197a000-0000-7000-8000-000000000001"), Guid.Parse("0197a000-0000-7000-8000-000000000002"),
        Guid.Parse("0197a000-0000-7000-8000-000000000003"), null, null, Guid.Parse("0197a000-0000-7000-8000-000000000004"),
        NoteKind.Progress, NoteFormat.Dap, new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 2, 16, 0, 0, TimeSpan.Zero), 1, null, "salt", Texts("d", "a", "p"));

    public static TheoryData<string, SealedContent> Changes()
    {
        var other = Guid.Parse("0197a000-0000-7000-8000-00000000000f");
        return new()
        {
            { "note", Note with { NoteId = other } },
            { "practice", Note with { PracticeId = other } },
            { "case", Note with { CoupleId = other } },
            { "session", Note with { SessionId = other } },
            { "compartment", Note with { ClientId = other } },
            { "author", Note with { AuthorId = other } },
            { "kind", Note with { Kind = NoteKind.Psychotherapy } },
            { "beginning", Note with { CreatedAt = Note.CreatedAt.AddMilliseconds(1) } },
            { "signing", Note with { SignedAt = Note.SignedAt.AddMilliseconds(1) } },
            { "place", Note with { ChainNumber = 2 } },
            { "note before", Note with { PreviousHash = "" } },
            { "salt", Note with { Salt = "pepper" } },
            { "text", Note with { Sections = Texts("d", "a", "P") } },
            { "text in another section", Note with { Sections = Texts("da", "", "p") } },
        };
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void The_hash_changes_with_the(string what, SealedContent changed)
    {
        Assert.NotEmpty(what);
        Assert.NotEqual(NoteSeal.Content(Note), NoteSeal.Content(changed));
    }

    public static TheoryData<string, SealedContent> LaterChanges()
    {
        var later = Note with { Form = 2, Attended = [Note.AuthorId, Note.CoupleId] };
        return new()
        {
            { "form", later with { Form = 1 } },
            { "attendance", later with { Attended = [Note.AuthorId] } },
            { "absence of both", later with { Attended = [] } },
            { "attendance being known", later with { Attended = null } },
            { "note it replaces", later with { ReplacesId = Note.CoupleId } },
            { "text", later with { Sections = Texts("d", "a", "P") } },
        };
    }

    [Theory]
    [MemberData(nameof(LaterChanges))]
    public void The_hash_by_the_second_form_changes_with_the(string what, SealedContent changed)
    {
        Assert.NotEmpty(what);
        Assert.NotEqual(NoteSeal.Content(Note with { Form = 2, Attended = [Note.AuthorId, Note.CoupleId] }), NoteSeal.Content(changed));
    }

    [Fact]
    public void In_which_order_the_partners_are_named_makes_no_difference() =>
        Assert.Equal(
            NoteSeal.Content(Note with { Form = 2, Attended = [Note.AuthorId, Note.CoupleId] }),
            NoteSeal.Content(Note with { Form = 2, Attended = [Note.CoupleId, Note.AuthorId] }));

    [Fact]
    public void A_return_is_bound_to_its_note_and_to_every_word()
    {
        var returned = new SealedReturn(Note.NoteId, "hash", Note.AuthorId, Note.SignedAt, Note.CoupleId, "salt", "Remarks");
        SealedReturn[] others =
        [
            returned with { NoteId = Note.CoupleId }, returned with { NoteHash = "HASH" }, returned with { ReturnedBy = Note.CoupleId },
            returned with { ReturnedAt = Note.CreatedAt }, returned with { ReplacementId = Note.NoteId }, returned with { Salt = "" },
            returned with { Remarks = "remarks" },
        ];
        Assert.DoesNotContain(NoteSeal.Return(returned), others.Select(NoteSeal.Return));
    }

    [Fact]
    public void The_canonical_form_stays_what_it_was() =>
        Assert.Equal("ee5b79296578396a8ab428773f8d6871249c53a4ca60ba2f7b25214e2952f5e0", NoteSeal.Content(Note));

    [Fact]
    public void The_same_instant_in_another_offset_is_the_same() =>
        Assert.Equal(NoteSeal.Content(Note), NoteSeal.Content(Note with { SignedAt = Note.SignedAt.ToOffset(TimeSpan.FromHours(-6)) }));

    [Fact]
    public void A_cosignature_extends_the_hash_by_who_and_when()
    {
        var content = NoteSeal.Content(Note);
        var one = NoteSeal.Cosignature(content, Note.AuthorId, Note.SignedAt);
        Assert.NotEqual(one, NoteSeal.Cosignature(content, Note.NoteId, Note.SignedAt));
        Assert.NotEqual(one, NoteSeal.Cosignature(content, Note.AuthorId, Note.SignedAt.AddSeconds(1)));
        Assert.NotEqual(one, NoteSeal.Cosignature(content.ToUpperInvariant(), Note.AuthorId, Note.SignedAt));
    }

    private static Dictionary<string, string> Texts(string data, string assessment, string plan) =>
        new(StringComparer.Ordinal) { ["data"] = data, ["assessment"] = assessment, ["plan"] = plan };
}
