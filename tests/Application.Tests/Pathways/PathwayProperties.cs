using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Toolkit;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Application.Tests.Pathways;

/// <summary>Whatever is advanced, skipped, done, screened and waited for in whatever order, asked of the database itself afterwards.</summary>
public sealed class PathwayProperties : PathwayTest
{
    private int _opened;
    private int _held;
    private int _cases;

    [Fact]
    public async Task No_sequence_opens_a_step_twice_or_a_held_back_one_without_an_override()
    {
        await Write(
        [
            new("active-listening", StepOpening.AtStart, null, "Cautioned."), new("quality-time", StepOpening.AfterPrevious, null, "Not."),
            new("empathy", StepOpening.AtInterval, 2, "Cautioned."), new("gratitude", StepOpening.AfterDays, 3, "Not."),
        ]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25).WithStartSize(8).WithEndSize(16), Prop.ForAll(Acts().ListOf().ToArbitrary(), acts => Holds([.. acts])));
        Assert.True(_opened > 10 && _held > 5, $"{_opened} opened and {_held} held prove little.");
    }

    private async Task<bool> Holds(IReadOnlyList<int> acts)
    {
        var couple = await Practice.Couple();
        // In turns, so that neither kind is left to chance.
        var positive = _cases++ % 2 == 0;
        await Practice.ScreenBoth(couple, positive);
        var run = await Start(couple: couple);
        var overridden = new HashSet<int>();
        foreach (var act in acts)
        {
            var before = await Read(run);
            _held += before.Steps.Any(step => step.Status == StepStatus.Held) ? 1 : 0;
            try
            {
                switch (act)
                {
                    case 0:
                    case 1:
                        await Advance(run);
                        break;
                    case 2:
                        await Advance(run, "Talked through with each alone.");
                        overridden.UnionWith(before.Steps.Where(step => step.Status is StepStatus.Waiting or StepStatus.Held).Take(1).Select(step => step.Step));
                        break;
                    case <= 5:
                        await Skip(run, act - 1);
                        break;
                    case 6:
                        positive = !positive;
                        await Practice.ScreenBoth(couple, positive);
                        break;
                    case 7:
                        Desk.GoTo(Today.AddDays(1));
                        break;
                    case 8:
                        await Practice.Write("UPDATE Assignments SET Status = 'Completed' WHERE PracticeId = @PracticeId AND CoupleId = @CoupleId", _ => new { CoupleId = couple.Id });
                        break;
                    default:
                        Desk.GoTo(Today.AddDays(act - 9));
                        await Job();
                        break;
                }
            }
            catch (Refused refusal) when (refusal.Kind is RefusalKind.Conflict or RefusalKind.Rule)
            {
                // A refused act changes nothing, which the comparison below sees as well.
            }

            var after = await Read(run);
            foreach (var (was, now) in before.Steps.Zip(after.Steps))
            {
                // Once opened it keeps its assignment, and never goes back.
                if (was.AssignmentId is not null && was.AssignmentId != now.AssignmentId || now.Status < was.Status && now.Status != StepStatus.Held)
                    return false;
                if (was.AssignmentId is null && now.AssignmentId is not null && positive && IsCautioned(now) && !overridden.Contains(now.Step))
                    return false;
                if (was.Status == StepStatus.Held && now.Status == StepStatus.Open && act > 2)
                    return false;
            }
        }

        var end = await Read(run);
        _opened += end.Steps.Count(step => step.AssignmentId is not null);
        _held += end.Steps.Count(step => step.Status == StepStatus.Held);
        var made = (await Desk.Send(Practice.Therapist, new ListAssignmentsQuery(couple.Id, default))).Items;
        return made.Select(one => one.Id).ToHashSet().SetEquals(end.Steps.Select(step => step.AssignmentId).OfType<Guid>())
            && made.Select(one => one.ExerciseKey).Distinct(StringComparer.Ordinal).Count() == made.Count;
    }

    private static bool IsCautioned(PathwayRunStep step) => step.ExerciseKey is "active-listening" or "empathy";

    private static Gen<int> Acts() => Gen.Choose(0, 11);
}
