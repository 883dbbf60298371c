using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Progress;

namespace CounselDesk.Application.Tests.Reports;

/// <summary>A practice whose cases begin on Monday, 2 March 2026.</summary>
public abstract class ReportTest : IAsyncLifetime
{
    private protected static DateOnly March { get; } = new(2026, 3, 2);

    private protected static DateOnly April { get; } = new(2026, 4, 6);

    private protected TestDesk Desk { get; private set; } = null!;

    private protected GivenPractice Practice { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Desk = await TestDesk.Open();
        Practice = await GivenPractice.Open(Desk);
    }

    public async Task DisposeAsync() => await Desk.DisposeAsync();

    /// <summary>Couples who answer csi-16 with 40 on a day, and a week later with totals that are given; null: not again.</summary>
    private protected async Task<List<GivenCouple>> Couples(Caller therapist, int count, int? a, int? b)
    {
        var couples = new List<GivenCouple>();
        for (var i = 0; i < count; i++)
        {
            var couple = await Practice.Couple(therapist);
            foreach (var (partner, then) in new[] { (couple.A, a), (couple.B, b) })
            {
                await Answer(therapist, couple, partner, 40, March);
                if (then is { } total)
                    await Answer(therapist, couple, partner, total, March.AddDays(7));
            }

            couples.Add(couple);
        }

        return couples;
    }

    private protected Task<MeasureResponse> Answer(Caller therapist, GivenCouple couple, Guid partner, int total, DateOnly day)
    {
        if (Desk.Clock.Now < Noon(day))
            Desk.GoTo(day);
        var answers = RealInstruments.AnswersFor(RealInstruments.Catalogue["csi-16"], total).OrderBy(pair => pair.Key).Select(pair => pair.Value).ToList();
        return Desk.Send(therapist, new RecordResponseCommand(couple.Id, new NewResponse("csi-16", partner, answers, day)));
    }

    private static DateTimeOffset Noon(DateOnly day) => new(day, new TimeOnly(12, 0), TimeSpan.Zero);
}
