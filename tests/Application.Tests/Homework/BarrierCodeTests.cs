using System.Text.Json;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Briefs;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class BarrierCodeTests : HomeworkTest
{
    [Fact]
    public async Task Is_kept_with_the_entry_and_its_earlier_forms()
    {
        var made = await Practice.Assign(Pair);
        await Log(Pair.PartnerA, made.Id, BarrierCode.NoTime);
        var own = await Log(Pair.PartnerA, made.Id, BarrierCode.Unclear);
        Assert.Equal(BarrierCode.Unclear, own.BarrierCode);
        var log = Assert.Single((await Desk.Send(Practice.Therapist, new ListLogsQuery(made.Id, default))).Items);
        Assert.Equal((BarrierCode.Unclear, BarrierCode.NoTime), (log.BarrierCode, log.Earlier.Single().BarrierCode));
        Assert.Equal(BarrierCode.Unclear, (await Desk.Send(Practice.Therapist, new GetBriefQuery(Pair.Id))).Homework.Entries.Single().BarrierCode);
    }

    [Theory]
    [InlineData(LogOutcome.Done, BarrierCode.Forgot)]
    [InlineData(LogOutcome.Skipped, (BarrierCode)99)]
    public async Task Refuses_one_for_what_was_done_and_one_that_there_is_not(LogOutcome outcome, BarrierCode code)
    {
        var made = await Practice.Assign(Pair);
        await Desk.Send(Pair.PartnerA, new LogHomeworkCommand(made.Id, new NewLogEntry(Monday, outcome, BarrierCode: code))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Felt_unsafe_alerts_the_therapist_once()
    {
        var made = await Practice.Assign(Pair);
        var own = await Log(Pair.PartnerA, made.Id, BarrierCode.FeltUnsafe);
        await Log(Pair.PartnerA, made.Id, BarrierCode.FeltUnsafe);
        await Log(Pair.PartnerB, made.Id, BarrierCode.Conflict);
        var alert = Assert.Single((await Desk.Send(Practice.Therapist, new ListAlertsQuery(default))).Items);
        Assert.Equal((AlertKind.RiskAnswer, Pair.A, $"barrier:{own.Id}"), (alert.Kind, alert.PartnerId!.Value, alert.Cause));
    }

    [Fact]
    public async Task Felt_unsafe_changes_nothing_that_the_other_partner_can_read()
    {
        var calm = await Others(Pair, BarrierCode.NoTime);
        var afraid = await Others(await Practice.Couple(), BarrierCode.FeltUnsafe);
        Assert.Equal(calm, afraid);
        Assert.DoesNotContain("unsafe", afraid, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>All that B gets after A entered a barrier and shared the answers, as JSON with the ids taken out.</summary>
    private async Task<string> Others(GivenCouple couple, BarrierCode code)
    {
        var made = await Practice.Assign(couple);
        var log = await Log(couple.PartnerA, made.Id, code);
        object[] answers =
        [
            await Desk.Send(couple.PartnerB, new GetPortalHomeQuery()),
            await Desk.Send(couple.PartnerB, new GetPortalAssignmentQuery(made.Id)),
            await Desk.Send(couple.PartnerB, new ListPortalLogsQuery(made.Id, default)),
        ];
        return JsonSerializer.Serialize(answers)
            .Replace(made.Id.ToString(), "ID", StringComparison.Ordinal)
            .Replace(log.Id.ToString(), "ID", StringComparison.Ordinal)
            .Replace(couple.Id.ToString(), "ID", StringComparison.Ordinal);
    }

    private Task<PortalLogEntry> Log(Caller partner, Guid assignment, BarrierCode code) =>
        Desk.Send(partner, new LogHomeworkCommand(assignment, new NewLogEntry(
            Monday, LogOutcome.Skipped, LogShare.PartnerToo, Answers: Answers("A quiet evening."), BarrierCode: code)));
}
