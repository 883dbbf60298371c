using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Progress;

public sealed class ImportResponsesTests : ProgressTest
{
    private const string Header = "partner,measure,answeredOn,item1,item2,item3,item4,item5,item6,item7,item8,item9\n";

    [Fact]
    public async Task Enters_and_scores_every_row_and_leaves_what_is_there()
    {
        await Record("csi-4", Given.A, [1, 1, 1, 1], new DateOnly(2025, 3, 3));
        var sheet = Header + $"a,csi-4,2025-03-03,3,3,3,3,,,,,\nB,csi-4,2025-03-03,3,3,3,3\n{Given.A},ors,2025-04-01,7.5,6.3,5,4.9\na,phq-9,2025-04-01,,1,1,1,1,1,1,1,0";
        var dry = await Import(sheet, dryRun: true);
        Assert.Equal((false, 3, 1, 0), (dry.Done, dry.Entered, dry.AlreadyThere, dry.Faults.Count));
        Assert.Equal(1, await Count());
        var done = await Import(sheet);
        Assert.Equal((true, 3, 1), (done.Done, done.Entered, done.AlreadyThere));
        Assert.Equal((0, 4), ((await Import(sheet)).Entered, (await Import(sheet)).AlreadyThere));
        var all = (await Desk.Send(Practice.Therapist, new ListResponsesQuery(Given.Id, default, null, null))).Items;
        Assert.Equal([("csi-4", 4m), ("csi-4", 12m), ("ors", 23.7m), ("phq-9", 8m)], all.Select(one => (one.Measure, one.Score.Total!.Value)).Order());
        Assert.True(all.Single(one => one.Measure == "phq-9").Score.Prorated);
    }

    [Fact]
    public async Task Tells_every_fault_by_row_and_column_and_does_nothing()
    {
        var sheet = Header + "c,mood-ring,yesterday,3,3,3,3\na,csi-4,2025-03-03,3,77,,x\na,hits,2025-03-03,1,1,1,1\nb,csi-4,2025-03-03,3,3,3\nb,csi-4,2025-03-04,3,3,9,3,1\na,csi-4,2026-03-03,3,3,3,3\na,ras,2019-03-03,3,3,3,3,3,3,3";
        var faults = (await Import(sheet, dryRun: true)).Faults;
        Assert.Equal(
            ["0 partner", "0 measure", "0 answeredOn", "1 item4", "2 measure", "3 item4", "4 item5", "4 item3", "5 answeredOn", "6 answeredOn"],
            faults.Select(fault => $"{fault.Row} {fault.Field}"));
        var refusal = await Import(sheet).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Contains("rows[4].item3", refusal.Faults!.Errors.Select(fault => fault.PropertyName));
        Assert.All(refusal.Faults.Errors, fault => Assert.DoesNotMatch("77|yesterday|mood", fault.ErrorMessage));
        Assert.Equal(0, await Count());
    }

    [Fact]
    public async Task Takes_no_totals_no_other_columns_no_formulas_and_no_two_rows_for_one_place()
    {
        await Import("partner,measure,answeredOn,total\na,csi-4,2025-03-03,12").ShouldRefuse(RefusalKind.Invalid, "unknown-column");
        await Import("partner,measure,item1\na,csi-4,3").ShouldRefuse(RefusalKind.Invalid, "unknown-column");
        await Import("partner").ShouldRefuse(RefusalKind.Invalid, "no-sheet");
        await Import(Header + string.Concat(Enumerable.Repeat("a,csi-4,2025-03-03,3,3,3,3\n", 201))).ShouldRefuse(RefusalKind.Invalid, "too-many-rows");
        Assert.Equal(["item1"], (await Import(Header + "a,csi-4,2025-03-03,=1+2,3,3,3", dryRun: true)).Faults.Select(fault => fault.Field));
        var twice = await Import(Header + "a,trust-pulse,2025-03-03,3,3,3,3,3\na,trust-pulse,2025-03-05,3,3,3,3,3", dryRun: true);
        Assert.Equal([(1, "answeredOn")], twice.Faults.Select(fault => (fault.Row, fault.Field)));
    }

    [Fact]
    public async Task Alerts_once_by_the_newest_answer_that_tells_of_a_risk_and_by_a_worsening_that_lasts()
    {
        await Import(Header + "a,phq-9,2025-02-03,0,0,0,0,0,0,0,0,3\na,phq-9,2025-03-03,0,0,0,0,0,0,0,0,1\na,phq-9,2025-04-03,0,0,0,0,0,0,0,0,0\nb,csi-4,2025-03-03,6,5,5,5\nb,csi-4,2025-04-03,0,0,0,0\nb,csi-4,2025-05-03,6,5,5,5");
        Assert.Equal([("RiskAnswer", new DateOnly(2025, 3, 3))], await Since());
        await Import(Header + "b,csi-4,2025-06-03,0,0,0,0\na,phq-9,2025-06-03,0,0,0,0,0,0,0,0,");
        Assert.Equal([("Deterioration", new DateOnly(2025, 6, 3)), ("RiskAnswer", new DateOnly(2025, 3, 3)), ("RiskAnswer", new DateOnly(2025, 6, 3))], await Since());

        async Task<IEnumerable<(string, DateOnly)>> Since() =>
            (await Desk.Send(Practice.Therapist, new ListAlertsQuery(default))).Items.Select(alert => (alert.Kind.ToString(), alert.Since)).Order();
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians()
    {
        foreach (var caller in (Caller[])[Practice.Admin, Practice.Frontdesk, Given.PartnerA])
            await Desk.Send(caller, new ImportResponsesCommand(Given.Id, new ResponseImport(Header), false)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, new ImportResponsesCommand(Given.Id, new ResponseImport(Header), false)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private Task<ResponseImportReport> Import(string csv, bool dryRun = false) =>
        Desk.Send(Practice.Therapist, new ImportResponsesCommand(Given.Id, new ResponseImport(csv), dryRun));

    private async Task<long> Count() => (await Desk.Rows<long>("SELECT COUNT(*) FROM Responses")).Single();
}
