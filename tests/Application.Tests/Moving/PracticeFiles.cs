using CounselDesk.Application.Agreements;
using CounselDesk.Application.Calendars;
using CounselDesk.Application.Common;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Clients;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Messages;
using CounselDesk.Application.Notes;
using CounselDesk.Application.NoteTemplates;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.People;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Toolkit;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Goals;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Application.Tests.Toolkit;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Events;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.Safety;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Moving;

/// <summary>A practice that commands have given rows in every table, at rest: the database and its keys as files.</summary>
public sealed class PracticeFiles : IAsyncLifetime
{
    private static readonly DateOnly Today = GivenHomework.Monday;

    private readonly string _folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;

    public string Database => Path.Combine(_folder, "test.db");

    public string Keys => Path.Combine(_folder, "keys");

    public Caller Admin { get; private set; } = Caller.Anonymous;

    public Caller Therapist { get; private set; } = Caller.Anonymous;

    public Guid CoupleId { get; private set; }

    public async Task InitializeAsync()
    {
        await using var desk = await TestDesk.OpenEmbedded();
        var practice = await GivenPractice.Open(desk);
        var couple = await practice.Couple();
        (Admin, Therapist, CoupleId) = (practice.Admin, practice.Therapist, couple.Id);
        await Begin(practice, couple);
        await Homework(practice, couple);
        await Sessions(practice, couple);
        await Pathways(practice, couple);
        await Remind(practice, couple);
        await Goals(practice, couple);
        await Measures(practice, couple);
        await Part(practice);
        await CopyOf(desk);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private static async Task Begin(GivenPractice practice, GivenCouple couple)
    {
        var desk = practice.Desk;
        var setUp = await desk.Rows<string>("SELECT a.Email FROM Accounts a WHERE a.Id = @AccountId", new { practice.Admin.AccountId });
        await desk.Send(Caller.Anonymous, new SignInCommand(new Credentials(setUp.Single(), TestDesk.Password)));
        foreach (var partner in new[] { couple.A, couple.B })
        {
            await desk.Send(practice.Therapist, new RecordScreeningCommand(couple.Id, new NewScreening(partner, Today, ScreeningMethod.Judgement, Positive: false)));
            await desk.Send(practice.Therapist, new RecordConsentCommand(couple.Id, new NewConsent(
                partner, ConsentKind.Release, Today, Recipient: "Dr. Ana Müller", Purpose: "Custody hearing", ExpiresOn: Today.AddDays(90))));
        }

        await desk.Send(practice.Therapist, new ReleaseRecordCommand(
            couple.Id, new NewRelease("Dr. Ana Müller", "Custody hearing", "Summary — “two pages”, 😀", ReleaseMethod.Mail, "joint")));
        await desk.Send(practice.Therapist, new WriteFormulationCommand(couple.Id, 0, new FormulationText(["jealousy"], Summary: "A summary")), "a-key");
        await desk.Send(practice.OtherTherapist, new RequestEmergencyAccessCommand(couple.Id, new EmergencyReason("A crisis call.")));
    }

    private static async Task Homework(GivenPractice practice, GivenCouple couple)
    {
        var desk = practice.Desk;
        var exercise = await desk.WriteExercise(practice.Therapist);
        await desk.Send(practice.Therapist, new TranslateExerciseCommand(exercise.Key, "es", 0, exercise.Spanish()));
        var assignment = await practice.Assign(couple);
        var log = await desk.Log(couple.PartnerA, assignment.Id, noticed: "First");
        await desk.Send(couple.PartnerA, new AttachToOwnLogCommand(assignment.Id, log.Id, new AttachedFile("Our — “list”.pdf", GivenHomework.Pdf(150_000))));
        await desk.Log(couple.PartnerA, assignment.Id, outcome: LogOutcome.Partly, noticed: "Second");
        await desk.Log(couple.PartnerB, assignment.Id, outcome: LogOutcome.Skipped);
        await desk.Send(practice.Therapist, new ReviewHomeworkCommand(assignment.Id, new NewReview(Comment: "Well done, both.")));
        var paused = await desk.Send(practice.Therapist, new PauseAssignmentCommand(assignment.Id, assignment.Version, new PauseText("They are travelling.")));
        await desk.Send(practice.Therapist, new ResumeAssignmentCommand(assignment.Id, paused.Version));
        await desk.Send(practice.Therapist, new WriteAgreementCommand(
            couple.Id, 0, new NewAgreement([new AgreementRow("transparency", "Open telephones", Cadence.PerWeek(3))], Today.AddDays(60))));
        await desk.Send(couple.PartnerB, new AcceptOwnAgreementCommand(1));
        await desk.Send(couple.PartnerB, new TickOwnAgreementCommand(new AgreementTick(1, 1, Today)));
        await desk.Send(couple.PartnerA, new AnswerTrustPulseCommand(new TrustPulseAnswers([5, 6, 5, 7, 4])));
    }

    private static async Task Sessions(GivenPractice practice, GivenCouple couple)
    {
        var desk = practice.Desk;
        var session = await desk.Book(practice.Therapist, couple, desk.At(minutesFromNow: 10));
        await desk.Book(practice.Therapist, couple);
        await desk.Send(practice.Therapist, new IssueCalendarFeedCommand(new NewCalendarFeed("Telephone")));
        await desk.Send(practice.Frontdesk, new WriteWorkingHoursCommand(practice.Therapist.AccountId, 0, new WeekOfHours([new HoursOfDay(DayOfWeek.Monday, "09:00", "12:30")])));
        await desk.Send(practice.Therapist, new EnterTimeOffCommand(practice.Therapist.AccountId, new NewTimeOff(Today.AddDays(200), Today.AddDays(201))));
        desk.Clock.Now = desk.Clock.Now.AddHours(2);
        await desk.Send(practice.Therapist, new HoldSessionCommand(session.Id, session.Version, new SessionAttendance([couple.A, couple.B])));
        await desk.BookSeries(practice.Therapist, couple, desk.Clock.Now.AddDays(20), count: 3);
        var first = await desk.Signed(practice.Therapist, couple, GivenNotes.Full() with { SessionId = session.Id });
        await desk.Send(practice.Therapist, new AddAddendumCommand(first.Id, new NewAddendum(AddendumKind.Correction, "It was the second of March.")));
        await desk.Signed(practice.Therapist, couple, GivenNotes.Full("Second"));
        await desk.Signed(practice.Therapist, couple, GivenNotes.Psychotherapy());
        var template = await desk.Send(practice.Admin, new CreateNoteTemplateCommand(new NoteTemplateText("Intake", NoteFormat.Dap, GivenNotes.Full("Begin").Sections)));
        await desk.Draft(practice.Therapist, couple, GivenNotes.Full() with { TemplateId = template.Id });
        var draft = await desk.Draft(practice.Therapist, couple);
        await desk.Send(practice.Therapist, new UpdateNoteCommand(draft.Id, draft.Version, GivenNotes.Full("Again")));
        var supervised = await practice.Couple(practice.Associate);
        var note = await desk.Signed(practice.Associate, supervised);
        await desk.Send(practice.Supervisor, new CosignNoteCommand(note.Id, note.Version));
        var returned = await desk.Signed(practice.Associate, supervised, GivenNotes.Full("Awaits"));
        await desk.Send(practice.Supervisor, new ReturnNoteCommand(returned.Id, returned.Version, new ReturnRemarks("Say what was agreed.")));
    }

    private static async Task Pathways(GivenPractice practice, GivenCouple couple)
    {
        var desk = practice.Desk;
        await desk.Send(practice.Therapist, new CreatePathwayCommand(new NewPathway("own", "Own", "A few steps.", [new PathwayStepText("calm-down", StepOpening.AtStart, "Begin.")])));
        var run = await desk.Send(practice.Therapist, new StartPathwayCommand(couple.Id, new NewPathwayRun("own")));
        await desk.Send(practice.Therapist, new StopPathwayCommand(couple.Id, run.Id, run.Version, new PathwayStop("Enough — “for now”.")));
        var message = await desk.Send(practice.Therapist, new SendMessageCommand(couple.Id, new NewMessage("joint", "Well done — “both”, 😀")));
        await desk.Send(couple.PartnerA, new ReadMessageCommand(message.Id));
        await desk.Send(practice.Therapist, new PauseCautionedCommand(couple.Id, new CautionedPause("Seen alone.")));
    }

    private static async Task Remind(GivenPractice practice, GivenCouple couple)
    {
        var desk = practice.Desk;
        await desk.Send(practice.Therapist, new WritePartnerSafeContactCommand(couple.Id, couple.B, null, new SafeContactText(
            new SafeContact(SafeContactMethod.Phone, QuietHours: new QuietHours("17:00", "09:00")), "Asked alone — “carefully”, 😀")));
        await desk.Send(couple.PartnerB, new WriteOwnSafeContactCommand(null, new OwnSafeContact(SafeContactMethod.Email, false, true, Word: "Please.")));
        await desk.Send(couple.PartnerA, new WriteOwnSharingCommand(null, new OwnSharing(true)));
        await desk.Send(practice.Therapist, new WritePartnerPulseSharingCommand(couple.Id, couple.B, null, new SignedPulseSharing(true, Today)));
        var now = desk.Clock.Now;
        desk.Clock.Now = new DateTimeOffset(Today.AddDays(1).ToDateTime(new TimeOnly(23, 30)), TimeSpan.Zero);
        var clock = Caller.Anonymous with { PracticeId = practice.Id, TimeZone = practice.Therapist.TimeZone };
        await desk.InScope(clock, services => services.GetRequiredService<RemindPartners>().Run(CancellationToken.None));
        desk.Clock.Now = now;
    }

    private static async Task Goals(GivenPractice practice, GivenCouple couple)
    {
        var desk = practice.Desk;
        await desk.Send(couple.PartnerA, new LogOwnEventCommand(new OwnEvent(CaseEventKind.Setback, Today, "Loud — “again”, 😀", Severity: 2)));
        var goal = await desk.Send(practice.Therapist, new SetGoalCommand(couple.Id, GivenGoals.Some()));
        await desk.Send(couple.PartnerA, new RateOwnGoalCommand(goal.Id, new OwnGoalRating(-1, Note: "Hard — “at first”, 😀")));
        await desk.Send(couple.PartnerA, new RateOwnGoalCommand(goal.Id, new OwnGoalRating(0)));
        await desk.Send(practice.Therapist, new ChangeGoalStatusCommand(goal.Id, goal.Version, new GoalStatusChange(GoalStatus.Reached, "By both accounts.")));
    }

    private static async Task Measures(GivenPractice practice, GivenCouple couple)
    {
        var desk = practice.Desk;
        var response = await desk.Send(practice.Therapist, new RecordResponseCommand(couple.Id, new NewResponse("csi-4", couple.A, [3, 3, 3, 3])));
        await desk.Send(practice.Therapist, new CorrectResponseCommand(couple.Id, response.Id, response.Version, new ResponseCorrection([4, 3, 3, 3], "The sheet — “line 1”, 😀")));
        await desk.Send(practice.Therapist, new NameBaselineCommand(couple.Id, "csi-4", couple.A, 0, new BaselineChoice("Before the flood — “truly”.", response.Id)));
        var own = await desk.Send(practice.Admin, new CreateMeasureCommand(new NewMeasure(
            "calm-at-home", "Calm — “at home”", BetterEnd.Higher, [new("Calm, 😀", 0, 4), new("Close", 0, 4)], "Ours.", "Pilot, 2024")));
        await desk.Send(practice.Admin, new RetireMeasureCommand(own.Key, own.Version));
        await desk.Send(practice.Admin, new WriteMeasureWordingCommand("csi-4", 0, new MeasureWordingText(["One — “first”", "Two", "Three", "Four, 😀"], true)));
        await desk.Send(practice.Therapist, new RequestMeasureCommand(couple.Id, new NewMeasureRequest("trust-pulse", MeasureRepeat.EveryNWeeks, [couple.A], 2)));
        await desk.Send(couple.PartnerA, new SaveResponseDraftCommand(0, new DraftAnswers([7, null, 3])));
    }

    /// <summary>A couple that separated: cases that refer to a case.</summary>
    private static async Task Part(GivenPractice practice)
    {
        var couple = await practice.Couple();
        await practice.Desk.Send(practice.Therapist, new SeparateCoupleCommand(couple.Id, couple.Couple.Version, new Separation("Their decision", Today, [couple.A, couple.B])));
    }

    private async Task CopyOf(TestDesk desk)
    {
        var file = desk.Get<Database>().FilePath!;
        await using (var from = new SqliteConnection($"Data Source={file};Pooling=False"))
        await using (var to = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            await from.OpenAsync();
            await to.OpenAsync();
            from.BackupDatabase(to);
        }

        Directory.CreateDirectory(Keys);
        foreach (var key in Directory.GetFiles(Path.Combine(Path.GetDirectoryName(file)!, "keys")))
            File.Copy(key, Path.Combine(Keys, Path.GetFileName(key)));
    }
}
