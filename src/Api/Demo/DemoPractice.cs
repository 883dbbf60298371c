using CounselDesk.Application.Calendars;
using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Messages;
using CounselDesk.Application.NoteTemplates;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.People;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Safety;
using CounselDesk.Domain.Sessions;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Api.Demo;

/// <summary>
/// Plants the demo practice: twelve weeks of three couples, told in the order of time by the commands that users send.
/// </summary>
internal sealed class DemoPractice(DemoDesk desk, string setupCode, DateTimeOffset firstMonday, DateTimeOffset now)
{
    private const string CountAnyPracticeSql = "SELECT COUNT(*) FROM Practices p";

    private readonly List<(DateTimeOffset At, Func<Task> Act)> _story = [];
    private readonly DemoWeeks _weeks = new(firstMonday);
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
        await desk.Named(true, DemoIdentities.Template).Send(_admin, new CreateNoteTemplateCommand(new NoteTemplateText(
            "Session with both", NoteFormat.Soap, new Dictionary<string, string>(StringComparer.Ordinal) { ["subjective"] = "In each one's words:", ["plan"] = "Until the next session:" })));
        await desk.Named(true, DemoIdentities.Calendar).Send(therapist, new IssueCalendarFeedCommand(new NewCalendarFeed("Telephone")));
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
        await desk.Named(true, DemoIdentities.Message).Send(therapist, new SendMessageCommand(
            DemoIdentities.Couple, new NewMessage("joint", "Twelve weeks, and you kept at it. Do something easy together on Sunday.")));
        await desk.Send(therapist, new WritePartnerSafeContactCommand(DemoIdentities.Couple, DemoIdentities.PartnerA, null, new SafeContactText(
            new SafeContact(SafeContactMethod.Email, QuietHours: new QuietHours("22:00", "07:00"), Note: "Shares an office: write, and call only after asking."),
            "Asked alone. Safe at home; colleagues listen in.")));
        await desk.Named(true, DemoIdentities.MeasureRequest).Send(therapist, new RequestMeasureCommand(
            DemoIdentities.Couple, new NewMeasureRequest("trust-pulse", MeasureRepeat.BeforeEachSession, [DemoIdentities.PartnerA])));
        await desk.Named(true, DemoIdentities.PathwayRun).Send(therapist, new StartPathwayCommand(
            DemoIdentities.Couple, new NewPathwayRun("new-beginning", DateOnly.FromDateTime(now.UtcDateTime).AddDays(21))));
    }

    private Task Away(Caller therapist)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(150);
        return desk.Named(true, DemoIdentities.TimeOff).Send(therapist, new EnterTimeOffCommand(therapist.AccountId, new NewTimeOff(day, day.AddDays(6))));
    }

    private async Task<Caller> Staff(DemoSignIn person, Role[] roles, Guid? id = null, Guid? supervisorId = null)
    {
        var invited = await desk.Named(id is not null, id ?? Guid.Empty).Send(_admin, new InviteStaffCommand(new NewStaffMember(person.Name, person.Email, roles, supervisorId)));
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

        _story.AddRange(new DemoCourse(desk, _weeks, couple, opened.Id, clinician, supervisor, partners, portal).Story());
        if (isExample)
        {
            _story.AddRange(new DemoAgreement(desk, _weeks).Of(clinician, opened.Id, portal));
            var goals = new DemoGoals(desk, clinician, opened.Id, partners[0], portal);
            _story.AddRange(goals.Story(week => _weeks.At(week, (3, 17))));
            _story.AddRange(goals.Happenings(week => _weeks.At(week, (3, 17))));
            // Both let their check-ins stand side by side, so the page for the couple shows them.
            foreach (var partner in portal)
                _story.Add((_weeks.At(2, (3, 18)), () => desk.Send(partner, new WriteOwnSharingCommand(null, new OwnSharing(true)))));
        }

        var last = _weeks.At(DemoCouple.Weeks - 1, couple.Slot).AddHours(2);
        var next = Enumerable.Range(DemoCouple.Weeks, 3).Select(week => _weeks.At(week, couple.Slot)).First(at => at > now.AddHours(1));
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
        var opened = await desk.Named(isExample, DemoIdentities.Couple).Send(clinician, new CreateCoupleCommand(new NewCouple([new NewPartner(a), new NewPartner(b)], Formulation: couple.Formulation)));

        foreach (var (index, partner) in opened.Partners.Index())
        {
            await desk.Named(isExample && index == 0, DemoIdentities.Consent).Send(clinician, new RecordConsentCommand(opened.Id, new NewConsent(partner.ClientId, ConsentKind.Treatment, _weeks.Day(0))));
            await desk.Send(clinician, new RecordConsentCommand(opened.Id, new NewConsent(partner.ClientId, ConsentKind.SecretsPolicy, _weeks.Day(0))));
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
        return desk.Send(clinician, new RecordScreeningCommand(coupleId, new NewScreening(partnerId, _weeks.Day(0), ScreeningMethod.Hits, couple.Hits[index])));
    }

    private async Task<Guid> Client(DemoSignIn person, Caller clinician, bool isExample, Guid id)
    {
        var names = person.Name.Split(' ');
        return (await desk.Named(isExample, id).Send(clinician, new CreateClientCommand(new NewClient(names[0], names[1], person.Email, "555-0100")))).Id;
    }
}
