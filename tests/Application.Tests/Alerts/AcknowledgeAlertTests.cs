using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Alerts;

public sealed class AcknowledgeAlertTests : OnePractice
{
    private async Task<AlertItem> Raised(GivenCouple given, Caller? by = null)
    {
        var screening = await Desk.Send(by ?? Practice.Therapist, new RecordScreeningCommand(
            given.Id, new NewScreening(given.A, new DateOnly(2026, 3, 2), ScreeningMethod.Judgement, Positive: true)));
        return (await List(by ?? Practice.Therapist)).Single(alert => alert.Cause.EndsWith(screening.Id.ToString(), StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<AlertItem>> List(Caller caller, bool? open = null, Guid? coupleId = null) =>
        (await Desk.Send(caller, new ListAlertsQuery(new PageRequest(null, null), open, coupleId))).Items;

    private Task<AlertItem> Acknowledge(Caller caller, Guid id, string? note = null, int? version = null) =>
        Desk.Send(caller, new AcknowledgeAlertCommand(id, version, new Acknowledgement(note)));

    [Fact]
    public async Task Keeps_who_when_and_the_note_which_the_database_cannot_show()
    {
        var alert = await Raised(await Practice.Couple());
        Desk.Clock.Now += TimeSpan.FromHours(1);
        var done = await Acknowledge(Practice.Therapist, alert.Id, "Safety plan agreed.", alert.Version);
        Assert.Equal(
            (Desk.Clock.Now, Practice.Therapist.AccountId, "Tess", "Safety plan agreed.", alert.Version + 1),
            (done.AcknowledgedAt!.Value, done.AcknowledgedById!.Value, done.AcknowledgedByName, done.Note, done.Version));
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(done), System.Text.Json.JsonSerializer.Serialize(await Desk.Send(Practice.Therapist, new GetAlertQuery(alert.Id))));
        Assert.DoesNotContain("Safety", Assert.Single(await Desk.Rows<string>("SELECT x.AcknowledgedNote FROM Alerts x")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_time_and_a_stale_version_are_refused()
    {
        var alert = await Raised(await Practice.Couple());
        await Acknowledge(Practice.Therapist, alert.Id, version: alert.Version + 1).ShouldRefuse(RefusalKind.Stale, "stale-version");
        var done = await Acknowledge(Practice.Therapist, alert.Id, version: alert.Version);
        Assert.Null(done.Note);
        await Acknowledge(Practice.Therapist, alert.Id, version: done.Version).ShouldRefuse(RefusalKind.Conflict, "already-acknowledged");
    }

    [Fact]
    public async Task Lists_own_and_supervised_cases_open_or_done_newest_first()
    {
        var (mine, supervised, more) = (await Practice.Couple(), await Practice.Couple(Practice.Associate), await Practice.Couple());
        var (first, second, third) = (await Raised(mine), await Raised(supervised, Practice.Associate), await Raised(more));
        Assert.Equal([third.Id, first.Id], (await List(Practice.Therapist)).Select(alert => alert.Id));
        Assert.Equal([second.Id], (await List(Practice.Supervisor)).Select(alert => alert.Id));
        Assert.Empty(await List(Practice.OtherTherapist));
        await Acknowledge(Practice.Therapist, first.Id);
        Assert.Equal([third.Id], (await List(Practice.Therapist, open: true)).Select(alert => alert.Id));
        Assert.Equal([first.Id], (await List(Practice.Therapist, open: false)).Select(alert => alert.Id));
        Assert.Equal([third.Id], (await List(Practice.Therapist, coupleId: more.Id)).Select(alert => alert.Id));
        Assert.Empty(await List(Practice.Therapist, coupleId: supervised.Id));
    }

    [Fact]
    public async Task Whoever_opened_a_case_in_an_emergency_cannot_clear_the_alert_of_it()
    {
        var given = await Practice.Couple();
        await Desk.Send(Practice.OtherTherapist, new RequestEmergencyAccessCommand(given.Id, new EmergencyReason("Crisis call.")));
        var alert = Assert.Single(await List(Practice.Therapist));
        await Desk.Send(Practice.OtherTherapist, new GetAlertQuery(alert.Id));
        await Acknowledge(Practice.OtherTherapist, alert.Id).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Acknowledge(Practice.Therapist, alert.Id);
    }

    [Fact]
    public async Task No_partner_front_desk_admin_or_other_practice_sees_an_alert()
    {
        var given = await Practice.Couple();
        var alert = await Raised(given);
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, given.PartnerA, given.PartnerB })
        {
            await Desk.Send(caller, new ListAlertsQuery(new PageRequest(null, null))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new GetAlertQuery(alert.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        await Desk.Send(Practice.OtherTherapist, new GetAlertQuery(alert.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, new GetAlertQuery(alert.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Acknowledge(other.Supervisor, alert.Id).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Empty(await List(other.Therapist));
    }
}
