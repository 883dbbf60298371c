using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class ChangeAssignmentTests : HomeworkTest
{
    [Fact]
    public async Task Changes_only_what_the_patch_names()
    {
        var made = await Practice.Assign(Pair, Some(due: Monday.AddDays(6)) with { Instructions = "In the morning.", Target = 3 });
        var changed = await Change(made.Id, 1, new AssignmentChange(DueOn: Monday.AddDays(20)));
        Assert.Equal((Monday.AddDays(20), 3, "In the morning.", 2), (changed.DueOn, changed.Target, changed.Instructions, changed.Version));
        var cleared = await Change(made.Id, 2, new AssignmentChange(null, null, null) with { DueOn = (DateOnly?)null, Instructions = (string?)null });
        Assert.Equal((null, null), (cleared.DueOn, cleared.Instructions));
    }

    [Fact]
    public async Task Refuses_a_stale_version_but_a_partners_entry_makes_none_stale()
    {
        var made = await Practice.Assign(Pair);
        await Desk.Log(Pair.PartnerA, made.Id);
        await Change(made.Id, 1, new AssignmentChange(Target: 4));
        await Change(made.Id, 1, new AssignmentChange(Target: 5)).ShouldRefuse(RefusalKind.Stale, "stale-version");
    }

    [Fact]
    public async Task Refuses_what_does_not_fit_the_schedule_or_its_entries()
    {
        var made = await Practice.Assign(Pair);
        await Change(made.Id, 1, new AssignmentChange(DueOn: Monday.AddDays(-1))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Change(made.Id, 1, new AssignmentChange(Target: 0)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Desk.GoTo(Monday.AddDays(5));
        await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(5));
        await Change(made.Id, 1, new AssignmentChange(DueOn: Monday.AddDays(4))).ShouldRefuse(RefusalKind.Conflict, "entries-after-due");
    }

    [Fact]
    public async Task A_target_already_reached_completes_it()
    {
        var made = await Practice.Assign(Pair, Some("gratitude", Pair.A.ToString()));
        await Desk.Log(Pair.PartnerA, made.Id);
        Assert.Equal(AssignmentStatus.InProgress, (await Desk.Send(Practice.Therapist, new GetAssignmentQuery(made.Id))).Status);
        Assert.Equal(AssignmentStatus.Completed, (await Change(made.Id, 1, new AssignmentChange(Target: 1))).Status);
    }

    [Fact]
    public async Task Withdrawing_stops_the_clock_and_happens_once()
    {
        var made = await Practice.Assign(Pair);
        Desk.GoTo(Monday.AddDays(2));
        var withdrawn = await Withdraw(made.Id, 1);
        Assert.Equal((AssignmentStatus.Withdrawn, "CANARY-REASON", 2), (withdrawn.Status, withdrawn.WithdrawnReason, withdrawn.Version));
        Desk.GoTo(Monday.AddDays(30));
        Assert.Equal(4, (await Desk.Send(Practice.Therapist, new GetAssignmentQuery(made.Id))).Adherence.Couple.Expected);
        await Withdraw(made.Id, 2).ShouldRefuse(RefusalKind.Conflict, "already-ended");
        await Change(made.Id, 2, new AssignmentChange(Target: 1)).ShouldRefuse(RefusalKind.Conflict, "already-ended");
        await Desk.Log(Pair.PartnerA, made.Id).ShouldRefuse(RefusalKind.Conflict, "already-ended");
    }

    [Fact]
    public async Task Refuses_everyone_but_the_cases_clinicians()
    {
        var made = await Practice.Assign(Pair);
        var other = await GivenPractice.Open(Desk);
        foreach (var (caller, kind, code) in new[]
        {
            (other.Therapist, RefusalKind.NotFound, "not-found"), (Practice.OtherTherapist, RefusalKind.Forbidden, "not-your-case"),
            (Pair.PartnerA, RefusalKind.Forbidden, "role-may-not"), (Practice.Frontdesk, RefusalKind.Forbidden, "role-may-not"),
        })
        {
            await Desk.Send(caller, new ChangeAssignmentCommand(made.Id, 1, new AssignmentChange(Target: 1))).ShouldRefuse(kind, code);
            await Desk.Send(caller, new WithdrawAssignmentCommand(made.Id, 1, new Withdrawal("Because."))).ShouldRefuse(kind, code);
        }
    }

    private Task<Assignment> Change(Guid id, int version, AssignmentChange body) => Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(id, version, body));

    private Task<Assignment> Withdraw(Guid id, int version) =>
        Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(id, version, new Withdrawal("CANARY-REASON")));
}
