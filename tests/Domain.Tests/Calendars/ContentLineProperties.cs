using System.Text;
using CounselDesk.Domain.Calendars;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Calendars;

public sealed class ContentLineProperties
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Fact]
    public void Unfolding_gives_the_line_back() =>
        Prop.ForAll(Texts(), text => Unfold(Folded(ContentLine.Escape(text))) == ContentLine.Escape(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void No_piece_is_longer_than_75_octets_and_each_is_whole_characters() =>
        Prop.ForAll(Texts(), text =>
        {
            var pieces = Pieces(Folded(ContentLine.Escape(text)));
            return pieces.All(piece => piece.Length <= ContentLine.MostOctets)
                && pieces.Skip(1).All(piece => piece[0] == ' ')
                && pieces.All(piece => Strict.GetString(piece).Length > 0 || pieces.Count == 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_piece_but_the_last_is_as_full_as_it_can_be() =>
        Prop.ForAll(Texts(), text =>
        {
            var pieces = Pieces(Folded(ContentLine.Escape(text)));
            return pieces.Zip(pieces.Skip(1)).All(pair =>
                pair.First.Length + Strict.GetString(pair.Second)[1..].EnumerateRunes().First().Utf8SequenceLength > ContentLine.MostOctets);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_an_escaped_text_gives_the_text_without_what_cannot_be_written() =>
        Prop.ForAll(Texts(), text => Unescape(ContentLine.Escape(text))
            == string.Concat(text.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || c is '\n' or '\t'))).QuickCheckThrowOnFailure();

    [Fact]
    public void An_escaped_text_cannot_begin_another_line() =>
        Prop.ForAll(Texts(), text => !ContentLine.Escape(text).Any(c => c is '\r' or '\n')).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(74, 1)]
    [InlineData(75, 1)]
    [InlineData(76, 2)]
    [InlineData(149, 2)]
    [InlineData(150, 3)]
    public void Folds_after_75_octets_and_then_after_74(int letters, int pieces) =>
        Assert.Equal(pieces, Pieces(Folded(new string('x', letters))).Count);

    // Words with what must be escaped, letters of one to four octets, joined ones, and every sort of line break.
    private static Arbitrary<string> Texts() => Gen.Elements(
            "a", "Zoë", "\\", ";", ",", ":", "\"", "\n", "\r\n", "\r", "\u2028", "\t", "\0", "\u0007", " ", "שלום", "日本", "😀", "👨‍👩‍👧", "e\u0301", "BEGIN:VEVENT", new string('x', 70))
        .ListOf().Select(string.Concat).ToArbitrary();

    private static string Folded(string line)
    {
        var text = new StringBuilder();
        ContentLine.Append(text, line);
        return text.ToString();
    }

    private static List<byte[]> Pieces(string folded)
    {
        Assert.EndsWith("\r\n", folded, StringComparison.Ordinal);
        return [.. folded[..^2].Split("\r\n").Select(Strict.GetBytes)];
    }

    private static string Unfold(string folded) => folded[..^2].Replace("\r\n ", "", StringComparison.Ordinal);

    private static string Unescape(string escaped)
    {
        var text = new StringBuilder();
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == '\\')
                text.Append(escaped[++i] is 'n' ? '\n' : escaped[i]);
            else
                text.Append(escaped[i]);
        }

        return text.ToString();
    }
}
