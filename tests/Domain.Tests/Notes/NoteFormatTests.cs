using CounselDesk.Domain.Notes;

namespace CounselDesk.Domain.Tests.Notes;

public sealed class NoteFormatTests
{
    [Theory]
    [InlineData(NoteFormat.Soap, "subjective objective assessment plan")]
    [InlineData(NoteFormat.Dap, "data assessment plan")]
    [InlineData(NoteFormat.Birp, "behavior intervention response plan")]
    [InlineData(NoteFormat.Girp, "goal intervention response plan")]
    [InlineData(NoteFormat.Narrative, "narrative")]
    public void Each_format_has_its_own_sections_in_reading_order(NoteFormat format, string sections) =>
        Assert.Equal(sections.Split(' '), format.Sections());

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_note_misses_what_is_absent_or_blank(NoteFormat format)
    {
        var full = format.Sections().ToDictionary(name => name, _ => "text", StringComparer.Ordinal);
        Assert.Empty(format.Missing(full));
        Assert.Equal(format.Sections(), format.Missing(new Dictionary<string, string>(StringComparer.Ordinal)));
        var last = format.Sections()[^1];
        full[last] = " \n\t ";
        Assert.Equal([last], format.Missing(full));
    }

    public static TheoryData<NoteFormat> Formats() => [.. Enum.GetValues<NoteFormat>()];

    [Theory]
    [InlineData(NoteKind.Progress, false, NoteStatus.Signed)]
    [InlineData(NoteKind.Progress, true, NoteStatus.AwaitingCosignature)]
    [InlineData(NoteKind.Psychotherapy, false, NoteStatus.Signed)]
    [InlineData(NoteKind.Psychotherapy, true, NoteStatus.Signed)]
    public void An_associates_progress_note_awaits_the_supervisor(NoteKind kind, bool byAssociate, NoteStatus status) =>
        Assert.Equal(status, NoteStatusRule.OnceSigned(kind, byAssociate));

    [Theory]
    [InlineData(NoteStatus.Draft, "AwaitingCosignature Signed")]
    [InlineData(NoteStatus.AwaitingCosignature, "Signed Returned")]
    [InlineData(NoteStatus.Signed, "")]
    [InlineData(NoteStatus.Returned, "")]
    public void A_note_only_goes_forward(NoteStatus from, string to) =>
        Assert.Equal(
            to.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<NoteStatus>),
            Enum.GetValues<NoteStatus>().Where(next => from.CanBecome(next)));
}
