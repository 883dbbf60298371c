using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.People;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Safety;

public sealed class RecordScreeningTests : OnePractice
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static NewScreening Hits(Guid partnerId, params int[] answers) => new(partnerId, Today, ScreeningMethod.Hits, answers);

    private static NewScreening Judged(Guid partnerId, bool positive) => new(partnerId, Today, ScreeningMethod.Judgement, Positive: positive);

    private Task<Screening> Record(GivenCouple given, NewScreening body, Caller? by = null) =>
        Desk.Send(by ?? Practice.Therapist, new RecordScreeningCommand(given.Id, body));

    private async Task<IReadOnlyList<AlertItem>> Alerts() =>
        (await Desk.Send(Practice.Therapist, new ListAlertsQuery(new PageRequest(null, null)))).Items;

    private Task<SafetyState> State(GivenCouple given) => Desk.InScope(Practice.Therapist, services =>
        services.GetRequiredService<SafetyStates>().Of(
            new CaseFile { CoupleId = given.Id, PartnerAId = given.A, PartnerBId = given.B }, CancellationToken.None));

    [Theory]
    [InlineData(10, new[] { 3, 2, 2, 2 }, false)]
    [InlineData(10, new[] { 3, 3, 2, 2 }, true)]
    [InlineData(11, new[] { 3, 3, 2, 2 }, false)]
    [InlineData(11, new[] { 3, 3, 3, 2 }, true)]
    public async Task Scores_HITS_by_the_practices_cut_off_and_raises_an_alert_when_positive(int cutoff, int[] answers, bool positive)
    {
        await Desk.Send(Practice.Admin, new ChangePracticeCommand(null, new PracticeChanges(HitsCutoff: cutoff)));
        var given = await Practice.Couple();
        var screening = await Record(given, Hits(given.B, answers));
        Assert.Equal((given.B, answers.Sum(), cutoff, positive), (screening.PartnerId, screening.Total!.Value, screening.Cutoff!.Value, screening.Positive));
        Assert.Equal(answers, screening.Answers);
        Assert.Equal("Tess", screening.ByName);
        Assert.Equal(
            positive ? [(AlertKind.PositiveScreening, (Guid?)given.B, $"screening:{screening.Id}")] : [],
            (await Alerts()).Select(alert => (alert.Kind, alert.PartnerId, alert.Cause)));
        Assert.Equal(new SafetyState(positive, false), await State(given));
    }

    [Fact]
    public async Task What_other_systems_hear_of_a_positive_one_names_neither_partner_nor_kind()
    {
        var given = await Practice.Couple();
        var before = await Desk.Rows<long>("SELECT MAX(o.Seq) FROM Outbox o WHERE o.PracticeId = @Id", new { Practice.Id });
        await Record(given, Judged(given.A, true));
        var heard = await Desk.Rows<string>(
            "SELECT o.EventType FROM Outbox o WHERE o.PracticeId = @Id AND o.Seq > @Seq AND o.ClientId IS NULL AND o.CoupleId = @CoupleId AND o.ResourceId = @AlertId",
            new { Practice.Id, Seq = before.Single(), CoupleId = given.Id, AlertId = (await Alerts()).Single().Id });
        Assert.Equal(["alert.raised"], heard);
        Assert.Equal(1, (await Desk.Rows<int>("SELECT COUNT(*) FROM Outbox o WHERE o.PracticeId = @Id AND o.Seq > @Seq", new { Practice.Id, Seq = before.Single() })).Single());
    }

    [Fact]
    public async Task A_judgement_needs_no_answers_and_a_newer_one_lifts_it()
    {
        var given = await Practice.Couple();
        var first = await Record(given, Judged(given.A, true));
        Assert.Equal((null, null, null, true), (first.Answers, first.Total, first.Cutoff, first.Positive));
        await Record(given, Judged(given.B, false));
        Assert.Equal(new SafetyState(true, true), await State(given));
        await Record(given, Judged(given.A, false));
        Assert.Equal(new SafetyState(false, true), await State(given));
    }

    [Fact]
    public async Task An_older_screening_entered_late_cannot_hide_a_newer_danger()
    {
        var given = await Practice.Couple();
        await Record(given, Judged(given.A, true));
        await Record(given, Judged(given.A, false) with { ScreenedOn = Today.AddDays(-1) }).ShouldRefuse(RefusalKind.Conflict, "newer-screening-exists");
        await Record(given, Judged(given.B, false) with { ScreenedOn = Today.AddDays(-1) });
    }

    [Fact]
    public async Task Answers_and_remarks_are_unreadable_in_the_database()
    {
        var given = await Practice.Couple();
        var screening = await Record(given, Hits(given.A, 5, 4, 3, 2) with { Remarks = "Afraid to go home." });
        Assert.Equal("Afraid to go home.", (await Desk.Send(Practice.Therapist, new GetScreeningQuery(given.Id, screening.Id))).Remarks);
        var kept = Assert.Single(await Desk.Rows<string>("SELECT CONCAT(s.Answers, s.Remarks) FROM Screenings s"));
        Assert.DoesNotContain("Afraid", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("5,4,3,2", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_is_no_screening_naming_the_field_and_never_a_value()
    {
        var given = await Practice.Couple();
        (NewScreening Body, string Field)[] wrong =
        [
            (Hits(given.A, 1, 1, 1), "body.answers"),
            (Hits(given.A, 1, 1, 1, 1, 1), "body.answers"),
            (Hits(given.A, 1, 1, 1, 6), "body.answers"),
            (Hits(given.A, 0, 1, 1, 1), "body.answers"),
            (new(given.A, Today, ScreeningMethod.Hits), "body.answers"),
            (Hits(given.A, 1, 1, 1, 1) with { Positive = true }, "body.positive"),
            (new(given.A, Today, ScreeningMethod.Judgement), "body.positive"),
            (Judged(given.A, true) with { Answers = [1, 1, 1, 1] }, "body.answers"),
            (Judged(given.A, true) with { ScreenedOn = Today.AddDays(1) }, "screenedOn"),
        ];
        foreach (var (body, field) in wrong)
        {
            var refusal = await Record(given, body).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            Assert.Equal(field, Assert.Single(refusal.Faults!.Errors).PropertyName);
        }

        var stranger = await Practice.Couple();
        await Record(given, Judged(stranger.A, true)).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        Assert.Empty(await Alerts());
    }

    [Fact]
    public async Task Counts_days_in_the_practices_time_zone()
    {
        var given = await Practice.Couple();
        // 05:30 UTC on the 3rd is still the 2nd in Chicago.
        Desk.Clock.Now = new DateTimeOffset(2026, 3, 3, 5, 30, 0, TimeSpan.Zero);
        await Record(given, Judged(given.A, false) with { ScreenedOn = new DateOnly(2026, 3, 3) }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record(given, Judged(given.A, false));
    }

    [Fact]
    public async Task Only_the_cases_clinicians_record_or_read()
    {
        var given = await Practice.Couple(Practice.Associate);
        var screening = await Record(given, Judged(given.A, true), Practice.Associate);
        var page = new PageRequest(null, null);
        Assert.Single((await Desk.Send(Practice.Supervisor, new ListScreeningsQuery(given.Id, page))).Items);

        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, given.PartnerA, given.PartnerB })
        {
            await Record(given, Judged(given.A, false), caller).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new ListScreeningsQuery(given.Id, page)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new GetScreeningQuery(given.Id, screening.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        await Record(given, Judged(given.A, false), Practice.OtherTherapist).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(Practice.OtherTherapist, new ListScreeningsQuery(given.Id, page)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var other = await GivenPractice.Open(Desk);
        await Record(given, Judged(given.A, false), other.Therapist).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Supervisor, new ListScreeningsQuery(given.Id, page)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task A_screening_is_found_through_its_own_case_only()
    {
        var (given, another) = (await Practice.Couple(), await Practice.Couple());
        var screening = await Record(given, Judged(given.A, true));
        await Desk.Send(Practice.Therapist, new GetScreeningQuery(another.Id, screening.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Lists_the_last_recorded_first_by_partner_and_page()
    {
        var given = await Practice.Couple();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
            ids.Add((await Record(given, Judged(i % 2 == 0 ? given.A : given.B, false))).Id);
        ids.Reverse();
        var first = await Desk.Send(Practice.Therapist, new ListScreeningsQuery(given.Id, new PageRequest(3, null)));
        var second = await Desk.Send(Practice.Therapist, new ListScreeningsQuery(given.Id, new PageRequest(3, first.NextCursor)));
        Assert.Equal(ids, first.Items.Concat(second.Items).Select(item => item.Id));
        Assert.Null(second.NextCursor);
        var ofB = await Desk.Send(Practice.Therapist, new ListScreeningsQuery(given.Id, new PageRequest(null, null), given.B));
        Assert.Equal([given.B, given.B], ofB.Items.Select(item => item.PartnerId));
    }

    [Fact]
    public async Task Takes_none_once_the_case_is_closed()
    {
        var given = await Practice.Couple();
        await Tamper("UPDATE Couples SET Status = 'Closed' WHERE Id = @Id", new { given.Id });
        await Record(given, Judged(given.A, false)).ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }

    [Fact]
    public async Task The_audit_tells_that_someone_was_screened_and_not_how_it_went()
    {
        var given = await Practice.Couple();
        var screening = await Record(given, Hits(given.A, 5, 5, 5, 5) with { Remarks = "Afraid." });
        var rows = await Desk.Rows<string>(
            "SELECT CONCAT(Action, ':', Code, ':', Reason) FROM AuditEntries WHERE SubjectId = @A AND ResourceId = @Id", new { given.A, screening.Id });
        Assert.Equal(["record-screening::"], rows);
        Assert.Empty(await Desk.Rows<string>("SELECT o.EventType FROM Outbox o WHERE o.EventType LIKE 'screening%'"));
    }
}
