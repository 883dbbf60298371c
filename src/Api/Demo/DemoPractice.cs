using CounselDesk.Application.Calendars;
using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Messages;
using CounselDesk.Application.NoteTemplates;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.People;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Safety;
using CounselDesk.Domain.Sessions;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Sql;
using System.Text.Json;

namespace CounselDesk.Api.Demo;

/// <summary>
/// Plants the demo practice: twelve weeks of three couples, told in the order of time by the commands that users send.
/// </summary>
internal sealed class DemoPractice(DemoDesk desk, string setupCode, DateTimeOffset firstMonday, DateTimeOffset now)
{
    private const string CountAnyPracticeSql = "SELECT COUNT(*) FROM Practices p";

    private readonly List<(DateTimeOffset At, Func<Task> Act)> _story = [];
    private Caller _admin = Caller.Anonymous;

    public static bool IsWanted(IConfiguration configuration, IHostEnvironment environment) =>
        configuration.GetValue("Demo:Plant", environment.IsDevelopment());

    /// <summary>Plants it in a database that has no practice yet.</summary>
    public static async Task Plant(IServiceProvider services, IConfiguration configuration, string setupCode)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            if (await scope.ServiceProvider.GetRequiredService<IDb>().Find<long>(CountAnyPracticeSql, null, CancellationToken.None) > 0)
                return;
        }

        // The twelfth week has just ended, with everything in it, on whichever weekday this runs.
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var ended = now.UtcDateTime.Date.AddDays(-6);
        var lastMonday = ended.AddDays(-(((int)ended.DayOfWeek + 6) % 7));
        var first = new DateTimeOffset(lastMonday.AddDays(-7 * (DemoCouple.Weeks - 1)), TimeSpan.Zero);
        await using var desk = new DemoDesk(configuration, first);
        await desk.Start();
        await new DemoPractice(desk, setupCode, first, now).Tell();
    }

    private async Task Tell()
    {
        desk.Clock.Set(firstMonday.AddHours(12));
        var setUp = await desk.Send(Caller.Anonymous, new SetUpPracticeCommand(new NewPractice(
            setupCode, DemoPeople.PracticeName, DemoPeople.TimeZone, DemoPeople.Admin.Name, DemoPeople.Admin.Email, DemoPeople.Password)));
        _admin = new Caller { AccountId = setUp.AdministratorId, PracticeId = setUp.PracticeId, Roles = Roles.Admin, TimeZone = DemoPeople.TimeZone };
        var supervisor = await Staff(DemoPeople.Supervisor, [Role.Supervisor, Role.Therapist]);
        var therapist = await Staff(DemoPeople.Therapist, [Role.Therapist], DemoIdentities.Therapist);
        var associate = await Staff(DemoPeople.Associate, [Role.Associate], DemoIdentities.Associate, supervisor.AccountId);
        await Staff(DemoPeople.Frontdesk, [Role.Frontdesk]);
        await Named(true, DemoIdentities.Template).Send(_admin, new CreateNoteTemplateCommand(new NoteTemplateText(
            "Session with both", NoteFormat.Soap, new Dictionary<string, string>(StringComparer.Ordinal) { ["subjective"] = "In each one's words:", ["plan"] = "Until the next session:" })));
        await Named(true, DemoIdentities.Calendar).Send(therapist, new IssueCalendarFeedCommand(new NewCalendarFeed("Telephone")));
        await desk.Send(therapist, new WriteWorkingHoursCommand(therapist.AccountId, 0, new WeekOfHours(
            [.. Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(day => new HoursOfDay(day, "08:30", "18:00"))])));

        await desk.Send(therapist, new CopyExerciseCommand("apology", new ExerciseCopy(DemoIdentities.OwnExercise, "An apology in writing")));
        await desk.Send(therapist, new TranslateExerciseCommand(DemoIdentities.OwnExercise, DemoTranslation.Language, 0, DemoTranslation.Apology));

        foreach (var couple in DemoCouples.All)
            await Plan(couple, couple == DemoCouples.Stuck ? associate : therapist, supervisor);
        _story.Add((now.AddHours(-1), () => Away(therapist)));
        _story.Add((now.AddHours(-1), () => Walk(therapist)));
        // In the evening, when whoever has not done what is due is reminded.
        for (var day = 7; day > 0; day--)
            _story.Add((new DateTimeOffset(now.UtcDateTime.Date.AddDays(-day), TimeSpan.Zero).AddHours(23), () => desk.Remind(_admin)));
        foreach (var (at, act) in _story.OrderBy(step => step.At))
        {
            desk.Clock.Set(at);
            await act();
        }
    }

    private async Task Walk(Caller therapist)
    {
        await desk.Send(therapist, new CreatePathwayCommand(new NewPathway(
            "first-weeks", "The first weeks", "Something calm and small to begin with, before anything is talked through.",
            [
                new PathwayStepText("calm-down", StepOpening.AtStart, "Practise it once in session."),
                new PathwayStepText("quality-time", StepOpening.AfterDelay, "Nothing to solve in it.", 7),
                new PathwayStepText("gratitude", StepOpening.ByTherapist, "When both can hear it."),
            ])));
        await Named(true, DemoIdentities.Message).Send(therapist, new SendMessageCommand(
            DemoIdentities.Couple, new NewMessage("joint", "Twelve weeks, and you kept at it. Do something easy together on Sunday.")));
        await desk.Send(therapist, new WritePartnerSafeContactCommand(DemoIdentities.Couple, DemoIdentities.PartnerA, null, new SafeContactText(
            new SafeContact(SafeContactMethod.Email, QuietHours: new QuietHours("22:00", "07:00"), Note: "Shares an office: write, and call only after asking."),
            "Asked alone. Safe at home; colleagues listen in.")));
        await Named(true, DemoIdentities.MeasureRequest).Send(therapist, new RequestMeasureCommand(
            DemoIdentities.Couple, new NewMeasureRequest("trust-pulse", MeasureRepeat.BeforeEachSession, [DemoIdentities.PartnerA])));
        await Named(true, DemoIdentities.PathwayRun).Send(therapist, new StartPathwayCommand(
            DemoIdentities.Couple, new NewPathwayRun("new-beginning", DateOnly.FromDateTime(now.UtcDateTime).AddDays(21))));
    }

    private Task Away(Caller therapist)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(150);
        return Named(true, DemoIdentities.TimeOff).Send(therapist, new EnterTimeOffCommand(therapist.AccountId, new NewTimeOff(day, day.AddDays(6))));
    }

    private async Task<Caller> Staff(DemoSignIn person, Role[] roles, Guid? id = null, Guid? supervisorId = null)
    {
        var invited = await Named(id is not null, id ?? Guid.Empty).Send(_admin, new InviteStaffCommand(new NewStaffMember(person.Name, person.Email, roles, supervisorId)));
        await Accept(invited.Invitation);
        return _admin with { AccountId = invited.Member.Id, Roles = roles.ToSet() };
    }

    private Task Accept(Invitation invitation) =>
        desk.Send(Caller.Anonymous, new AcceptInvitationCommand(new InvitationAnswer(invitation.AccountId, invitation.Token, DemoPeople.Password)));

    private async Task Plan(DemoCouple couple, Caller clinician, Caller supervisor)
    {
        var isExample = couple == DemoCouples.Improving;
        var opened = await Open(couple, clinician, isExample);
        var partners = opened.Partners.Select(partner => partner.ClientId).ToList();
        var portal = new List<Caller>();
        foreach (var id in partners)
        {
            var invited = await desk.Send(clinician, new InvitePartnerCommand(id));
            await Accept(invited.Invitation);
            portal.Add(_admin with { AccountId = invited.Invitation.AccountId, ClientId = id, Roles = Roles.Partner });
        }

        for (var week = 0; week < DemoCouple.Weeks; week++)
            Week(couple, clinician, supervisor, opened.Id, partners, portal, week);
        foreach (var homework in couple.Homework)
            Homework(couple, clinician, opened.Id, partners, portal, homework, isExample && homework == couple.Homework[0]);
        if (isExample)
        {
            _story.AddRange(new DemoAgreement(desk, firstMonday).Of(clinician, opened.Id, portal));
            var goals = new DemoGoals(desk, clinician, opened.Id, partners[0], portal);
            _story.AddRange(goals.Story(week => At(week, (3, 17))));
            _story.AddRange(goals.Happenings(week => At(week, (3, 17))));
            // Both let their check-ins stand side by side, so the page for the couple shows them.
            foreach (var partner in portal)
                _story.Add((At(2, (3, 18)), () => desk.Send(partner, new WriteOwnSharingCommand(null, new OwnSharing(true)))));
        }

        var last = At(DemoCouple.Weeks - 1, couple.Slot).AddHours(2);
        var next = Enumerable.Range(DemoCouple.Weeks, 3).Select(week => At(week, couple.Slot)).First(at => at > now.AddHours(1));
        _story.Add((last, () => Next(clinician, opened.Id, isExample, new NewSession(next, 50, SessionKind.Conjoint, SessionPlace.Office))));
    }

    // A series' own id comes first, then its sessions'.
    private Task Next(Caller clinician, Guid coupleId, bool isExample, NewSession session)
    {
        if (!isExample)
            return desk.Send(clinician, new BookSessionCommand(coupleId, session));
        desk.Ids.NextAre(DemoIdentities.Series, DemoIdentities.Session);
        return desk.Send(clinician, new BookSeriesCommand(coupleId, new NewSeries(session, EveryWeeks: 1, Count: 3)));
    }

    private async Task<Couple> Open(DemoCouple couple, Caller clinician, bool isExample)
    {
        var a = await Client(couple.Partners[0], clinician, isExample, DemoIdentities.PartnerA);
        var b = await Client(couple.Partners[1], clinician, isExample, DemoIdentities.PartnerB);
        var opened = await Named(isExample, DemoIdentities.Couple).Send(clinician, new CreateCoupleCommand(new NewCouple([new NewPartner(a), new NewPartner(b)], Formulation: couple.Formulation)));

        foreach (var (index, partner) in opened.Partners.Index())
        {
            await Named(isExample && index == 0, DemoIdentities.Consent).Send(clinician, new RecordConsentCommand(opened.Id, new NewConsent(partner.ClientId, ConsentKind.Treatment, Day(0))));
            await desk.Send(clinician, new RecordConsentCommand(opened.Id, new NewConsent(partner.ClientId, ConsentKind.SecretsPolicy, Day(0))));
            await Screen(couple, clinician, opened.Id, index, partner.ClientId, isExample && index == 0);
        }

        return await desk.Send(clinician, new ChangeCoupleStatusCommand(opened.Id, opened.Version, new CoupleStatusChange(CoupleStatus.Active, "Intake is complete; both want to work on it.")));
    }

    // A screening's own id comes first, then the alert's if it raises one.
    private Task Screen(DemoCouple couple, Caller clinician, Guid coupleId, int index, Guid partnerId, bool isExample)
    {
        if (isExample)
            desk.Ids.NextAre(DemoIdentities.Screening);
        else if (couple == DemoCouples.Worsening && index == 0)
            desk.Ids.NextAre(desk.Ids.New(), DemoIdentities.Alert);
        return desk.Send(clinician, new RecordScreeningCommand(coupleId, new NewScreening(partnerId, Day(0), ScreeningMethod.Hits, couple.Hits[index])));
    }

    private async Task<Guid> Client(DemoSignIn person, Caller clinician, bool isExample, Guid id)
    {
        var names = person.Name.Split(' ');
        return (await Named(isExample, id).Send(clinician, new CreateClientCommand(new NewClient(names[0], names[1], person.Email, "555-0100")))).Id;
    }

    private void Week(DemoCouple couple, Caller clinician, Caller supervisor, Guid coupleId, List<Guid> partners, List<Caller> portal, int week)
    {
        var startsAt = At(week, couple.Slot);
        Session? session = null;
        _story.Add((startsAt.AddHours(-2), async () =>
        {
            session = await desk.Send(clinician, new BookSessionCommand(coupleId, new NewSession(startsAt, 50, SessionKind.Conjoint, SessionPlace.Office)));
        }));
        _story.Add((startsAt.AddHours(1), async () =>
        {
            session = await desk.Send(clinician, new HoldSessionCommand(session!.Id, session.Version, new SessionAttendance(partners)));
            await Note(couple, clinician, supervisor, coupleId, session.Id, week);
            if (week is 0 or 5 or 11)
                await Csi(couple, clinician, coupleId, partners, week / 5);
        }));
        for (var i = 0; i < partners.Count; i++)
        {
            var (index, total) = (i, couple.Pulse[i][week]);
            if (total >= 0)
                _story.Add((At(week, (5, 18)).AddMinutes(index), () => desk.Send(portal[index], new AnswerTrustPulseCommand(new TrustPulseAnswers(Spread(total, 5, 10))))));
        }
    }

    // The newest note stays open: a draft of the therapist's, or one of the associate's that awaits the co-signature.
    private async Task Note(DemoCouple couple, Caller clinician, Caller supervisor, Guid coupleId, Guid sessionId, int week)
    {
        var (data, assessment, plan) = couple.Notes[week];
        var isNewest = week == DemoCouple.Weeks - 1;
        var isOpenExample = couple == DemoCouples.Improving && isNewest;
        var note = await Named(isOpenExample, DemoIdentities.Note).Send(clinician, new DraftNoteCommand(coupleId, new NoteDraft(
            NoteFormat.Dap, NoteKind.Progress, "joint",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = data, ["assessment"] = assessment, ["plan"] = plan }, sessionId)));
        if (isOpenExample)
        {
            // Saved again, so that there is an earlier version to read.
            await Named(isOpenExample, DemoIdentities.NoteVersion).Send(clinician, new UpdateNoteCommand(note.Id, note.Version, new NoteDraft(note.Format, note.Kind, note.Scope, note.Sections, sessionId)));
            return;
        }

        note = await desk.Send(clinician, new SignNoteCommand(note.Id, note.Version));
        if (note.Status == NoteStatus.AwaitingCosignature && !isNewest)
            await desk.Send(supervisor, new CosignNoteCommand(note.Id, note.Version));
    }

    private async Task Csi(DemoCouple couple, Caller clinician, Guid coupleId, List<Guid> partners, int time)
    {
        for (var i = 0; i < partners.Count; i++)
        {
            var isExample = couple == DemoCouples.Improving && time == 0 && i == 0;
            await Named(isExample, DemoIdentities.Response).Send(clinician, new RecordResponseCommand(coupleId, new NewResponse("csi-16", partners[i], Spread(couple.Csi[i][time], 16, 5))));
        }
    }

    private void Homework(DemoCouple couple, Caller clinician, Guid coupleId, List<Guid> partners, List<Caller> portal, DemoHomework homework, bool isExample)
    {
        var assignedAt = At(homework.Week, couple.Slot).AddHours(1).AddMinutes(10);
        var whom = homework.For switch { "a" => partners[0].ToString(), "b" => partners[1].ToString(), var both => both };
        Assignment? assignment = null;
        _story.Add((assignedAt, async () =>
        {
            var startOn = DateOnly.FromDateTime(assignedAt.UtcDateTime);
            assignment = await Named(isExample, DemoIdentities.Assignment).Send(clinician, new AssignHomeworkCommand(coupleId, new NewAssignment(
                homework.Exercise, whom, startOn, homework.Cadence, homework.Due is { } days ? startOn.AddDays(days - 1) : null)));
        }));
        var expected = homework.For switch { "a" => [portal[0]], "b" => [portal[1]], _ => portal };
        var isFirst = isExample;
        foreach (var (who, entries) in expected.Zip(homework.Entries))
        {
            foreach (var (week, entry) in entries.Index().Where(pair => pair.Item != '.'))
            {
                foreach (var time in Enumerable.Range(0, homework.Cadence.TimesPerWeek ?? 1))
                {
                    var isNamed = isFirst;
                    isFirst = false;
                    _story.Add((assignedAt.AddDays((7 * week) + 1 + time), () => Log(who, assignment!.Id, homework, entry, week, isNamed)));
                }
            }
        }
    }

    private async Task Log(Caller who, Guid assignmentId, DemoHomework homework, char entry, int week, bool isExample)
    {
        var day = DateOnly.FromDateTime(desk.Clock.GetUtcNow().UtcDateTime);
        var outcome = entry switch { 'd' => LogOutcome.Done, 'p' => LogOutcome.Partly, _ => LogOutcome.Skipped };
        var isSkipped = outcome == LogOutcome.Skipped;
        await Named(isExample, DemoIdentities.Log).Send(who, new LogHomeworkCommand(assignmentId, new NewLogEntry(
            day, outcome, week % 3 == 0 ? LogShare.WhenBothAnswered : LogShare.Therapist,
            isSkipped ? null : Math.Min(10, 5 + (week / 2)), isSkipped ? null : Math.Max(1, 6 - (week / 2)),
            isSkipped ? null : homework.Answers.ToDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value), StringComparer.Ordinal),
            isSkipped ? "The week was full, and we were both tired." : null)));
        if (isExample)
            await Named(isExample, DemoIdentities.Attachment).Send(who, new AttachToOwnLogCommand(assignmentId, DemoIdentities.Log, new AttachedFile("What I want to say.pdf", DemoPaper.Page)));
    }

    /// <summary>The desk, with the id of what is made next fixed if it is one that examples name.</summary>
    private DemoDesk Named(bool isExample, Guid id)
    {
        if (isExample)
            desk.Ids.NextAre(id);
        return desk;
    }

    private DateTimeOffset At(int week, (int Day, int Hour) slot) => firstMonday.AddDays((7 * week) + slot.Day).AddHours(slot.Hour);

    private DateOnly Day(int week) => DateOnly.FromDateTime(At(week, (0, 12)).UtcDateTime);

    /// <summary>A total as answers that differ by one at most; the first item of an instrument may hold the remainder.</summary>
    private static IReadOnlyList<decimal?> Spread(int total, int items, int most)
    {
        var (each, rest) = Math.DivRem(Math.Min(total, items * most), items);
        return [.. Enumerable.Range(0, items).Select(item => (decimal?)(each + (item < rest ? 1 : 0)))];
    }
}
