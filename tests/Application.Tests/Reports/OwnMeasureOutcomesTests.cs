using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Reports;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Tests.Reports;

/// <summary>Measures of a practice's own in the report on outcomes: classed by their own constants, and hidden in small groups.</summary>
public sealed class OwnMeasureOutcomesTests : ReportTest
{
    private static readonly OutcomeCounts Nothing = new(null, null, null, null, null, null);

    // 0 to 12, strained below 6, reliable from 3 points.
    private static readonly NewMeasure Judged = new(
        "calm-at-home", "Calm at home", BetterEnd.Higher, [new("One", 0, 4), new("Two", 0, 4), new("Three", 0, 4)], "Ours.", "Pilot, 2024",
        CutOffs: [new("strained", CutOffComparison.Below, 6)], ReliableChange: new("Pilot, 2024", Points: 3));

    private static readonly NewMeasure Unjudged = Judged with { Key = "plain-count", Title = "Plain count", CutOffs = null, ReliableChange = null };

    [Fact]
    public async Task Counts_classes_by_the_measure_s_own_constants()
    {
        await Make(Judged);
        await Large(Judged.Key, Practice.Therapist);
        var persons = new OutcomeCounts(36, 6, 6, 6, 6, 12);
        var all = Assert.Single(await Read());
        Assert.Equal((Judged.Key, "Calm at home", persons), (Assert.Single(all.Measures).Measure, all.Measures[0].Title, all.Measures[0].Persons));
        // Six couples improved, as the one who did less well; noughts beside them keep that from being told.
        Assert.Equal(new OutcomeCounts(18, null, null, null, 6, 6), all.Measures[0].Couples);
        Assert.Equal((persons, null), (Assert.Single(await Read(ReportGrouping.Therapist)).Measures[0].Persons, Assert.Single(await Read(ReportGrouping.Therapist)).Measures[0].Couples));

        await Desk.Send(Practice.Admin, new RetireMeasureCommand(Judged.Key, 1));
        Assert.Equal(persons, Assert.Single(Assert.Single(await Read(measure: Judged.Key)).Measures).Persons);
    }

    [Fact]
    public async Task Classes_nobody_where_the_measure_has_no_smallest_reliable_change()
    {
        await Make(Unjudged);
        await Make(Judged);
        await Large(Unjudged.Key, Practice.Therapist);
        await Large(Judged.Key, Practice.OtherTherapist);
        var measures = Assert.Single(await Read()).Measures;
        Assert.Equal([Unjudged.Key, Judged.Key], measures.Select(measure => measure.Measure));
        // All are of one class, which is told as how many they are and no more.
        Assert.Equal(new OutcomeCounts(36, null, null, null, null, null), measures[0].Persons);
        Assert.Null(measures[0].Couples);
        Assert.Equal(new OutcomeCounts(36, 6, 6, 6, 6, 12), measures[1].Persons);
    }

    [Fact]
    public async Task Hides_those_who_are_fewer_than_five()
    {
        await Make(Judged);
        await Couples(Judged.Key, Practice.Therapist, 2, (3, 7), (1, 4));
        Assert.Equal((Nothing, null), (Assert.Single(await Read()).Measures[0].Persons, Assert.Single(await Read()).Measures[0].Couples));
    }

    [Fact]
    public async Task Shows_no_class_from_which_a_small_one_could_be_worked_out()
    {
        await Make(Judged);
        await Couples(Judged.Key, Practice.Therapist, 2, (3, 7), (1, 4));
        await Couples(Judged.Key, Practice.Therapist, 3, (6, 7), (6, 7));
        // Two recovered, two improved, six unchanged: the six would tell that the others are four.
        Assert.Equal(new OutcomeCounts(10, null, null, null, null, null), Assert.Single(await Read()).Measures[0].Persons);
    }

    private Task<MeasureFacts> Make(NewMeasure body) => Desk.Send(Practice.Admin, new CreateMeasureCommand(body));

    private async Task<IReadOnlyList<OutcomeRow>> Read(ReportGrouping? by = null, string? measure = null)
    {
        if (Desk.Clock.Now < new DateTimeOffset(April, new TimeOnly(12, 0), TimeSpan.Zero))
            Desk.GoTo(April);
        return (await Desk.Send(Practice.Admin, new ReportOutcomesQuery(new ReportRequest(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), by, null), measure))).Rows;
    }

    /// <summary>Six couples recovered and improved, six unchanged and deteriorated, six with one answer.</summary>
    private async Task Large(string measure, Caller therapist)
    {
        await Couples(measure, therapist, 6, (3, 7), (1, 4));
        await Couples(measure, therapist, 6, (6, 8), (9, 6));
        await Couples(measure, therapist, 6, (5, null), (5, null));
    }

    private async Task Couples(string measure, Caller therapist, int count, (int First, int? Then) a, (int First, int? Then) b)
    {
        for (var i = 0; i < count; i++)
        {
            var couple = await Practice.Couple(therapist);
            foreach (var (partner, course) in new[] { (couple.A, a), (couple.B, b) })
            {
                await Answer(partner, course.First, March);
                if (course.Then is { } total)
                    await Answer(partner, total, March.AddDays(7));
            }

            async Task Answer(Guid partner, int total, DateOnly day)
            {
                if (Desk.Clock.Now < new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero))
                    Desk.GoTo(day);
                IReadOnlyList<decimal?> answers = [Math.Min(total, 4), Math.Clamp(total - 4, 0, 4), Math.Max(total - 8, 0)];
                await Desk.Send(therapist, new RecordResponseCommand(couple.Id, new NewResponse(measure, partner, answers, day)));
            }
        }
    }
}
