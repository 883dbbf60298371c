using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Tests.Portal;

/// <summary>The statement that decides what a partner may read, held against the rule through a long random course.</summary>
public sealed class RevealProperties : HomeworkTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task The_statement_shows_what_the_rule_does_after_every_entry(int seed)
    {
        var random = new Random(seed);
        var assignment = (await Practice.Assign(Pair)).Id;
        Desk.GoTo(GivenHomework.Monday.AddDays(2));
        var partners = new[] { Pair.PartnerA, Pair.PartnerB };
        var standing = new Dictionary<(int Partner, int Day), (Guid Id, LogShare Share, string? Text, Guid Attachment)>();
        var revealed = 0;
        for (var step = 0; step < 40; step++)
        {
            var (who, day) = (random.Next(2), random.Next(3));
            var (share, text) = ((LogShare)random.Next(3), random.Next(3) == 0 ? null : $"text {step}");
            var log = await Desk.Log(partners[who], assignment, GivenHomework.Monday.AddDays(day), share: share, noticed: text);
            var attachment = standing.TryGetValue((who, day), out var before)
                ? before.Attachment
                : (await Desk.Send(partners[who], new AttachToOwnLogCommand(assignment, log.Id, new AttachedFile(null, GivenHomework.Pdf())))).Id;
            standing[(who, day)] = (log.Id, share, text, attachment);

            for (var reader = 0; reader < 2; reader++)
            {
                var shown = (await Desk.Send(partners[reader], new ListPortalLogsQuery(assignment, default))).Items.Where(one => !one.Mine)
                    .ToDictionary(one => one.Id, one => (one.Answers["noticed"].GetString(), one.Attachments.Single().Id));
                var others = standing.Where(one => one.Key.Partner != reader).ToList();
                var expected = others
                    .Where(one => AnswerSharing.IsRevealed(one.Value.Share, one.Value.Text is not null, standing.TryGetValue((reader, one.Key.Day), out var own) && own.Text is not null))
                    .ToDictionary(one => one.Value.Id, one => (one.Value.Text, one.Value.Attachment));
                Assert.Equal(expected, shown);
                revealed += shown.Count;
                foreach (var (_, entry) in others)
                {
                    var read = () => Desk.Send(partners[reader], new ReadPortalAttachmentQuery(assignment, entry.Id, entry.Attachment));
                    if (expected.ContainsKey(entry.Id))
                        Assert.Equal(entry.Attachment, (await read()).Id);
                    else
                        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(read)).Kind);
                }
            }
        }

        Assert.True(revealed > 20, "Too little was ever shown for this to prove anything.");
    }
}
