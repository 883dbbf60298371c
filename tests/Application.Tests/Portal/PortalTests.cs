using System.Text.Json;
using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Portal;

public sealed class PortalAssignmentTests : HomeworkTest
{
    [Fact]
    public async Task Shows_own_and_joint_assignments_and_never_the_others()
    {
        var joint = await Practice.Assign(Pair, Some("quality-time", "couple") with { Instructions = "Phones away." });
        var own = await Practice.Assign(Pair, Some("apology", Pair.A.ToString()));
        var others = await Practice.Assign(Pair, Some("apology", Pair.B.ToString()));

        var list = (await Desk.Send(Pair.PartnerA, new ListPortalAssignmentsQuery(default))).Items;
        Assert.Equal([(own.Id, PortalAudience.You), (joint.Id, PortalAudience.Couple)], list.Select(item => (item.Id, item.For)));
        Assert.Equal("Phones away.", list[1].Instructions);
        Assert.NotEmpty(list[1].Steps);
        await Desk.Send(Pair.PartnerA, new GetPortalAssignmentQuery(others.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Pair.PartnerA, new ListPortalLogsQuery(others.Id, default)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Log(Pair.PartnerA, others.Id).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Hides_other_couples_practices_and_closed_cases()
    {
        var made = await Practice.Assign(Pair);
        var strangers = await Practice.Couple();
        var elsewhere = await (await GivenPractice.Open(Desk)).Couple();
        foreach (var stranger in new[] { strangers.PartnerA, elsewhere.PartnerA })
        {
            await Desk.Send(stranger, new GetPortalAssignmentQuery(made.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
            await Desk.Log(stranger, made.Id).ShouldRefuse(RefusalKind.NotFound, "not-found");
            Assert.Empty((await Desk.Send(stranger, new ListPortalAssignmentsQuery(default))).Items);
        }

        await Desk.Send(Practice.Therapist, new ListPortalAssignmentsQuery(default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Practice.Write("UPDATE Couples SET Status = 'Closed' WHERE PracticeId = @PracticeId", _ => new { });
        Assert.Empty((await Desk.Send(Pair.PartnerA, new ListPortalAssignmentsQuery(default))).Items);
        await Desk.Send(Pair.PartnerA, new GetPortalAssignmentQuery(made.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task The_status_and_streak_are_the_readers_own()
    {
        var made = await Practice.Assign(Pair);
        await Desk.Log(Pair.PartnerB, made.Id);
        Assert.Equal((AssignmentStatus.Assigned, 0), await Own(Pair.PartnerA, made.Id));
        Assert.Equal((AssignmentStatus.InProgress, 1), await Own(Pair.PartnerB, made.Id));
    }

    [Fact]
    public async Task Every_answer_is_the_same_with_and_without_a_positive_screening()
    {
        var safe = await Walk(Pair, positive: false);
        var afraid = await Walk(await Practice.Couple(), positive: true);
        Assert.Equal(safe, afraid);
        Assert.DoesNotContain("CANARY", afraid, StringComparison.Ordinal);
        foreach (var word in new[] { "caution", "warning", "violence", "coerci", "override", "screen", "withheld" })
            Assert.DoesNotContain(word, afraid.Replace("National Domestic Violence Hotline", "", StringComparison.Ordinal).Replace("\"Cautions\":[]", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<(AssignmentStatus, int)> Own(Caller partner, Guid id)
    {
        var read = await Desk.Send(partner, new GetPortalAssignmentQuery(id));
        return (read.Status, read.CurrentStreak);
    }

    // All that a partner can get, as JSON, with the ids taken out.
    private async Task<string> Walk(GivenCouple couple, bool positive)
    {
        await Practice.ScreenBoth(couple, positive);
        var made = await Practice.Assign(couple, Some("empathy", "couple") with { Override = positive ? new SafetyOverride("CANARY: talked through with both") : null });
        await Desk.Log(couple.PartnerB, made.Id);
        var logged = await Desk.Log(couple.PartnerA, made.Id, share: LogShare.PartnerToo);
        var agreement = await Desk.Send(Practice.Therapist, new GetAgreementQuery(couple.Id));
        await Desk.Send(Practice.Therapist, new WriteAgreementCommand(couple.Id, 0, new NewAgreement(agreement.Rows, Monday.AddDays(30))));
        object[] answers =
        [
            await Desk.Send(couple.PartnerA, new GetPortalHomeQuery()),
            await Desk.Send(couple.PartnerA, new ListPortalAssignmentsQuery(default)),
            await Desk.Send(couple.PartnerA, new GetPortalAssignmentQuery(made.Id)),
            await Desk.Send(couple.PartnerA, new ListPortalLogsQuery(made.Id, default)),
            await Desk.Send(couple.PartnerA, new GetPortalAgreementQuery()),
            await Desk.Send(couple.PartnerA, new AcceptOwnAgreementCommand(1)),
            await Desk.Send(couple.PartnerA, new Application.Toolkit.GetToolkitSafetyQuery()),
        ];
        return JsonSerializer.Serialize(answers)
            .Replace(made.Id.ToString(), "ID", StringComparison.Ordinal)
            .Replace(couple.Id.ToString(), "ID", StringComparison.Ordinal)
            .Replace(logged.Id.ToString(), "ID", StringComparison.Ordinal);
    }
}

public sealed class ListPortalLogsTests : HomeworkTest
{
    [Fact]
    public async Task Shows_the_others_answers_only_as_the_other_chose()
    {
        var made = await Practice.Assign(Pair);
        Desk.GoTo(Monday.AddDays(3));
        await Desk.Log(Pair.PartnerB, made.Id, Monday, share: LogShare.Therapist, noticed: "CANARY-THERAPIST");
        await Desk.Log(Pair.PartnerB, made.Id, Monday.AddDays(1), share: LogShare.WhenBothAnswered, noticed: "CANARY-BOTH");
        await Desk.Log(Pair.PartnerB, made.Id, Monday.AddDays(2), LogOutcome.Skipped, LogShare.PartnerToo, "SHARED");

        var seen = Assert.Single(await Logs(Pair.PartnerA, made.Id));
        Assert.Equal((false, Monday.AddDays(2), "SHARED"), (seen.Mine, seen.Day, seen.Answers["noticed"].GetString()));
        Assert.Equal((null, null, null, null), (seen.Outcome, seen.Helpful, seen.Barrier, seen.EnteredAt));
    }

    [Fact]
    public async Task Reveals_what_waits_for_both_once_both_have_answered_for_that_period()
    {
        var made = await Practice.Assign(Pair);
        Desk.GoTo(Monday.AddDays(1));
        await Desk.Log(Pair.PartnerB, made.Id, Monday, share: LogShare.WhenBothAnswered, noticed: "WAITED");
        await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(1), noticed: "Another day");
        Assert.DoesNotContain(await Logs(Pair.PartnerA, made.Id), log => !log.Mine);

        // An entry without answers is no answer.
        await Desk.Log(Pair.PartnerA, made.Id, Monday, LogOutcome.Skipped);
        Assert.DoesNotContain(await Logs(Pair.PartnerA, made.Id), log => !log.Mine);

        await Desk.Log(Pair.PartnerA, made.Id, Monday, noticed: "Mine alone");
        Assert.Equal("WAITED", (await Logs(Pair.PartnerA, made.Id)).Single(log => !log.Mine).Answers["noticed"].GetString());
        // The other's choice stands by itself: what partner A kept for the therapist stays there.
        Assert.DoesNotContain(await Logs(Pair.PartnerB, made.Id), log => !log.Mine);
    }

    [Fact]
    public async Task Taking_a_share_back_hides_the_answers_again_and_the_history_is_never_shown()
    {
        var made = await Practice.Assign(Pair);
        await Desk.Log(Pair.PartnerB, made.Id, share: LogShare.PartnerToo, noticed: "FIRST");
        await Desk.Log(Pair.PartnerB, made.Id, share: LogShare.Therapist, noticed: "SECOND");
        Assert.Empty(await Logs(Pair.PartnerA, made.Id));
        var own = Assert.Single(await Logs(Pair.PartnerB, made.Id));
        Assert.Equal(("SECOND", LogOutcome.Done, LogShare.Therapist, false), (own.Answers["noticed"].GetString(), own.Outcome, own.Share, own.InSession));
        Assert.Equal(["FIRST"], (await Desk.Send(Practice.Therapist, new ListLogsQuery(made.Id, default))).Items.Single().Earlier.Select(log => log.Answers["noticed"].GetString()));
    }

    [Fact]
    public async Task Pages_over_hidden_entries_without_a_gap()
    {
        var made = await Practice.Assign(Pair);
        Desk.GoTo(Monday.AddDays(3));
        for (var day = 0; day < 3; day++)
        {
            await Desk.Log(Pair.PartnerA, made.Id, Monday.AddDays(day));
            await Desk.Log(Pair.PartnerB, made.Id, Monday.AddDays(day), noticed: "CANARY");
        }

        var first = await Desk.Send(Pair.PartnerA, new ListPortalLogsQuery(made.Id, new PageRequest(2, null)));
        var second = await Desk.Send(Pair.PartnerA, new ListPortalLogsQuery(made.Id, new PageRequest(2, first.NextCursor)));
        Assert.Equal([2, 1], new[] { first.Items.Count, second.Items.Count });
        Assert.Null(second.NextCursor);
    }

    private async Task<IReadOnlyList<PortalLogEntry>> Logs(Caller partner, Guid id) => (await Desk.Send(partner, new ListPortalLogsQuery(id, default))).Items;
}

public sealed class GetPortalHomeTests : HomeworkTest
{
    [Fact]
    public async Task Tells_what_is_due_today_what_this_week_and_what_comes_first()
    {
        var daily = await Practice.Assign(Pair);
        var weekly = await Practice.Assign(Pair, Some("quality-time", "couple", Cadence.Weekly));
        var open = await Practice.Assign(Pair, Some("calm-down", Pair.A.ToString(), Cadence.Once));
        await Practice.Assign(Pair, Some("apology", Pair.B.ToString()));

        var home = await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery());
        Assert.Equal([daily.Id], home.DueToday.Select(task => task.AssignmentId));
        Assert.Equal([weekly.Id], home.DueThisWeek.Select(task => task.AssignmentId));
        Assert.Equal([daily.Id, weekly.Id, open.Id], home.Open.Select(task => task.AssignmentId));
        Assert.Equal((daily.Id, Monday, 2), (home.Next!.AssignmentId, home.Today, home.SafetyContacts.Count));

        await Desk.Log(Pair.PartnerA, daily.Id);
        await Desk.Log(Pair.PartnerA, open.Id);
        home = await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery());
        Assert.Empty(home.DueToday);
        Assert.Equal((daily.Id, Monday.AddDays(1), 1), (home.Next!.AssignmentId, home.Next.DoFrom, home.Next.CurrentStreak));
        Assert.DoesNotContain(home.Open, task => task.AssignmentId == open.Id);

        Desk.GoTo(Monday.AddDays(6));
        Assert.Contains((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).DueToday, task => task.AssignmentId == weekly.Id);
    }

    [Fact]
    public async Task Asks_for_an_agreement_until_the_reader_has_accepted_it()
    {
        Assert.False((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).AgreementToAccept);
        await Desk.Send(Practice.Therapist, new WriteAgreementCommand(Pair.Id, 0, new NewAgreement([new AgreementRow("reassurance", "A kind word", Cadence.Daily)], Monday)));
        Assert.True((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).AgreementToAccept);
        await Desk.Send(Pair.PartnerA, new AcceptOwnAgreementCommand(1));
        Assert.False((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).AgreementToAccept);
        Assert.True((await Desk.Send(Pair.PartnerB, new GetPortalHomeQuery())).AgreementToAccept);
    }
}
