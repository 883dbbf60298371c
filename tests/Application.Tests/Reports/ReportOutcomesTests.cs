using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.People;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Reports;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Tests.Reports;

public sealed class ReportOutcomesTests : ReportTest
{
    private static readonly OutcomeCounts Nothing = new(null, null, null, null, null, null);

    [Fact]
    public async Task Counts_persons_and_couples_by_class()
    {
        await Large(Practice.Therapist);
        Desk.GoTo(April);
        var report = await Read();
        Assert.Equal((new DateOnly(2025, 4, 1), new DateOnly(2026, 3, 31)), (report.From, report.To));
        var row = Assert.Single(report.Rows);
        Assert.Equal((null, null, 18), (row.TherapistId, row.TherapistName, row.Cases));
        var measure = Assert.Single(row.Measures);
        Assert.Equal(("csi-16", new OutcomeCounts(36, 6, 6, 6, 6, 12)), (measure.Measure, measure.Persons));
        // Of the couples none recovered and none is unchanged, which six others keep from being told.
        Assert.Equal(new OutcomeCounts(18, null, null, null, 6, 6), measure.Couples);
    }

    [Fact]
    public async Task Tells_each_clinician_s_persons_and_of_their_couples_nothing()
    {
        await Large(Practice.Therapist);
        Desk.GoTo(April);
        var row = Assert.Single((await Read(ReportGrouping.Therapist)).Rows);
        Assert.Equal((Practice.Therapist.AccountId, "Tess", 18), (row.TherapistId!.Value, row.TherapistName, row.Cases));
        Assert.Equal((new OutcomeCounts(36, 6, 6, 6, 6, 12), null), (row.Measures[0].Persons, row.Measures[0].Couples));
    }

    [Fact]
    public async Task Lets_nobody_subtract_the_others_from_the_whole_to_find_a_small_group()
    {
        await Large(Practice.Therapist);
        await Couples(Practice.OtherTherapist, 1, 55, 30);
        Desk.GoTo(April);
        var all = Assert.Single((await Read()).Rows);
        var each = (await Read(ReportGrouping.Therapist)).Rows;
        Assert.Equal(["Tess", "Toby"], each.Select(row => row.TherapistName));
        Assert.Equal((19, null, null), (all.Cases, each[0].Cases, each[1].Cases));
        Assert.Equal((38, null, null), (all.Measures[0].Persons.Answered, each[0].Measures[0].Persons.Answered, each[1].Measures[0].Persons.Answered));
        Assert.Equal(Nothing, each[1].Measures[0].Persons);
        Assert.All(Figures(all.Measures[0].Persons).Zip(Figures(each[0].Measures[0].Persons)), pair => Assert.True(pair.First is null || pair.Second is null));
        Assert.Equal(each[1], Assert.Single((await Read(ReportGrouping.None, Practice.OtherTherapist.AccountId)).Rows), (one, other) => one.Cases == other.Cases && one.Measures.SequenceEqual(other.Measures));
    }

    [Fact]
    public async Task Holds_answers_against_the_baseline_that_a_therapist_named_last()
    {
        // From 40 to 57 is recovered, from the 55 that is named 57 is unchanged; others improve, and are withheld beside the noughts.
        var couples = await Couples(Practice.Therapist, 6, 55, 55);
        await Couples(Practice.Therapist, 3, 47, 47);
        var partners = couples.SelectMany(couple => new[] { (Couple: couple, Id: couple.A), (Couple: couple, Id: couple.B) }).ToList();
        var named = new Dictionary<Guid, List<Guid>>();
        foreach (var (couple, partner) in partners)
        {
            var answers = await Desk.Send(Practice.Therapist, new ListResponsesQuery(couple.Id, default, "csi-16", partner));
            named[partner] = [.. answers.Items.OrderBy(one => one.AnsweredOn).Select(one => one.Id)];
            await Answer(Practice.Therapist, couple, partner, 57, March.AddDays(14));
        }

        Desk.GoTo(April);
        await NameAll(partner => named[partner][0]);
        Assert.Equal((18, 12, null), await Classes());
        await NameAll(partner => named[partner][1]);
        Assert.Equal((18, null, 12), await Classes());
        await NameAll(_ => null);
        Assert.Equal((18, 12, null), await Classes());

        async Task NameAll(Func<Guid, Guid?> response)
        {
            foreach (var (couple, partner) in partners)
                await Name(couple, partner, response(partner));
        }

        async Task<(int?, int?, int?)> Classes()
        {
            var persons = Assert.Single((await Read()).Rows).Measures[0].Persons;
            return (persons.Answered, persons.Recovered, persons.Unchanged);
        }
    }

