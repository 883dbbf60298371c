using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Couples;

public sealed class RequestEmergencyAccessTests : OnePractice
{
    private const string Reason = "Partner called in crisis, therapist on leave.";

    private Task<EmergencyAccess> Ask(Caller caller, Guid coupleId, string reason = Reason) =>
        Desk.Send(caller, new RequestEmergencyAccessCommand(coupleId, new EmergencyReason(reason)));

    [Fact]
    public async Task Opens_the_case_for_four_hours_and_no_longer()
    {
        var given = await Practice.Couple();
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var access = await Ask(Practice.OtherTherapist, given.Id);
        Assert.Equal(Desk.Clock.Now.AddHours(4), access.EndsAt);
        Desk.Clock.Now += TimeSpan.FromHours(4) - TimeSpan.FromMilliseconds(1);
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id));
        Desk.Clock.Now += TimeSpan.FromMilliseconds(1);
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
    }

    [Fact]
    public async Task Opens_that_case_to_that_clinician_only()
    {
        var (given, another) = (await Practice.Couple(), await Practice.Couple());
        await Ask(Practice.OtherTherapist, given.Id);
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(another.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(Practice.Associate, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
    }

    [Fact]
    public async Task Alerts_the_cases_therapist_and_supervisor()
    {
        var given = await Practice.Couple(Practice.Associate);
        var access = await Ask(Practice.OtherTherapist, given.Id);
        foreach (var caller in new[] { Practice.Associate, Practice.Supervisor })
        {
            var alert = Assert.Single((await Desk.Send(caller, new ListAlertsQuery(new PageRequest(null, null), Open: true))).Items);
            Assert.Equal((AlertKind.EmergencyAccess, given.Id, $"emergency-access:{access.Id}"), (alert.Kind, alert.CoupleId, alert.Cause));
        }
    }

    [Fact]
    public async Task The_reason_stands_in_the_audit_beside_everything_done_by_it()
    {
        var given = await Practice.Couple();
        await Ask(Practice.OtherTherapist, given.Id);
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id));
        var rows = await Desk.Rows<string>(
            "SELECT CONCAT(Action, ':', Reason) FROM AuditEntries WHERE CoupleId = @Id AND AccountId = @AccountId ORDER BY Seq", new { given.Id, Practice.OtherTherapist.AccountId });
        Assert.Equal([$"request-emergency-access:{Reason}", $"get-couple:{Reason}"], rows);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("in crisis")]
    [InlineData("a  b  c  d  e  f")]
    [InlineData("x\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B")]
    public async Task Asks_for_as_many_visible_characters_as_say_something(string reason)
    {
        var given = await Practice.Couple();
        await Ask(Practice.OtherTherapist, given.Id, reason).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM EmergencyAccesses"));
    }

    [Fact]
    public async Task A_second_one_while_the_first_lasts_makes_neither_an_access_nor_an_alert()
    {
        var given = await Practice.Couple();
        await Ask(Practice.OtherTherapist, given.Id);
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await Ask(Practice.OtherTherapist, given.Id, "Another reason altogether.").ShouldRefuse(RefusalKind.Conflict, "already-granted");
            Interlocked.Increment(ref refused);
        }));
        Assert.Equal(4, refused);
        Assert.Equal([Reason], await Desk.Rows<string>("SELECT Reason FROM EmergencyAccesses"));
        Assert.Equal([1L], await Desk.Rows<long>("SELECT COUNT(*) FROM Alerts"));
        await Ask(Practice.Associate, given.Id);
    }

    [Fact]
    public async Task Several_at_once_make_one()
    {
        var given = await Practice.Couple();
        var granted = 0;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await Ask(Practice.OtherTherapist, given.Id);
                Interlocked.Increment(ref granted);
            }
            catch (Refused refusal) when (refusal.Code == "already-granted")
            {
                // Whoever comes second is told so.
            }
        }));
        Assert.Equal(1, granted);
    }

    [Fact]
    public async Task Once_it_is_over_a_new_one_gives_its_own_reason_to_the_audit()
    {
        var given = await Practice.Couple();
        await Ask(Practice.OtherTherapist, given.Id);
        Desk.Clock.Now += TimeSpan.FromHours(4);
        await Ask(Practice.OtherTherapist, given.Id, "A call from the hospital.");
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id));
        Assert.Equal(
            [Reason, "A call from the hospital.", "A call from the hospital."],
            await Desk.Rows<string>("SELECT Reason FROM AuditEntries WHERE CoupleId = @Id AND Reason IS NOT NULL ORDER BY Seq", new { given.Id }));
        Assert.Equal([2L], await Desk.Rows<long>("SELECT COUNT(*) FROM Alerts"));
    }

    [Fact]
    public async Task Refuses_without_a_reason_for_ones_own_case_and_for_whoever_is_no_clinician()
    {
        var given = await Practice.Couple(Practice.Associate);
        await Ask(Practice.OtherTherapist, given.Id, " ").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Ask(Practice.Associate, given.Id).ShouldRefuse(RefusalKind.Conflict, "already-your-case");
        await Ask(Practice.Supervisor, given.Id).ShouldRefuse(RefusalKind.Conflict, "already-your-case");
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, given.PartnerA })
            await Ask(caller, given.Id).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM EmergencyAccesses"));
    }

    [Fact]
    public async Task Another_practice_cannot_tell_that_the_case_exists()
    {
        var given = await Practice.Couple();
        var other = await GivenPractice.Open(Desk);
        await Ask(other.Therapist, given.Id).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Therapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}
