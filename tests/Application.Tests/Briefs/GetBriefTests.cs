using System.Text.Json;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Briefs;
using CounselDesk.Application.Common;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Goals;
using CounselDesk.Domain.Events;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.Safety;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Briefs;

public sealed class GetBriefTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;
    private GivenCouple _couple = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.Open();
        _practice = await GivenPractice.Open(_desk);
        _couple = await _practice.Couple();
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Of_a_new_case_says_what_is_missing_and_nothing_else()
    {
        var brief = await Read();
        Assert.Null(brief.LastSession);
        Assert.Null(brief.NextSession);
        Assert.Null(brief.LastPlan);
        Assert.Equal(Today.AddDays(-28), brief.Homework.Since);
        Assert.Null(brief.Homework.Couple.Ratio);
        Assert.Empty(brief.Alerts);
        Assert.Equal([OverdueKind.Screening, OverdueKind.TrustPulse, OverdueKind.TrustPulse], brief.Overdue.Select(item => item.Kind));
    }

    [Fact]
    public async Task Counts_what_was_entered_since_the_last_held_session()
    {
        var session = await Held();
        var assignment = await Assign("daily-check-in", "couple", Cadence.Daily, Today.AddDays(-3));
        await Log(_couple.PartnerA, assignment, Today.AddDays(-3), LogOutcome.Done);
        await Log(_couple.PartnerA, assignment, Today, LogOutcome.Partly);
        await Log(_couple.PartnerB, assignment, Today, LogOutcome.Skipped);

        var brief = await Read();
        Assert.Equal((session.Id, Today), (brief.LastSession!.Id, brief.Homework.Since));
        Assert.Equal([(0, 1, 0), (0, 0, 1)], brief.Homework.Partners.Select(partner => (partner.Done, partner.Partly, partner.Skipped)));
        Assert.Equal([_couple.B, _couple.A], brief.Homework.Entries.Select(entry => entry.PartnerId));
        // A was due on four days and earned three halves; B on four and nothing.
        Assert.Equal((3, 8), (brief.Homework.Couple.HalfCredits, brief.Homework.Couple.Expected));
        Assert.Contains(brief.Overdue, item => item.Kind == OverdueKind.SessionNote && item.ResourceId == session.Id);
    }

    [Fact]
    public async Task Shows_every_answer_and_says_which_must_not_be_mentioned_before_the_other()
    {
        var assignment = await Assign("daily-check-in", "couple", Cadence.Daily, Today);
        await Log(_couple.PartnerA, assignment, Today, LogOutcome.Done, LogShare.Therapist, "for you alone");
        await Log(_couple.PartnerB, assignment, Today, LogOutcome.Done, LogShare.PartnerToo, "for both");
        var entries = (await Read()).Homework.Entries;
        Assert.Equal([("for both", true), ("for you alone", false)], entries.Select(entry => (entry.Answers["news"].GetString(), entry.SharedWithPartner)));
    }

    [Fact]
    public async Task Names_the_next_steps_of_each_open_alert()
    {
        await _desk.Send(_practice.Therapist, new RecordScreeningCommand(_couple.Id, new NewScreening(_couple.A, Today, ScreeningMethod.Hits, [5, 5, 5, 5])));
        var alert = Assert.Single((await Read()).Alerts);
        Assert.Equal((AlertKind.PositiveScreening, _couple.A), (alert.Kind, alert.PartnerId));
        Assert.InRange(alert.NextSteps.Count, 2, 3);
        await _desk.Send(_practice.Therapist, new AcknowledgeAlertCommand(alert.Id, null, new Acknowledgement()));
        Assert.Empty((await Read()).Alerts);
    }

    [Fact]
    public async Task Every_kind_of_alert_has_next_steps()
    {
        foreach (var kind in Enum.GetValues<AlertKind>())
        {
            await _desk.InScope(_practice.Therapist, async services =>
            {
                var unitOfWork = (IUnitOfWork)services.GetService(typeof(IUnitOfWork))!;
                var raise = (RaiseAlert)services.GetService(typeof(RaiseAlert))!;
                return await unitOfWork.InTransaction(
                    async () =>
                    {
                        await raise.Raise(_couple.Id, null, kind, $"test:{kind}", "A test's.", CancellationToken.None);
                        return true;
                    },
                    CancellationToken.None);
            });
        }

        var alerts = (await Read()).Alerts;
        Assert.Equal(Enum.GetValues<AlertKind>().Length, alerts.Count);
        Assert.All(alerts, alert => Assert.NotEmpty(alert.NextSteps));
    }

    [Fact]
    public async Task Gives_the_newest_plan_and_the_unsigned_notes()
    {
        await Held();
        var note = await _desk.Send(_practice.Therapist, new DraftNoteCommand(_couple.Id, Dap("Keep at it.")));
        Assert.Equal([note.Id], (await Read()).UnsignedNotes.Select(one => one.Id));
        await _desk.Send(_practice.Therapist, new SignNoteCommand(note.Id, note.Version));
        var brief = await Read();
        Assert.Equal("Keep at it.", brief.LastPlan!.Plan);
        Assert.Empty(brief.UnsignedNotes);
    }

    [Fact]
    public async Task Shows_open_goals_with_their_latest_levels_and_what_happened_since_the_last_session()
    {
        await _desk.Send(_practice.Therapist, new LogEventCommand(_couple.Id, new NewEvent(CaseEventKind.Setback, "joint", Today.AddDays(-1), "Before")));
        await Held();
        await _desk.Send(_couple.PartnerA, new LogOwnEventCommand(new OwnEvent(CaseEventKind.Milestone, Today, "For you alone")));
        var open = await _practice.SetGoal(_couple);
        await _practice.Rate(open, 1);
        await _desk.RateOwn(_couple.PartnerB, open, -1);
        var dropped = await _practice.SetGoal(_couple);
        await _desk.Send(_practice.Therapist, new ChangeGoalStatusCommand(dropped.Id, null, new GoalStatusChange(GoalStatus.Dropped, "Not now.")));

        var brief = await Read();
        var goal = Assert.Single(brief.Goals.Open);
        Assert.Equal((open.Id, "Talk about money"), (goal.Id, goal.Title));
        Assert.Equal([(GoalRater.Therapist, 1), (GoalRater.Partner, -1)], goal.Latest.Select(one => (one.By, one.Level)));
        Assert.Equal([60m, 40m], Assert.Single(brief.Goals.Attainment).Raters.Select(one => one.T));
        Assert.Equal(["For you alone"], brief.Events.Select(one => one.Title));
    }

    [Fact]
    public async Task Is_one_audit_entry_and_a_fixed_number_of_statements_whatever_the_history()
    {
        var empty = await Statements();
        await Held();
        var assignment = await Assign("daily-check-in", "couple", Cadence.Daily, Today.AddDays(-200));
        for (var day = -200; day <= 0; day += 4)
            await Log(_couple.PartnerA, assignment, Today.AddDays(day), LogOutcome.Done);
        for (var week = 30; week > 0; week--)
            await _desk.Send(_practice.Therapist, new RecordResponseCommand(_couple.Id, new NewResponse("trust-pulse", _couple.A, [5, 5, 5, 5, 5], Today.AddDays(-7 * week))));
        var few = await Grown(3);
        var full = await Grown(30);
        Assert.Equal(few, full);
        Assert.InRange(full, 10, 30);
        // A case without them needs no look at an assignment's entries, segments and pauses, a goal's ratings, or an alert's next steps
        // with the screenings that they heed.
        Assert.InRange(full - empty, 0, 7);
        Assert.Equal([3L], await _desk.Rows<long>("SELECT COUNT(*) FROM AuditEntries WHERE Action = 'get-brief'"));
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians_alone()
    {
        var foreign = await GivenPractice.Open(_desk);
        await _desk.Send(foreign.Therapist, new GetBriefQuery(_couple.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(_practice.OtherTherapist, new GetBriefQuery(_couple.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        foreach (var caller in new[] { _practice.Admin, _practice.Frontdesk, _couple.PartnerA })
            await _desk.Send(caller, new GetBriefQuery(_couple.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    private async Task<int> Grown(int by)
    {
        for (var i = 0; i < by; i++)
        {
            await _practice.Rate(await _practice.SetGoal(_couple), 1);
            await _desk.Send(_practice.Therapist, new LogEventCommand(_couple.Id, new NewEvent(CaseEventKind.Milestone, "joint", Today)));
            await _desk.Send(_practice.Therapist, new RecordScreeningCommand(_couple.Id, new NewScreening(_couple.A, Today, ScreeningMethod.Judgement, Positive: true)));
        }

        return await Statements();
    }

    private Task<Brief> Read() => _desk.Send(_practice.Therapist, new GetBriefQuery(_couple.Id));

    private Task<int> Statements() => _desk.StatementsOf(_practice.Therapist, new GetBriefQuery(_couple.Id));

    private async Task<Session> Held()
    {
        var startsAt = _desk.Clock.Now.AddHours(-2);
        var session = await _desk.Send(_practice.Therapist, new BookSessionCommand(_couple.Id, new NewSession(startsAt, 50, SessionKind.Conjoint, SessionPlace.Office)));
        return await _desk.Send(_practice.Therapist, new HoldSessionCommand(session.Id, session.Version, new SessionAttendance([_couple.A, _couple.B])));
    }

    private async Task<Guid> Assign(string exercise, string whom, Cadence cadence, DateOnly startOn) =>
        (await _desk.Send(_practice.Therapist, new AssignHomeworkCommand(_couple.Id, new NewAssignment(exercise, whom, startOn, cadence)))).Id;

    private Task Log(Caller who, Guid assignment, DateOnly day, LogOutcome outcome, LogShare share = LogShare.Therapist, string? news = null) =>
        _desk.Send(who, new LogHomeworkCommand(assignment, new NewLogEntry(
            day, outcome, share, Answers: news is null ? null : new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["news"] = JsonSerializer.SerializeToElement(news) })));

    private static NoteDraft Dap(string plan) => new(
        NoteFormat.Dap, NoteKind.Progress, "joint",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = "Both came.", ["assessment"] = "Steady.", ["plan"] = plan });
}
