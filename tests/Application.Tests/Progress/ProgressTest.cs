using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Progress;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Progress;

/// <summary>A practice in Chicago with one couple; the clock stands at Monday, 2 March 2026, 9 in the morning there.</summary>
public abstract class ProgressTest : IAsyncLifetime
{
    private protected TestDesk Desk { get; private set; } = null!;

    private protected GivenPractice Practice { get; private set; } = null!;

    private protected GivenCouple Given { get; private set; } = null!;

    private protected static DateOnly Monday { get; } = new(2026, 3, 2);

    public async Task InitializeAsync()
    {
        Desk = await TestDesk.Open();
        Practice = await GivenPractice.Open(Desk);
        Given = await Practice.Couple();
    }

    public async Task DisposeAsync() => await Desk.DisposeAsync();

    /// <summary>Sets the clock to 9 in the morning, Chicago winter time, of a day.</summary>
    private protected void At(DateOnly day) => Desk.Clock.Now = new DateTimeOffset(day, new TimeOnly(15, 0), TimeSpan.Zero);

    /// <summary>Answers that add up to a raw sum of scaled points.</summary>
    private protected static IReadOnlyList<decimal?> Answers(string measure, int rawSum)
    {
        var instrument = RealInstruments.Catalogue[measure];
        return [.. RealInstruments.AnswersFor(instrument, rawSum).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
    }

    private protected Task<MeasureResponse> Record(string measure, Guid partnerId, int rawSum, DateOnly? on = null) =>
        Record(measure, partnerId, Answers(measure, rawSum), on);

    private protected Task<MeasureResponse> Record(string measure, Guid partnerId, IReadOnlyList<decimal?> answers, DateOnly? on = null) =>
        Desk.Send(Practice.Therapist, new RecordResponseCommand(Given.Id, new NewResponse(measure, partnerId, answers, on)));

    private protected Task<OwnTrustPulse> Pulse(Caller partner, int total, DateOnly? on = null) =>
        Desk.Send(partner, new AnswerTrustPulseCommand(new TrustPulseAnswers(Answers("trust-pulse", total), on)));

    private protected Task<IReadOnlyList<string>> Alerts() =>
        Desk.Rows<string>("SELECT a.Kind FROM Alerts a WHERE a.CoupleId = @Id ORDER BY a.Seq", new { Given.Id });

    /// <summary>Homework as it stands in the database: for the couple, or for one partner.</summary>
    private protected Task<Guid> Homework(DateOnly start, Cadence cadence, DateOnly? due, params (Guid Partner, DateOnly Day, LogOutcome Outcome)[] entries) =>
        Desk.InScope(Practice.Therapist, services => services.GetRequiredService<IUnitOfWork>().InTransaction(
            async () =>
            {
                var (db, ids) = (services.GetRequiredService<IDb>(), services.GetRequiredService<IIds>());
                var id = ids.New();
                await db.Execute(
                    """
                    INSERT INTO Assignments (Id, PracticeId, Seq, CoupleId, ForWhom, PartnerId, ExerciseKey, ExerciseVersion, Title, ExerciseText, StartOn, DueOn, EndedOn,
                      Target, Instructions, Status, Warnings, OverrideRationale, AssignedBy, AssignedAt, WithdrawnAt, WithdrawnBy, WithdrawnReason, Version)
                    VALUES (@Id, @PracticeId, @Seq, @CoupleId, 'Couple', NULL, 'apology', 1, 'CANARY-title', 'CANARY-text', @StartOn, @DueOn, NULL,
                      NULL, 'CANARY-instructions', 'Assigned', '', NULL, @AssignedBy, @AssignedAt, NULL, NULL, NULL, 1)
                    """,
                    new
                    {
                        Id = id, Seq = ids.NextSequence(), CoupleId = Given.Id, StartOn = start, DueOn = due,
                        AssignedBy = Practice.Therapist.AccountId, AssignedAt = Desk.Clock.Now,
                    },
                    CancellationToken.None);
                await db.Execute(
                    """
                    INSERT INTO AssignmentSegments (AssignmentId, FromDay, PracticeId, CoupleId, CadenceKind, TimesPerWeek, Weekdays)
                    VALUES (@Id, @StartOn, @PracticeId, @CoupleId, @CadenceKind, @TimesPerWeek, NULL)
                    """,
                    new { Id = id, StartOn = start, CoupleId = Given.Id, CadenceKind = cadence.Kind, cadence.TimesPerWeek },
                    CancellationToken.None);
                foreach (var (partner, day, outcome) in entries)
                {
                    await db.Execute(
                        """
                        INSERT INTO AssignmentLogs (Id, PracticeId, Seq, CoupleId, AssignmentId, ClientId, Period, DoneOn, Outcome, Helpful, Difficulty, Answers, Share, Barrier, EnteredBy, EnteredAt, Version)
                        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @AssignmentId, @ClientId, @Period, @DoneOn, @Outcome, NULL, NULL, 'CANARY-reflection', 'Therapist', 'CANARY-barrier', NULL, @EnteredAt, 1)
                        """,
                        new
                        {
                            Id = ids.New(), Seq = ids.NextSequence(), CoupleId = Given.Id, AssignmentId = id, ClientId = partner,
                            Period = new AssignmentSchedule(start, cadence, due).Period(day)!.Value, DoneOn = day, Outcome = outcome, EnteredAt = Desk.Clock.Now,
                        },
                        CancellationToken.None);
                }

                return id;
            },
            CancellationToken.None));
}