    [Fact]
    public async Task A_baseline_named_after_the_period_leaves_what_is_before_it_unclassified()
    {
        await Couples(Practice.Therapist, 3, 47, 47);
        foreach (var couple in await Couples(Practice.Therapist, 6, 55, 55))
        {
            foreach (var partner in new[] { couple.A, couple.B })
                await Name(couple, partner, (await Answer(Practice.Therapist, couple, partner, 57, April)).Id);
        }

        var persons = Assert.Single((await Read()).Rows).Measures[0].Persons;
        Assert.Equal((18, null, 12), (persons.Answered, persons.Recovered, persons.NotClassified));
    }

    [Fact]
    public async Task Takes_each_month_s_last_answers()
    {
        var couples = await Couples(Practice.Therapist, 7, 55, 47);
        foreach (var couple in couples)
        {
            await Answer(Practice.Therapist, couple, couple.A, 47, April);
            await Answer(Practice.Therapist, couple, couple.B, 41, April);
        }

        Desk.GoTo(new DateOnly(2026, 5, 1));
        var months = (await Read(ReportGrouping.Month, from: new DateOnly(2026, 2, 1))).Rows;
        Assert.Equal([2, 3, 4], months.Select(row => row.From.Month));
        Assert.Equal([null, 7, 7], months.Select(row => row.Cases));
        Assert.Equal([null, 14, 14], months.Select(row => row.Measures[0].Persons.Answered));
        // Seven others are withheld beside the noughts.
        Assert.Equal([(null, null), (7, null), (null, 7)], months.Select(row => (row.Measures[0].Persons.Improved, row.Measures[0].Persons.Unchanged)));
        Assert.All(months, row => Assert.Equal((row.From.AddMonths(1).AddDays(-1), null), (row.To, row.TherapistId)));
    }

