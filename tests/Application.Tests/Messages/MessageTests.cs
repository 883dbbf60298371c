using CounselDesk.Application.Common;
using CounselDesk.Application.Messages;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;

namespace CounselDesk.Application.Tests.Messages;

public sealed class MessageTests : HomeworkTest
{
    [Fact]
    public async Task Reaches_both_or_the_one_it_is_to_and_tells_the_clinician_who_read_it()
    {
        var joint = await Send("joint", "CANARY Well done, both.");
        var own = await Send(Pair.A.ToString(), "CANARY For you alone.");
        Assert.Equal([(own.Id, false), (joint.Id, true)], (await Inbox(Pair.PartnerA)).Select(one => (one.Id, one.ForBoth)));
        Assert.Equal(["CANARY Well done, both."], (await Inbox(Pair.PartnerB)).Select(one => one.Text));
        Assert.Equal([own.Id, joint.Id], (await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).UnreadMessages.Select(one => one.Id));

        var read = await Desk.Send(Pair.PartnerA, new ReadMessageCommand(joint.Id));
        Assert.Equal(Desk.Clock.Now, read.ReadAt);
        Desk.Clock.Now = Desk.Clock.Now.AddHours(1);
        Assert.Equal(read, await Desk.Send(Pair.PartnerA, new ReadMessageCommand(joint.Id)));
        Assert.Equal([new MessageRead(Pair.A, read.ReadAt!.Value)], (await Get(joint)).ReadBy);
        Assert.Null((await Inbox(Pair.PartnerB)).Single().ReadAt);
        Assert.Equal([own.Id], (await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).UnreadMessages.Select(one => one.Id));
        Assert.Empty(await Desk.Rows<string>("SELECT m.Text FROM Messages m WHERE m.Text LIKE '%CANARY%'"));
    }

    [Fact]
    public async Task Withdrawn_it_is_gone_from_the_portal_and_stays_in_the_record()
    {
        var sent = await Send("joint", "Too soon.");
        await Desk.Send(Practice.Therapist, new WithdrawMessageCommand(Pair.Id, sent.Id, sent.Version + 1)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Practice.Therapist, new WithdrawMessageCommand(Pair.Id, sent.Id, sent.Version));
        Assert.Empty(await Inbox(Pair.PartnerA));
        await Desk.Send(Pair.PartnerA, new ReadMessageCommand(sent.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Equal(Desk.Clock.Now, (await Get(sent)).WithdrawnAt);
        Assert.Single((await Desk.Send(Practice.Therapist, new ListMessagesQuery(Pair.Id, default))).Items);
        await Desk.Send(Practice.Therapist, new WithdrawMessageCommand(Pair.Id, sent.Id, null)).ShouldRefuse(RefusalKind.Conflict, "already-withdrawn");
    }

    [Fact]
    public async Task Is_sent_by_the_cases_clinicians_to_its_partners_alone()
    {
        var others = await Practice.Couple();
        await Send(others.A.ToString(), "Hello.").ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Send("everyone", "Hello.").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Send("joint", " ").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Send("joint", "Hello.", Pair.PartnerA).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Send("joint", "Hello.", Practice.OtherTherapist).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var sent = await Send(Pair.A.ToString(), "Hello.");
        await Desk.Send(Practice.Therapist, new GetMessageQuery(others.Id, sent.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        foreach (var stranger in new[] { Pair.PartnerB, others.PartnerA, (await (await GivenPractice.Open(Desk)).Couple()).PartnerA })
        {
            Assert.Empty(await Inbox(stranger));
            await Desk.Send(stranger, new ReadMessageCommand(sent.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        }

        await Practice.Write("UPDATE Couples SET Status = 'Closed' WHERE PracticeId = @PracticeId", _ => new { });
        await Send("joint", "Hello.").ShouldRefuse(RefusalKind.Conflict, "case-closed");
        Assert.Empty(await Inbox(Pair.PartnerA));
    }

    private Task<Message> Send(string to, string text, Caller? by = null) =>
        Desk.Send(by ?? Practice.Therapist, new SendMessageCommand(Pair.Id, new NewMessage(to, text)));

    private Task<Message> Get(Message message) => Desk.Send(Practice.Therapist, new GetMessageQuery(Pair.Id, message.Id));

    private async Task<IReadOnlyList<PortalMessage>> Inbox(Caller partner) => (await Desk.Send(partner, new ListPortalMessagesQuery(default))).Items;
}
