using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class LogInSessionTests : HomeworkTest
{
    [Fact]
    public async Task Names_the_entry_as_made_in_session()
    {
        var made = await Practice.Assign(Pair);
        var entry = await Enter(made.Id, new NewSessionEntry(Pair.A, Monday, LogOutcome.Partly, Helpful: 7, Difficulty: 3, Answers: Answers("A cup of tea"), Barrier: "Late home"));
        Assert.Equal((Pair.A, true, 7, 3, "Late home", 1), (entry.PartnerId, entry.InSession, entry.Helpful, entry.Difficulty, entry.Barrier, entry.Version));
        Assert.Equal("A cup of tea", entry.Answers["noticed"].GetString());
        await Desk.Log(Pair.PartnerB, made.Id);
        Assert.Equal([false, true], (await Logs(made.Id)).Items.Select(log => log.InSession));
        var kept = (await Desk.Rows<string>("SELECT CONCAT(Answers, Barrier) FROM AssignmentLogs WHERE EnteredBy IS NOT NULL"))[0];
        Assert.DoesNotContain("tea", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Late", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entering_again_in_a_period_amends_and_keeps_the_form_before()
    {
        var made = await Practice.Assign(Pair, Some(cadence: Cadence.Weekly));
        Desk.GoTo(Monday.AddDays(3));
        await Desk.Log(Pair.PartnerA, made.Id, Monday, LogOutcome.Skipped, noticed: "Nothing");
        var amended = await Enter(made.Id, new NewSessionEntry(Pair.A, Monday.AddDays(2), LogOutcome.Done, Helpful: 8));
        Assert.Equal((1, 2, Monday.AddDays(2)), (amended.Period, amended.Version, amended.Day));
        var log = Assert.Single((await Logs(made.Id)).Items);
        var earlier = Assert.Single(log.Earlier);
        Assert.Equal((1, LogOutcome.Skipped, Monday, false), (earlier.Version, earlier.Outcome, earlier.Day, earlier.InSession));
        Assert.Equal("Nothing", earlier.Answers["noticed"].GetString());
        var tally = (await Desk.Send(Practice.Therapist, new GetAssignmentQuery(made.Id))).Adherence.Partners[0].Tally;
        Assert.Equal(new AdherenceTally(2, 1), tally);
    }

    [Fact]
    public async Task Cannot_widen_who_reads_what_the_partner_entered()
    {
        var made = await Practice.Assign(Pair);
        await Desk.Log(Pair.PartnerA, made.Id, noticed: "Private", share: LogShare.WhenBothAnswered);
        await Enter(made.Id, new NewSessionEntry(Pair.A, Monday, LogOutcome.Done, LogShare.PartnerToo)).ShouldRefuse(RefusalKind.Rule, "share-is-the-partners");
        await Enter(made.Id, new NewSessionEntry(Pair.A, Monday, LogOutcome.Done, LogShare.Therapist));
    }

    [Fact]
    public async Task Refuses_a_day_outside_the_schedule_or_ahead_of_the_practices_calendar()
    {
        var made = await Practice.Assign(Pair, Some(due: Monday.AddDays(1)));
        await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(-1)).ShouldRefuse(RefusalKind.Invalid, "outside-schedule");
        // 3 March by Greenwich, but still the 2nd in Chicago.
        Desk.Clock.Now = new DateTimeOffset(2026, 3, 3, 3, 0, 0, TimeSpan.Zero);
        await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(1)).ShouldRefuse(RefusalKind.Invalid, "day-in-future");
        Desk.GoTo(Monday.AddDays(4));
        await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(2)).ShouldRefuse(RefusalKind.Invalid, "outside-schedule");
        await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(1));
    }

    [Fact]
    public async Task Holds_answers_against_the_exercises_questions_without_repeating_them()
    {
        var made = await Practice.Assign(Pair);
        foreach (var (key, value, field) in new (string, JsonElement, string)[]
        {
            ("CANARY", Json("text"), "answers"), ("warmth", Json(11), "answers.warmth"), ("warmth", Json(-1), "answers.warmth"),
            ("warmth", Json(2.5), "answers.warmth"), ("warmth", Json("CANARY"), "answers.warmth"), ("noticed", Json(3), "answers.noticed"),
            ("noticed", Json(new string('x', 4001)), "answers.noticed"), ("noticed", Json<string?>(null), "answers.noticed"), ("noticed", Json(" "), "answers.noticed"),
        })
        {
            var refusal = await Desk.Send(Pair.PartnerA, new LogHomeworkCommand(made.Id, new NewLogEntry(
                Monday, LogOutcome.Done, Answers: new Dictionary<string, JsonElement>(StringComparer.Ordinal) { [key] = value })))
                .ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            Assert.Equal([field], refusal.Faults!.Errors.Select(fault => fault.PropertyName));
            Assert.DoesNotContain("CANARY", refusal.Faults.ToString(), StringComparison.Ordinal);
        }

        var apology = await Practice.Assign(Pair, Some("apology", Pair.A.ToString(), Cadence.Once));
        await Said("never mind").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Said("in part");

        Task<PortalLogEntry> Said(string choice) => Desk.Send(Pair.PartnerA, new LogHomeworkCommand(apology.Id, new NewLogEntry(
            Monday, LogOutcome.Done, Answers: new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["said"] = Json(choice) })));
    }

    [Theory]
    [InlineData(11, null, null, LogOutcome.Done)]
    [InlineData(null, -1, null, LogOutcome.Done)]
    [InlineData(null, null, "Too tired", LogOutcome.Done)]
    public async Task Refuses_ratings_beyond_ten_and_a_barrier_to_what_was_done(int? helpful, int? difficulty, string? barrier, LogOutcome outcome)
    {
        var made = await Practice.Assign(Pair);
        await Enter(made.Id, new NewSessionEntry(Pair.A, Monday, outcome, LogShare.Therapist, helpful, difficulty, null, barrier)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Refuses_a_person_of_whom_it_is_not_expected()
    {
        var made = await Practice.Assign(Pair, Some("apology", Pair.A.ToString()));
        await Enter(made.Id, new NewSessionEntry(Pair.B, Monday, LogOutcome.Done)).ShouldRefuse(RefusalKind.Invalid, "not-expected");
        await Enter(made.Id, new NewSessionEntry((await Practice.Couple()).A, Monday, LogOutcome.Done)).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Desk.Send(Pair.PartnerA, new LogInSessionCommand(made.Id, new NewSessionEntry(Pair.A, Monday, LogOutcome.Done))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.OtherTherapist, new ListLogsQuery(made.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new ListLogsQuery(made.Id, default)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task First_entries_of_one_period_at_the_same_time_end_as_one_row()
    {
        var made = await Practice.Assign(Pair);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => i % 2 == 0
            ? (Task)Desk.Log(Pair.PartnerA, made.Id)
            : Enter(made.Id, new NewSessionEntry(Pair.A, Monday, LogOutcome.Done))));
        Assert.Equal(["1:12"], await Desk.Rows<string>("SELECT CONCAT(COUNT(*), ':', MAX(Version)) FROM AssignmentLogs"));
        Assert.Equal([11L], await Desk.Rows<long>("SELECT COUNT(*) FROM AssignmentLogHistory"));
    }

    private Task<LogEntry> Enter(Guid id, NewSessionEntry body) => Desk.Send(Practice.Therapist, new LogInSessionCommand(id, body));

    private Task<Page<LogEntry>> Logs(Guid id) => Desk.Send(Practice.Therapist, new ListLogsQuery(id, default));
}