    [Fact]
    public async Task Leaves_out_cases_that_were_closed_before()
    {
        var couples = await Couples(Practice.Therapist, 6, null, null);
        await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(couples[0].Id, null, new CoupleStatusChange(CoupleStatus.Closed, "Done.")));
        Desk.GoTo(new DateOnly(2026, 5, 1));
        Assert.Equal([6, 5], (await Read(ReportGrouping.Month, from: new DateOnly(2026, 3, 1))).Rows.Select(row => row.Cases));
    }

    [Fact]
    public async Task A_supervisor_counts_supervised_cases_only()
    {
        await Couples(Practice.Therapist, 5, null, null);
        await Couples(Practice.Associate, 5, null, null);
        Desk.GoTo(April);
        Assert.Equal(10, Assert.Single((await Read()).Rows).Cases);
        var supervised = await Desk.Send(Practice.Supervisor, new ReportOutcomesQuery(new ReportRequest(null, null, ReportGrouping.Therapist, null)));
        Assert.Equal(["Alex"], supervised.Rows.Select(row => row.TherapistName));
        Assert.Empty((await Desk.Send(Practice.Supervisor, new ReportOutcomesQuery(new ReportRequest(null, null, null, Practice.Therapist.AccountId)))).Rows);
    }

    [Fact]
    public async Task Is_nothing_for_those_who_only_have_cases()
    {
        foreach (var caller in new[] { Practice.Therapist, Practice.Associate, Practice.Frontdesk })
            await Desk.Send(caller, new ReportOutcomesQuery(new ReportRequest(null, null, null, null))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Theory]
    [InlineData("2026-03-01", "2026-04-30", "month-not-over")]
    [InlineData("2026-03-01", "2027-04-30", "month-not-over")]
    [InlineData("2026-03-02", "2026-03-31", "no-whole-months")]
    [InlineData("2026-03-01", "2026-03-30", "no-whole-months")]
    [InlineData("2026-03-01", "2026-02-28", "no-whole-months")]
    [InlineData("2023-03-01", "2026-03-31", "no-whole-months")]
    [InlineData("0001-01-01", "0001-01-30", "no-whole-months")]
    public async Task Refuses_periods_that_would_show_a_single_person_s_answer(string from, string to, string code)
    {
        Desk.GoTo(April);
        var request = new ReportRequest(Day(from), Day(to), null, null);
        await Desk.Send(Practice.Admin, new ReportOutcomesQuery(request)).ShouldRefuse(RefusalKind.Invalid, code);
        await Desk.Send(Practice.Admin, new ReportHomeworkQuery(request)).ShouldRefuse(RefusalKind.Invalid, code);
    }

    [Theory]
    [InlineData("no-such")]
    [InlineData("hits")]
    public async Task Refuses_a_measure_that_has_no_responses(string measure) =>
        await Desk.Send(Practice.Admin, new ReportOutcomesQuery(new ReportRequest(null, null, null, null), measure)).ShouldRefuse(RefusalKind.Invalid, "no-such-measure");

    [Fact]
    public async Task Takes_two_statements_for_each_portion_of_cases_and_one_for_the_practices_own_measures()
    {
        await Couples(Practice.Therapist, 3, 41, 42);
        Desk.GoTo(April);
        Assert.Equal(3, await Desk.StatementsOf(Practice.Admin, new ReportOutcomesQuery(new ReportRequest(null, null, ReportGrouping.Month, null))));
    }

    [Fact]
    public async Task Leaves_one_audit_entry_that_names_the_clinician_asked_about()
    {
        Desk.GoTo(April);
        await Read(ReportGrouping.None, Practice.Therapist.AccountId);
        Assert.Equal([Practice.Therapist.AccountId], await Desk.Rows<Guid>("SELECT e.ResourceId FROM AuditEntries e WHERE e.Action = 'report-outcomes' AND e.Outcome = 'Allowed'"));
    }

    [Fact]
    public async Task The_sheet_holds_the_same_figures_and_no_formula_and_no_client()
    {
        await Large(Practice.Therapist);
        var invited = await Desk.Send(Practice.Admin, new InviteStaffCommand(new NewStaffMember("=SUM(A1)", "formula@example.test", [Domain.People.Role.Therapist])));
        await Couples(Practice.Therapist with { AccountId = invited.Member.Id }, 1, null, null);
        Desk.GoTo(April);
        var request = new ReportRequest(new DateOnly(2026, 3, 1), null, ReportGrouping.Therapist, null);
        var lines = (await Desk.Send(Practice.Admin, new ReportOutcomesSheetQuery(request, "csi-16"))).Split("\r\n");
        Assert.StartsWith("\"from\",\"to\",\"therapistId\",\"therapistName\",\"cases\",\"measure\"", lines[0], StringComparison.Ordinal);
        Assert.Contains($"\"2026-03-01\",\"2026-03-31\",\"{invited.Member.Id}\",\"'=SUM(A1)\",\"\",\"csi-16\",", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"\",\"\",\"\",\"\",\"\",\"\"", lines[1], StringComparison.Ordinal);
        Assert.All(["Robin", "Reed", "Kit", "Lark"], name => Assert.DoesNotContain(name, string.Join('\n', lines), StringComparison.Ordinal));
    }

    // Six pairs of recovered and improved, six of unchanged and deteriorated, six who answered once.
    private async Task Large(Caller therapist)
    {
        await Couples(therapist, 6, 55, 47);
        await Couples(therapist, 6, 41, 30);
        await Couples(therapist, 6, null, null);
    }

    private Task<PartnerBaseline> Name(GivenCouple couple, Guid partner, Guid? response) =>
        Desk.Send(Practice.Therapist, new NameBaselineCommand(couple.Id, "csi-16", partner, null, new BaselineChoice("A fairer start.", response)));

    private Task<OutcomeReport> Read(ReportGrouping by = ReportGrouping.None, Guid? therapistId = null, DateOnly? from = null) =>
        Desk.Send(Practice.Admin, new ReportOutcomesQuery(new ReportRequest(from, null, by, therapistId)));

    private static int?[] Figures(OutcomeCounts counts) => [counts.Answered, counts.Recovered, counts.Improved, counts.Unchanged, counts.Deteriorated, counts.NotClassified];

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
