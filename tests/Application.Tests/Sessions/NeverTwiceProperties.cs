using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Hours;
using CounselDesk.Domain.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Application.Tests.Sessions;

/// <summary>Whatever is booked, moved, cancelled and entered in whatever order, asked of the database itself afterwards.</summary>
public sealed class NeverTwiceProperties : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private int _done;
    private int _refused;

    public async Task InitializeAsync() => _desk = await TestDesk.Open();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public void No_sequence_of_commands_takes_anybodys_time_twice_or_books_into_time_off()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20).WithEndSize(40), Prop.ForAll(Steps().ListOf().ToArbitrary(), steps => Holds([.. steps])));
        Assert.True(_done > 50 && _refused > 20, $"{_done} done and {_refused} refused prove little.");
    }

    private async Task<bool> Holds(IReadOnlyList<Step> steps)
    {
        var story = new Story(_desk, await GivenPractice.Open(_desk));
        await story.Begin();
        foreach (var step in steps)
        {
            if (await story.Tell(step))
                _done++;
            else
                _refused++;
        }

        return await story.Faults() == 0;
    }

    // Few times and people, so that much clashes.
    private static Gen<Step> Steps() =>
        from act in Gen.Choose(0, 11)
        from start in Gen.Choose(0, 40)
        from length in Gen.Choose(1, 8)
        from who in Gen.Choose(0, 11)
        from which in Gen.Choose(0, 1000)
        select new Step(act, start, length, who, which);

    private sealed record Step(int Act, int Start, int Length, int Who, int Which);

    private sealed class Story(TestDesk desk, GivenPractice practice)
    {
        private readonly List<(Guid CoupleId, Guid? Alone)> _parties = [];
        private readonly List<Guid> _sessions = [];
        private readonly List<(Guid Staff, Guid Id)> _timesOff = [];

        // What was booked before a time off was entered over it, and may stay.
        private readonly HashSet<(Guid TimeOff, Guid Session)> _before = [];

        public async Task Begin()
        {
            var (one, other) = (await practice.Couple(), await practice.Couple());
            // A partner of the first couple is in a third case too.
            var later = await desk.Send(practice.OtherTherapist, new CreateCoupleCommand(new NewCouple([new NewPartner(FirstName: "New", LastName: "Mate"), new NewPartner(one.A)])));
            _parties.AddRange([(one.Id, null), (one.Id, one.A), (other.Id, null), (other.Id, other.B), (later.Id, null), (later.Id, one.A)]);
        }

        /// <summary>Whether it was done; a refusal must be one that such a command may meet.</summary>
        public async Task<bool> Tell(Step step)
        {
            try
            {
                await Act(step);
                return true;
            }
            catch (Refused refusal) when (refusal.Code is "double-booked" or "session-clash" or "time-off" or "not-in-series" or "session-not-booked" or "not-found")
            {
                return false;
            }
        }

        public async Task<int> Faults()
        {
            var twice = await desk.Rows<Guid>("""
                SELECT s.Id FROM Sessions s
                JOIN Couples c ON c.Id = s.CoupleId
                JOIN Sessions o ON o.Id <> s.Id AND o.StartsAt < s.EndsAt AND s.StartsAt < o.EndsAt AND o.Status = 'Booked'
                JOIN Couples d ON d.Id = o.CoupleId
                WHERE s.PracticeId = @Id AND s.Status = 'Booked' AND (o.TherapistId = s.TherapistId OR o.CoupleId = s.CoupleId
                  OR ((c.PartnerAId IN (d.PartnerAId, d.PartnerBId)) AND (s.PartnerId IS NULL OR s.PartnerId = c.PartnerAId) AND (o.PartnerId IS NULL OR o.PartnerId = c.PartnerAId))
                  OR ((c.PartnerBId IN (d.PartnerAId, d.PartnerBId)) AND (s.PartnerId IS NULL OR s.PartnerId = c.PartnerBId) AND (o.PartnerId IS NULL OR o.PartnerId = c.PartnerBId)))
                """, new { practice.Id });
            return twice.Count + (await InTimeOff()).Count(pair => !_before.Contains(pair));
        }

        private async Task Act(Step step)
        {
            var (couple, alone) = _parties[step.Who % _parties.Count];
            var therapist = step.Who < _parties.Count ? practice.Therapist : practice.OtherTherapist;
            var session = new NewSession(
                At(step), step.Length * 30, alone is null ? SessionKind.Conjoint : SessionKind.Individual, SessionPlace.Office, alone, therapist.AccountId);
            switch (step.Act)
            {
                case 0 when _sessions.Count > 0:
                    await desk.Send(practice.Frontdesk, new CancelSessionCommand(Some(step), null, new SessionCancellation(SessionCanceller.Practice)));
                    break;
                case 1 when _sessions.Count > 0:
                    await desk.Send(practice.Frontdesk, new CancelFollowingCommand(Some(step), null, new SessionCancellation(SessionCanceller.Practice)));
                    break;
                case 2 or 3 when _sessions.Count > 0:
                    await desk.Send(practice.Frontdesk, new RescheduleSessionCommand(Some(step), null, new SessionChange(At(step), step.Length * 30)));
                    break;
                case 4 when _sessions.Count > 0:
                    await desk.Send(practice.Frontdesk, new RescheduleFollowingCommand(Some(step), null, new SessionChange(At(step), step.Length * 30)));
                    break;
                case 5 when _sessions.Count > 0:
                    await desk.Send(practice.Frontdesk, new RescheduleSessionCommand(Some(step), null, new SessionChange(Place: SessionPlace.Phone)));
                    break;
                case 6 or 7:
                    var series = await desk.Send(practice.Frontdesk, new BookSeriesCommand(couple, new NewSeries(session, EveryWeeks: 1, Count: 3)));
                    _sessions.AddRange(series.Sessions.Select(one => one.Id));
                    break;
                case 8:
                    var away = await desk.IsAway(therapist, At(step), step.Length * 60);
                    _timesOff.Add((therapist.AccountId, away.Id));
                    var within = (await InTimeOff()).Where(pair => pair.TimeOff == away.Id).ToList();
                    Assert.Equal(away.BookedSessions, within.Count);
                    _before.UnionWith(within);
                    break;
                case 9 when _timesOff.Count > 0:
                    var (staff, id) = _timesOff[step.Which % _timesOff.Count];
                    await desk.Send(practice.Frontdesk, new RemoveTimeOffCommand(staff, id));
                    break;
                default:
                    _sessions.Add((await desk.Send(practice.Frontdesk, new BookSessionCommand(couple, session))).Id);
                    break;
            }
        }

        private async Task<IReadOnlyList<(Guid TimeOff, Guid Session)>> InTimeOff() =>
        [
            .. (await desk.Rows<Pair>("""
                SELECT o.Id AS TimeOff, s.Id AS Session FROM TimeOff o
                JOIN Sessions s ON s.TherapistId = o.AccountId AND s.StartsAt < o.EndsAt AND o.StartsAt < s.EndsAt AND s.Status = 'Booked'
                WHERE o.PracticeId = @Id
                """, new { practice.Id })).Select(pair => (pair.TimeOff, pair.Session)),
        ];

        private DateTimeOffset At(Step step) => desk.Clock.Now.AddDays(1).AddMinutes(step.Start * 30);

        private Guid Some(Step step) => _sessions[step.Which % _sessions.Count];
    }

    private sealed record Pair
    {
        public Guid TimeOff { get; init; }

        public Guid Session { get; init; }
    }
}
