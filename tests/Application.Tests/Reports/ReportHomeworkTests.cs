using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Reports;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Tests.Reports;

public sealed class ReportHomeworkTests : ReportTest
{
    [Fact]
    public async Task Tells_the_share_done_and_the_share_completed()
    {
        // Four weeks each: both partners of three couples do all, of two others none.
        await Weekly(Practice.Therapist, 3, LogOutcome.Done);
        await Weekly(Practice.Therapist, 2, null);
        Desk.GoTo(April);
        var row = Assert.Single((await Read()).Rows);
        Assert.Equal((5, 10, 0.6m, 5, 0.6m), (row.Cases, row.Persons, row.Adherence, row.CasesWithEnded, row.Completion));
    }

    [Fact]
    public async Task Counts_in_each_month_what_fell_due_in_it()
    {
        await Weekly(Practice.Therapist, 5, LogOutcome.Partly, weeks: 8);
        Desk.GoTo(new DateOnly(2026, 5, 4));
        var months = (await Read(ReportGrouping.Month, new DateOnly(2026, 2, 1))).Rows;
        Assert.Equal([null, 10, 10], months.Select(row => row.Persons));
        // The entries are all of March's first week and the weeks after; April's blocks have theirs in April.
        Assert.Equal([null, 0.5m, 0.5m], months.Select(row => row.Adherence));
        Assert.Equal([null, null, 5], months.Select(row => row.CasesWithEnded));
    }

    [Fact]
    public async Task Withholds_a_small_group_and_the_one_that_would_tell_it()
    {
        await Weekly(Practice.Therapist, 5, LogOutcome.Done);
        await Weekly(Practice.OtherTherapist, 1, null);
        Desk.GoTo(April);
        Assert.Equal((6, 12, 0.83m), Assert.Single((await Read()).Rows) is var all ? (all.Cases, all.Persons, all.Adherence) : default);
        Assert.All((await Read(ReportGrouping.Therapist)).Rows, row => Assert.Equal((null, null, null, null, null), (row.Cases, row.Persons, row.Adherence, row.CasesWithEnded, row.Completion)));
    }

    [Fact]
    public async Task Counts_of_what_was_withdrawn_only_what_had_fallen_due()
    {
        var couples = await Weekly(Practice.Therapist, 5, LogOutcome.Done);
        foreach (var couple in couples)
        {
            var body = new NewAssignment("gratitude", "each", March, Cadence.Weekly, null);
            var assigned = await Desk.Send(Practice.Therapist, new AssignHomeworkCommand(couple.Id, body));
            await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(assigned.Id, null, new Withdrawal("Not now.")));
        }

        Desk.GoTo(April);
        var row = Assert.Single((await Read()).Rows);
        // Four weeks done, and three of the other missed until it was taken back.
        Assert.Equal((0.57m, 5, 1m), (row.Adherence, row.CasesWithEnded, row.Completion));
    }

    [Fact]
    public async Task Takes_five_statements_for_each_portion_of_cases()
    {
        await Weekly(Practice.Therapist, 2, LogOutcome.Done);
        Desk.GoTo(April);
        Assert.Equal(5, await Desk.StatementsOf(Practice.Admin, new ReportHomeworkQuery(new ReportRequest(null, null, ReportGrouping.Month, null))));
    }

    [Fact]
    public async Task The_sheet_says_the_same()
    {
        await Weekly(Practice.Therapist, 5, LogOutcome.Done);
        Desk.GoTo(April);
        Assert.Equal(
            ["\"from\",\"to\",\"therapistId\",\"therapistName\",\"cases\",\"persons\",\"adherence\",\"casesWithEnded\",\"completion\"", "\"2025-04-01\",\"2026-03-31\",\"\",\"\",\"5\",\"10\",\"1\",\"5\",\"1\"", ""],
            (await Desk.Send(Practice.Admin, new ReportHomeworkSheetQuery(new ReportRequest(null, null, null, null)))).Split("\r\n"));
    }

    [Fact]
    public async Task Is_nothing_for_those_who_only_have_cases() =>
        await Desk.Send(Practice.Therapist, new ReportHomeworkQuery(new ReportRequest(null, null, null, null))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");

    private async Task<List<GivenCouple>> Weekly(Caller therapist, int count, LogOutcome? outcome, int weeks = 4)
    {
        var given = new List<(GivenCouple Couple, Guid Assignment)>();
        Desk.GoTo(March);
        for (var i = 0; i < count; i++)
        {
            var couple = await Practice.Couple(therapist);
            var body = new NewAssignment("gratitude", "each", March, Cadence.Weekly, March.AddDays((7 * weeks) - 1));
            given.Add((couple, (await Desk.Send(therapist, new AssignHomeworkCommand(couple.Id, body))).Id));
        }

        for (var week = 0; week < weeks && outcome is not null; week++)
        {
            Desk.GoTo(March.AddDays(7 * week));
            foreach (var (couple, assignment) in given)
            {
                await Desk.Log(couple.PartnerA, assignment, March.AddDays(7 * week), outcome.Value);
                await Desk.Log(couple.PartnerB, assignment, March.AddDays(7 * week), outcome.Value);
            }
        }

        return [.. given.Select(one => one.Couple)];
    }

    private Task<HomeworkReport> Read(ReportGrouping by = ReportGrouping.None, DateOnly? from = null) =>
        Desk.Send(Practice.Admin, new ReportHomeworkQuery(new ReportRequest(from, null, by, null)));
}
