using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Tests.Progress;

public sealed class RecordResponseTests : ProgressTest
{
    [Fact]
    public async Task Scores_csi_16_and_judges_the_change_by_the_published_constants()
    {
        var first = await Record("csi-16", Given.A, 40);
        Assert.Equal((40m, "distressed", true), (first.Score.Total, first.Score.Band, first.Score.CutOffs[0].IsMet));
        Assert.True(first.IsBaseline);
        Assert.Null(first.Change);

        At(Monday.AddDays(7));
        var second = await Record("csi-16", Given.A, 47);
        Assert.Equal((ChangeClass.Improved, 7m, 6.66m), (second.Change!.Class, second.Change.Amount, second.Change.SmallestReliable!.Points));
        Assert.Equal((first.Id, ReliableChangeMethod.JacobsonTruax), (second.Change.BaselineId, second.Change.SmallestReliable.Method));
        At(Monday.AddDays(14));
        Assert.Equal(ChangeClass.Recovered, (await Record("csi-16", Given.A, 52)).Change!.Class);
        At(Monday.AddDays(21));
        Assert.Equal(ChangeClass.Unchanged, (await Record("csi-16", Given.A, 46)).Change!.Class);
    }

    [Fact]
    public async Task Prorates_phq_9_from_eight_answers_and_says_so()
    {
        var whole = await Record("phq-9", Given.B, 12);
        Assert.Equal((12m, "moderate", RiskAnswer.None), (whole.Score.Total, whole.Score.Band, whole.Score.Risk));
        At(Monday.AddDays(7));
        var prorated = await Record("phq-9", Given.B, [null, 1, 1, 1, 1, 1, 1, 1, 0]);
        Assert.Equal((8m, true), (prorated.Score.Total, prorated.Score.Prorated));
        Assert.Equal([1], prorated.Score.MissingItems);
        Assert.True(prorated.Change!.RestsOnProrated);
        Assert.Equal([null, 1, 1, 1, 1, 1, 1, 1, 0], prorated.Answers);
    }

    [Fact]
    public async Task Scores_ors_in_tenths()
    {
        var ors = await Record("ors", Given.A, [7.5m, 6.3m, 5m, 4.9m]);
        Assert.Equal((23.7m, "distressed"), (ors.Score.Total, ors.Score.Band));
        Assert.Equal([7.5m, 6.3m, 5m, 4.9m], ors.Answers);
    }

    [Fact]
    public async Task Gives_the_trust_pulse_no_verdict_and_says_why()
    {
        await Record("trust-pulse", Given.A, 20);
        At(Monday.AddDays(7));
        var later = await Record("trust-pulse", Given.A, 45);
        Assert.Equal((ChangeClass.NotClassified, 25m), (later.Change!.Class, later.Change.Amount));
        Assert.Null(later.Change.IsReliable);
        Assert.Null(later.Score.Band);
        Assert.Equal(MeasureChange.NotClassifiedBasis, later.Change.Basis);
    }

