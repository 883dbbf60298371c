using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Tests.Clients;

public sealed class SafeContactTests : HomeworkTest
{
    private static readonly SafeContact Careful = new(SafeContactMethod.Phone, false, "Call again later if the answer is short.", false, new QuietHours("17:00", "09:00"));

    [Fact]
    public async Task Clinicians_read_why_and_the_front_desk_what_to_do()
    {
        var written = await Write(new SafeContactText(Careful, "CANARY the other reads the telephone"));
        Assert.Equal((Careful, "CANARY the other reads the telephone", null), (written.SafeContact, written.Why, written.Word));
        Assert.Equal(written, await Read());
        var client = await Desk.Send(Practice.Frontdesk, new GetClientQuery(Pair.A));
        Assert.Equal((Careful, written.Version), (client.SafeContact, client.Version));
        Assert.Empty(await Desk.Rows<Guid>("SELECT c.Id FROM Clients c WHERE c.SafeContactWhy LIKE '%CANARY%'"));
    }

    [Fact]
    public async Task A_partner_sets_their_own_and_their_word_is_the_clinicians_alone()
    {
        await Write(new SafeContactText(Careful, "Known to us."));
        var read = await Desk.Send(Pair.PartnerA, new GetOwnSafeContactQuery());
        Assert.Equal(new PortalSafeContact(SafeContactMethod.Phone, false, false, new QuietHours("17:00", "09:00"), read.Version), read);
        var own = await Desk.Send(Pair.PartnerA, new WriteOwnSafeContactCommand(read.Version, new OwnSafeContact(SafeContactMethod.PortalOnly, false, true, Word: "CANARY call at work")));
        Assert.Equal(new PortalSafeContact(SafeContactMethod.PortalOnly, false, true, null, own.Version), own);
        var clinicians = await Read();
        Assert.Equal((Careful.Note, "Known to us.", "CANARY call at work"), (clinicians.SafeContact.Note, clinicians.Why, clinicians.Word));

        // Left out, what was said before stays.
        await Desk.Send(Pair.PartnerA, new WriteOwnSafeContactCommand(own.Version, new OwnSafeContact(SafeContactMethod.Email, false, true)));
        Assert.Equal("CANARY call at work", (await Read()).Word);
        Assert.Empty(await Desk.Rows<Guid>("SELECT c.Id FROM Clients c WHERE c.SafeContactWord LIKE '%CANARY%'"));
    }

    [Fact]
    public async Task What_one_partner_has_changes_nothing_that_the_other_is_answered()
    {
        async Task<object[]> Told() =>
        [
            await Desk.Send(Pair.PartnerB, new GetOwnSafeContactQuery()),
            System.Text.Json.JsonSerializer.Serialize(await Desk.Send(Pair.PartnerB, new GetPortalHomeQuery())),
            await Desk.StatementsOf(Pair.PartnerB, new GetPortalHomeQuery()),
            await Desk.StatementsOf(Pair.PartnerB, new GetOwnSafeContactQuery()),
        ];

        var before = await Told();
        await Write(new SafeContactText(Careful, "Known to us."));
        await Desk.Send(Pair.PartnerA, new WriteOwnSafeContactCommand(null, new OwnSafeContact(SafeContactMethod.PortalOnly, false, false, Word: "Please.")));
        Assert.Equal(before, await Told());
        await Desk.Send(Pair.PartnerB, new GetPartnerSafeContactQuery(Pair.Id, Pair.A)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Only_the_open_cases_clinicians_read_and_write_it_of_its_own_partners()
    {
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, Pair.PartnerA })
            await Desk.Send(caller, new GetPartnerSafeContactQuery(Pair.Id, Pair.A)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.OtherTherapist, new GetPartnerSafeContactQuery(Pair.Id, Pair.A)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(Practice.Therapist, new GetPartnerSafeContactQuery(Pair.Id, (await Practice.Couple()).A)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Therapist, new GetOwnSafeContactQuery()).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Pair.Id, null, new CoupleStatusChange(CoupleStatus.Closed, "Done.")));
        await Read().ShouldRefuse(RefusalKind.Conflict, "case-closed");
        await Write(new SafeContactText(Careful)).ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }

    [Fact]
    public async Task Refuses_what_is_stale_or_no_hours_naming_the_field()
    {
        var written = await Write(new SafeContactText(Careful));
        await Write(new SafeContactText(Careful), written.Version - 1).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Pair.PartnerA, new WriteOwnSafeContactCommand(written.Version - 1, new OwnSafeContact(SafeContactMethod.Any, false, true))).ShouldRefuse(RefusalKind.Stale, "stale-version");
        foreach (var (from, to, field) in new[] { ("24:00", "08:00", "from"), ("9:00", "10:00", "from"), ("21:00", "25:00", "to"), ("08:00", "08:00", "to") })
        {
            var refusal = await Desk.Send(
                Pair.PartnerA, new WriteOwnSafeContactCommand(null, new OwnSafeContact(SafeContactMethod.Any, false, true, new QuietHours(from, to)))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            Assert.Equal($"body.quietHours.{field}", Assert.Single(refusal.Faults!.Errors).PropertyName);
        }
    }

    [Fact]
    public async Task Changed_at_the_desk_member_by_member()
    {
        await Write(new SafeContactText(Careful, "Known to us."));
        var changed = await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(Pair.A, null, new ClientChange(SafeContact: new SafeContactChange(Reminders: true))));
        Assert.Equal(Careful with { Reminders = true }, changed.SafeContact);
        changed = await Desk.Send(Practice.Frontdesk, new UpdateClientCommand(Pair.A, null, new ClientChange(
            SafeContact: new SafeContactChange(QuietHours: new Optional<QuietHours?>(null, true)))));
        Assert.Null(changed.SafeContact.QuietHours);
        Assert.Equal("Known to us.", (await Read()).Why);
    }

    private Task<PartnerSafeContact> Read() => Desk.Send(Practice.Therapist, new GetPartnerSafeContactQuery(Pair.Id, Pair.A));

    private Task<PartnerSafeContact> Write(SafeContactText text, int? version = null) =>
        Desk.Send(Practice.Therapist, new WritePartnerSafeContactCommand(Pair.Id, Pair.A, version, text));
}
