using CounselDesk.Domain.Homework;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class AnswerSharingTests
{
    [Theory]
    [InlineData(LogShare.Therapist, true, true, false)]
    [InlineData(LogShare.Therapist, true, false, false)]
    [InlineData(LogShare.PartnerToo, true, false, true)]
    [InlineData(LogShare.PartnerToo, true, true, true)]
    [InlineData(LogShare.PartnerToo, false, true, false)]
    [InlineData(LogShare.WhenBothAnswered, true, false, false)]
    [InlineData(LogShare.WhenBothAnswered, true, true, true)]
    [InlineData(LogShare.WhenBothAnswered, false, true, false)]
    [InlineData(LogShare.WhenBothAnswered, false, false, false)]
    public void Shows_what_the_partner_chose(LogShare share, bool isAnswered, bool readerHasAnswered, bool isRevealed) =>
        Assert.Equal(isRevealed, AnswerSharing.IsRevealed(share, isAnswered, readerHasAnswered));

    // Entries and amendments of two partners in three periods, in any order.
    private static readonly Gen<List<Step>> Courses =
        from steps in Gen.ListOf(
            from partner in Gen.Choose(0, 1)
            from period in Gen.Choose(1, 3)
            from share in Gen.Elements(Enum.GetValues<LogShare>())
            from isAnswered in Gen.Elements(true, true, false)
            select new Step(partner, period, share, isAnswered))
        select steps.ToList();

    [Fact]
    public void No_course_of_entries_shows_a_text_that_waits_before_both_have_answered_that_period() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(Arb.From(Courses), steps =>
        {
            var standing = new Dictionary<(int Partner, int Period), Step>();
            foreach (var step in steps)
            {
                standing[(step.Partner, step.Period)] = step;
                foreach (var ((writer, period), entry) in standing)
                {
                    var readers = standing.GetValueOrDefault((1 - writer, period));
                    var isRevealed = AnswerSharing.IsRevealed(entry.Share, entry.IsAnswered, readers?.IsAnswered ?? false);
                    var bothAnswered = entry.IsAnswered && readers is { IsAnswered: true };
                    if (isRevealed && (entry.Share == LogShare.Therapist || (entry.Share == LogShare.WhenBothAnswered && !bothAnswered)))
                        return false;
                    // And what may be shown is: nobody waits in vain.
                    if (bothAnswered && entry.Share == LogShare.WhenBothAnswered && !isRevealed)
                        return false;
                }
            }

            return true;
        }));

    private sealed record Step(int Partner, int Period, LogShare Share, bool IsAnswered);
}
