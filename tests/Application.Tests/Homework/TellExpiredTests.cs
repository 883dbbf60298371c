using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class TellExpiredTests : HomeworkTest
{
    private const string SecondCopySql = """
        INSERT INTO Assignments (Id, PracticeId, Seq, CoupleId, ForWhom, PartnerId, ExerciseKey, ExerciseVersion, Title, ExerciseText, StartOn, DueOn, Status,
          Warnings, AssignedBy, AssignedAt, Version)
        SELECT @Id, a.PracticeId, @Seq, a.CoupleId, a.ForWhom, a.PartnerId, a.ExerciseKey, a.ExerciseVersion, a.Title, a.ExerciseText, a.StartOn, @DueOn, a.Status,
          a.Warnings, a.AssignedBy, a.AssignedAt, 1
        FROM Assignments a WHERE a.PracticeId = @PracticeId AND a.Id = @Of
        """;

    [Fact]
    public async Task Tells_once_of_what_was_not_finished_by_its_due_day()
    {
        var unfinished = await Practice.Assign(Pair, Some(due: Monday));
        var begun = await Practice.Assign(Pair, Some(due: Monday.AddDays(1)));
        await Desk.Log(Pair.PartnerA, begun.Id);
        var openEnded = await Practice.Assign(Pair);
        Assert.Equal(0, await Job());
        Desk.GoTo(Monday.AddDays(1));
        Assert.Equal(1, await Job());
        Assert.Equal([unfinished.Id], await Told());
        Desk.GoTo(Monday.AddDays(40));
        Assert.Equal(1, await Job());
        Assert.Equal(0, await Job());
        Assert.Equal([unfinished.Id, begun.Id], await Told());
        Assert.DoesNotContain(openEnded.Id, await Told());
        Assert.Equal(2, (await Desk.Rows<int>("SELECT COUNT(*) FROM AuditEntries e WHERE e.Action = 'tell-expired' AND e.AccountId IS NULL")).Single());
    }

    [Fact]
    public async Task Says_nothing_of_what_was_completed_or_withdrawn()
    {
        var done = await Practice.Assign(Pair, Some(cadence: Cadence.Once, due: Monday));
        await Desk.Log(Pair.PartnerA, done.Id);
        await Desk.Log(Pair.PartnerB, done.Id);
        var withdrawn = await Practice.Assign(Pair, Some(due: Monday));
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(withdrawn.Id, null, new Withdrawal("Not now.")));
        Desk.GoTo(Monday.AddDays(3));
        Assert.Equal(0, await Job());
    }

    [Fact]
    public async Task The_day_is_the_practices()
    {
        await Practice.Assign(Pair, Some(due: Monday));
        // Chicago is six hours behind: Tuesday has begun in Greenwich, and not there.
        Desk.Clock.Now = new DateTimeOffset(2026, 3, 3, 5, 59, 0, TimeSpan.Zero);
        Assert.Equal(0, await Job());
        Desk.Clock.Now = Desk.Clock.Now.AddMinutes(1);
        Assert.Equal(1, await Job());
    }

    [Fact]
    public async Task What_a_later_due_day_reopened_can_expire_again()
    {
        var assignment = await Practice.Assign(Pair, Some(due: Monday));
        Desk.GoTo(Monday.AddDays(2));
        Assert.Equal(1, await Job());

        // Still over, so there is nothing new to tell.
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(assignment.Id, null, new AssignmentChange(DueOn: Monday.AddDays(1))));
        Assert.Equal(0, await Job());
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(assignment.Id, null, new AssignmentChange(DueOn: Monday.AddDays(2))));
        Assert.Equal(0, await Job());
        Desk.GoTo(Monday.AddDays(3));
        Assert.Equal(1, await Job());
        await Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(assignment.Id, null, new AssignmentChange(DueOn: new Optional<DateOnly?>(null, true))));
        Desk.GoTo(Monday.AddDays(30));
        Assert.Equal(0, await Job());
        Assert.Equal([assignment.Id, assignment.Id], await Told());
    }

    [Fact]
    public async Task Passes_at_once_tell_of_each_once_and_of_no_other_practices()
    {
        var first = await Practice.Assign(Pair, Some(due: Monday));
        await Copy(first, TellExpired.Batch + 50);
        var other = await GivenPractice.Open(Desk);
        await other.Assign(await other.Couple(), Some(due: Monday));
        Desk.GoTo(Monday.AddDays(1));
        var told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Job)));
        Assert.Equal(TellExpired.Batch + 51, told.Sum());
        var events = await Told();
        Assert.Equal((TellExpired.Batch + 51, events.Count), (events.Count, events.Distinct().Count()));
    }

    [Fact]
    public async Task A_pass_asks_in_batches_and_not_for_what_runs_on()
    {
        var first = await Practice.Assign(Pair, Some(due: Monday));
        await Copy(first, 1000, Monday.AddDays(9));
        Desk.GoTo(Monday.AddDays(1));
        var statements = await Desk.InScope(Clock, async services =>
        {
            Assert.Equal(1, await new HomeworkExpiry(services.GetRequiredService<TellExpired>()).Run(CancellationToken.None));
            return services.GetRequiredService<CountingDb>().Statements;
        });
        Assert.InRange(statements, 4, 12);
    }

    private Caller Clock => Caller.Anonymous with { PracticeId = Practice.Id, TimeZone = "America/Chicago" };

    private Task<int> Job() => Desk.InScope(Clock, services => services.GetRequiredService<TellExpired>().Run(CancellationToken.None));

    private Task<IReadOnlyList<Guid>> Told() => Desk.Rows<Guid>(
        "SELECT o.ResourceId FROM Outbox o WHERE o.EventType = 'assignment.expired' AND o.PracticeId = @Id AND o.CoupleId = @CoupleId ORDER BY o.Seq",
        new { Practice.Id, CoupleId = Pair.Id });

    private async Task Copy(Assignment assignment, int times, DateOnly? due = null)
    {
        for (var i = 0; i < times; i++)
            await Practice.Write(SecondCopySql, ids => new { Id = ids.New(), Seq = ids.NextSequence(), DueOn = due ?? Monday, Of = assignment.Id });
    }
}
