using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Homework;

public sealed class AttachmentTests : HomeworkTest
{
    private async Task<(Guid Assignment, Guid Log)> Logged(Caller? partner = null)
    {
        var assignment = (await Practice.Assign(Pair)).Id;
        return (assignment, (await Desk.Log(partner ?? Pair.PartnerA, assignment, noticed: "Tea.")).Id);
    }

    private Task<PortalAttachment> Attach((Guid Assignment, Guid Log) at, byte[]? content = null, string? name = "list.pdf", string? key = null) =>
        Desk.Send(Pair.PartnerA, new AttachToOwnLogCommand(at.Assignment, at.Log, new AttachedFile(name, content ?? GivenHomework.Pdf())), key);

    private Task<LogAttachment> AttachInSession((Guid Assignment, Guid Log) at) =>
        Desk.Send(Practice.Therapist, new AttachToLogCommand(at.Assignment, at.Log, new AttachedFile("list.pdf", GivenHomework.Pdf())));

    private Task<byte[]> Read<T>(Caller by, T request)
        where T : IQuery<AttachmentFile> => Desk.InScope(by, async services =>
        {
            var file = await services.GetRequiredService<MediatR.IMediator>().Send(request);
            var content = new List<byte>();
            await foreach (var part in file.Content)
                content.AddRange(part);
            Assert.Equal(file.Bytes, content.Count);
            return content.ToArray();
        });

    [Theory]
    [InlineData(0)]
    [InlineData(AttachmentLimits.PartBytes - 35)]
    [InlineData(AttachmentLimits.PartBytes * 3)]
    [InlineData(AttachmentLimits.Bytes - 100)]
    public async Task Comes_back_byte_for_byte_to_partner_and_therapist(int bytes)
    {
        var at = await Logged();
        var content = GivenHomework.Pdf(bytes);
        var attached = await Attach(at, content);
        Assert.Equal((AttachmentKind.Pdf, "list.pdf", content.Length, false), (attached.Kind, attached.FileName, attached.Bytes, attached.InSession));
        Assert.Equal(content, await Read(Pair.PartnerA, new ReadPortalAttachmentQuery(at.Assignment, at.Log, attached.Id)));
        Assert.Equal(content, await Read(Practice.Therapist, new ReadAttachmentQuery(at.Assignment, at.Log, attached.Id)));
        Assert.Equal((content.Length + AttachmentLimits.PartBytes - 1) / AttachmentLimits.PartBytes, (await Desk.Rows<int>("SELECT p.Number FROM AttachmentParts p")).Count);
    }

    [Fact]
    public async Task Stands_in_the_entry_that_it_belongs_to()
    {
        var at = await Logged();
        await Desk.Log(Pair.PartnerB, at.Assignment, noticed: "Nothing.");
        var attached = await Attach(at);
        var logs = await Desk.Send(Practice.Therapist, new ListLogsQuery(at.Assignment, default));
        Assert.Equal([attached.Id], logs.Items.Single(log => log.Id == at.Log).Attachments.Select(one => one.Id));
        Assert.Empty(logs.Items.Single(log => log.Id != at.Log).Attachments);
        Assert.Equal(attached, (await Desk.Send(Pair.PartnerA, new ListPortalLogsQuery(at.Assignment, default))).Items.Single().Attachments.Single());
        Assert.Equal(attached, (await Desk.Send(Pair.PartnerA, new ListPortalAttachmentsQuery(at.Assignment, at.Log))).Items.Single());
        Assert.Equal(attached.Id, (await Desk.Send(Practice.Therapist, new ListAttachmentsQuery(at.Assignment, at.Log))).Items.Single().Id);
        // An amendment keeps what is attached.
        Assert.Equal(attached, (await Desk.Log(Pair.PartnerA, at.Assignment, noticed: "Coffee.")).Attachments.Single());
    }