    [Fact]
    public async Task Scores_the_sub_scales_of_a_measure_without_a_total()
    {
        var first = await Record("ecr-s", Given.A, [.. Enumerable.Repeat<decimal?>(4, 12)]);
        Assert.Null(first.Score.Total);
        Assert.Equal([("anxiety", 24m), ("avoidance", 24m)], first.Score.Subscales.Select(scale => (scale.Key, scale.Points)));
        At(Monday.AddDays(7));
        var second = await Record("ecr-s", Given.A, [4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
        Assert.Equal([("anxiety", 1m), ("avoidance", 0m)], second.Change!.Subscales.Select(scale => (scale.Key, scale.Points)));
    }

    [Fact]
    public async Task Refuses_answers_that_cannot_be_scored_naming_items_and_rule_but_no_value()
    {
        var refusal = await Record("csi-4", Given.A, [3, 77, null, 2.5m]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(["answers[1]", "answers[3]", "answers"], refusal.Faults!.Errors.Select(fault => fault.PropertyName));
        Assert.Contains("Item 2:", refusal.Faults.Errors[0].ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("77", refusal.Faults.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("2.5", refusal.Faults.ToString(), StringComparison.Ordinal);
        await Record("csi-4", Given.A, [3, 3, 3, 3, 3]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record("csi-4", Given.A, []).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record("csi-4", Given.A, null!).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM Responses"));
    }

    [Fact]
    public async Task Counts_items_left_off_at_the_end_as_unanswered()
    {
        var prorated = await Record("gad-7", Given.A, [1, 1, 1, 1, 1, 1]);
        Assert.Equal((7m, true), (prorated.Score.Total, prorated.Score.Prorated));
        Assert.Equal(7, prorated.Answers.Count);
    }

    [Fact]
    public async Task Takes_the_violence_screening_nowhere_but_in_screenings()
    {
        await Record("hits", Given.A, 4).ShouldRefuse(RefusalKind.Rule, "use-screening");
    }

    [Fact]
    public async Task Refuses_a_measure_a_person_and_a_day_that_do_not_fit()
    {
        await Record("mood-ring", Given.A, [1]).ShouldRefuse(RefusalKind.Invalid, "no-such-measure");
        await Record("csi-4", Practice.Admin.AccountId, 10).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Record("csi-4", Given.A, 10, Monday.AddDays(1)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record("csi-4", Given.A, 10, Monday.AddYears(-5).AddDays(-1)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record("csi-4", Given.A, 10, Monday.AddYears(-5));
    }

    [Fact]
    public async Task Knows_today_in_the_practices_time_zone()
    {
        // Half past two at night in London, still the evening before in Chicago.
        Desk.Clock.Now = new DateTimeOffset(2026, 3, 3, 2, 30, 0, TimeSpan.Zero);
        await Record("csi-4", Given.A, 10, new DateOnly(2026, 3, 3)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(Monday, (await Record("csi-4", Given.A, 10)).AnsweredOn);
    }

    [Fact]
    public async Task Takes_a_measure_once_a_day_from_each_partner()
    {
        var first = await Record("csi-4", Given.A, 10);
        var refusal = await Record("csi-4", Given.A, 11).ShouldRefuse(RefusalKind.Conflict, "already-answered");
        Assert.Equal(first.Id, refusal.ConflictsWith);
        await Record("csi-4", Given.B, 11);
        await Record("csi-16", Given.A, 40);
    }

    [Fact]
    public async Task Compares_with_the_earliest_complete_response_even_if_that_is_entered_late()
    {
        At(Monday.AddDays(14));
        var late = await Record("csi-4", Given.A, 10);
        Assert.True(late.IsBaseline);
        var early = await Record("csi-4", Given.A, 5, Monday);
        Assert.True(early.IsBaseline);
        var read = await Desk.Send(Practice.Therapist, new GetResponseQuery(Given.Id, late.Id));
        Assert.Equal((false, 5m), (read.IsBaseline, read.Change!.Amount));
    }

    [Fact]
    public async Task Keeps_answers_encrypted_in_the_partners_compartment()
    {
        await Record("ors", Given.B, [7.5m, 6.3m, 5m, 4.9m]);
        var row = Assert.Single(await Desk.Rows<string>("SELECT CONCAT(r.ClientId, ' ', r.Total, ' ', r.Decimals, ' ', r.Answers) FROM Responses r"));
        Assert.StartsWith($"{Given.B.ToString().ToUpperInvariant()} 237 1 ", row, StringComparison.Ordinal);
        Assert.DoesNotContain("7.5", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_the_audit_whose_answers_and_which()
    {
        var response = await Record("csi-4", Given.B, 10);
        Assert.Equal(
            [$"record-response:{Given.B.ToString().ToUpperInvariant()}:{response.Id.ToString().ToUpperInvariant()}"],
            await Desk.Rows<string>("SELECT CONCAT(Action, ':', SubjectId, ':', ResourceId) FROM AuditEntries WHERE CoupleId = @Id AND Action = 'record-response'", new { Given.Id }));
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians_and_no_other_practice()
    {
        var command = new RecordResponseCommand(Given.Id, new NewResponse("csi-4", Given.A, Answers("csi-4", 10)));
        foreach (var caller in (Caller[])[Practice.Admin, Practice.Frontdesk, Given.PartnerA])
            await Desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.OtherTherapist, command).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Takes_nothing_once_the_case_is_closed()
    {
        await Desk.InScope(Practice.Therapist, services => Close(services));
        await Record("csi-4", Given.A, 10).ShouldRefuse(RefusalKind.Conflict, "case-closed");
        await Pulse(Given.PartnerA, 30).ShouldRefuse(RefusalKind.Conflict, "no-open-case");
    }

    private Task<int> Close(IServiceProvider services)
    {
        var db = (IDb)services.GetService(typeof(IDb))!;
        return ((IUnitOfWork)services.GetService(typeof(IUnitOfWork))!).InTransaction(
            () => db.Execute("UPDATE Couples SET Status = 'Closed' WHERE Id = @Id AND PracticeId = @PracticeId", new { Given.Id }, CancellationToken.None), CancellationToken.None);
    }
}