    [Fact]
    public async Task Refuses_other_kinds_damage_and_nothing()
    {
        var at = await Logged();
        Assert.Equal("attachment-kind", (await Assert.ThrowsAsync<Refused>(() => Attach(at, "GIF89a"u8.ToArray(), "list.pdf"))).Code);
        Assert.Equal("attachment-damaged", (await Assert.ThrowsAsync<Refused>(() => Attach(at, GivenHomework.Pdf()[..^10]))).Code);
        var empty = await Assert.ThrowsAsync<Refused>(() => Attach(at, []));
        Assert.Equal((RefusalKind.Invalid, "empty-file"), (empty.Kind, empty.Code));
        Assert.Empty(await Desk.Rows<Guid>("SELECT t.Id FROM Attachments t"));
    }

    [Fact]
    public async Task Takes_five_to_an_entry()
    {
        var at = await Logged();
        for (var i = 0; i < AttachmentLimits.PerEntry; i++)
            await Attach(at);
        Assert.Equal("too-many-attachments", (await Assert.ThrowsAsync<Refused>(() => Attach(at))).Code);
        Assert.Equal("too-many-attachments", (await Assert.ThrowsAsync<Refused>(() => AttachInSession(at))).Code);
        var other = await Desk.Log(Pair.PartnerB, at.Assignment, noticed: "Mine.");
        await Desk.Send(Pair.PartnerB, new AttachToOwnLogCommand(at.Assignment, other.Id, new AttachedFile(null, GivenHomework.Pdf())));
    }

    [Fact]
    public async Task A_repeated_key_is_answered_as_before_and_another_file_is_not_taken_for_it()
    {
        var at = await Logged();
        var first = await Attach(at, key: "once");
        Assert.Equal(first, await Attach(at, key: "once"));
        Assert.Single(await Desk.Rows<Guid>("SELECT t.Id FROM Attachments t"));
        Assert.Equal("idempotency-key-reused", (await Assert.ThrowsAsync<Refused>(() => Attach(at, GivenHomework.Pdf(101), key: "once"))).Code);
        Assert.Equal("idempotency-key-reused", (await Assert.ThrowsAsync<Refused>(() => Attach(at, name: "other.pdf", key: "once"))).Code);
    }

    [Fact]
    public async Task Goes_by_whoever_attached_it_until_it_is_reviewed()
    {
        var at = await Logged();
        var (own, therapists) = (await Attach(at), await AttachInSession(at));
        var removeOwn = new RemoveOwnAttachmentCommand(at.Assignment, at.Log, own.Id);
        Assert.Equal("attached-by-another", (await Assert.ThrowsAsync<Refused>(() => Desk.Send(Practice.Therapist, new RemoveAttachmentCommand(at.Assignment, at.Log, own.Id)))).Code);
        Assert.Equal("attached-by-another", (await Assert.ThrowsAsync<Refused>(() => Desk.Send(Pair.PartnerA, new RemoveOwnAttachmentCommand(at.Assignment, at.Log, therapists.Id)))).Code);
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(() => Desk.Send(Pair.PartnerB, removeOwn))).Kind);

        // What was said to the other is no review of this.
        await Desk.Send(Practice.Therapist, new ReviewHomeworkCommand(at.Assignment, new NewReview(Pair.B, "For you.")));
        var later = await Attach(at);
        await Desk.Send(Pair.PartnerA, removeOwn);
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(() => Desk.Send(Pair.PartnerA, removeOwn))).Kind);
        Assert.Empty(await Desk.Rows<int>("SELECT p.Number FROM AttachmentParts p WHERE p.AttachmentId = @Id", new { own.Id }));

        await Desk.Send(Practice.Therapist, new ReviewHomeworkCommand(at.Assignment, new NewReview(Comment: "For both.")));
        Assert.Equal("already-reviewed", (await Assert.ThrowsAsync<Refused>(() => Desk.Send(Pair.PartnerA, new RemoveOwnAttachmentCommand(at.Assignment, at.Log, later.Id)))).Code);
        Assert.Equal("already-reviewed", (await Assert.ThrowsAsync<Refused>(() => Desk.Send(Practice.Therapist, new RemoveAttachmentCommand(at.Assignment, at.Log, therapists.Id)))).Code);
        await Desk.Send(Pair.PartnerA, new RemoveOwnAttachmentCommand(at.Assignment, at.Log, (await Attach(at)).Id));
    }

    [Fact]
    public async Task What_a_partner_adds_is_to_be_reviewed_again()
    {
        var at = await Logged();
        await Desk.Send(Practice.Therapist, new ReviewHomeworkCommand(at.Assignment, new NewReview(Comment: "Well done.")));
        await AttachInSession(at);
        Assert.True((await Desk.Send(Practice.Therapist, new ListLogsQuery(at.Assignment, default))).Items.Single().IsReviewed);
        await Attach(at);
        Assert.False((await Desk.Send(Practice.Therapist, new ListLogsQuery(at.Assignment, default))).Items.Single().IsReviewed);
        Assert.Equal(1, (await Desk.Send(Practice.Therapist, new GetAssignmentQuery(at.Assignment))).Unreviewed);
    }

    [Fact]
    public async Task Only_to_an_entry_of_that_assignment_and_partner_that_is_still_open()
    {
        var at = await Logged();
        var elsewhere = await Logged();
        var foreign = await Practice.Couple();
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(() => Attach((at.Assignment, elsewhere.Log)))).Kind);
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(() => AttachInSession((at.Assignment, elsewhere.Log)))).Kind);
        foreach (var stranger in new[] { Pair.PartnerB, foreign.PartnerA })
            Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(() => Desk.Send(stranger, new AttachToOwnLogCommand(at.Assignment, at.Log, new AttachedFile(null, GivenHomework.Pdf()))))).Kind);
        var kept = await Attach(at);
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(() => Read(Practice.Therapist, new ReadAttachmentQuery(elsewhere.Assignment, elsewhere.Log, kept.Id)))).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Assert.ThrowsAsync<Refused>(() => Read(Practice.OtherTherapist, new ReadAttachmentQuery(at.Assignment, at.Log, kept.Id)))).Kind);

        var assignment = await Desk.Send(Practice.Therapist, new GetAssignmentQuery(at.Assignment));
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(at.Assignment, assignment.Version, new Withdrawal("Not now.")));
        Assert.Equal("already-ended", (await Assert.ThrowsAsync<Refused>(() => Attach(at))).Code);
        Assert.NotEmpty(await Read(Practice.Therapist, new ReadAttachmentQuery(at.Assignment, at.Log, kept.Id)));
    }

    [Fact]
    public async Task A_part_opens_in_its_own_place_only()
    {
        var at = await Logged();
        var attached = await Attach(at, GivenHomework.Pdf(AttachmentLimits.PartBytes * 2));
        await Practice.Write("UPDATE AttachmentParts SET Number = -1 WHERE Number = 0", _ => new { });
        await Practice.Write("UPDATE AttachmentParts SET Number = 0 WHERE Number = 1", _ => new { });
        await Practice.Write("UPDATE AttachmentParts SET Number = 1 WHERE Number = -1", _ => new { });
        await Assert.ThrowsAsync<System.Security.Cryptography.CryptographicException>(() => Read(Practice.Therapist, new ReadAttachmentQuery(at.Assignment, at.Log, attached.Id)));
    }

    [Fact]
    public async Task Who_attached_read_and_removed_it_is_in_the_audit()
    {
        var at = await Logged();
        var attached = await Attach(at);
        await Read(Practice.Therapist, new ReadAttachmentQuery(at.Assignment, at.Log, attached.Id));
        await Read(Pair.PartnerA, new ReadPortalAttachmentQuery(at.Assignment, at.Log, attached.Id));
        await Desk.Send(Pair.PartnerA, new RemoveOwnAttachmentCommand(at.Assignment, at.Log, attached.Id));
        var actions = await Desk.Rows<string>("SELECT e.Action FROM AuditEntries e WHERE e.ResourceId = @Id AND e.SubjectId = @A AND e.CoupleId = @CoupleId ORDER BY e.Seq", new { attached.Id, Pair.A, CoupleId = Pair.Id });
        Assert.Equal(["attach-to-own-log", "read-attachment", "read-portal-attachment", "remove-own-attachment"], actions);
    }
}
