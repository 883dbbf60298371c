using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class LogHistoryTests : HomeworkTest
{
    private async Task<(Guid Assignment, Guid Log)> Amended()
    {
        var assignment = (await Practice.Assign(Pair)).Id;
        var log = await Desk.Log(Pair.PartnerA, assignment, noticed: "First.");
        Desk.Clock.Now = Desk.Clock.Now.AddMinutes(5);
        await Desk.Send(Practice.Therapist, new LogInSessionCommand(assignment, new NewSessionEntry(
            Pair.A, GivenHomework.Monday, LogOutcome.Skipped, Barrier: "Too tired.", BarrierCode: BarrierCode.NoTime)));
        Desk.Clock.Now = Desk.Clock.Now.AddMinutes(5);
        await Desk.Log(Pair.PartnerA, assignment, share: LogShare.PartnerToo, noticed: "Third.");
        return (assignment, log.Id);
    }

    [Fact]
    public async Task Tells_each_form_with_who_entered_it_oldest_first()
    {
        var (assignment, log) = await Amended();
        var forms = (await Desk.Send(Practice.Therapist, new GetLogHistoryQuery(assignment, log, default))).Items;
        Assert.Equal([1, 2, 3], forms.Select(form => form.Version));
        Assert.Equal([null, "Tess", null], forms.Select(form => form.EnteredByName));
        Assert.Equal([null, Practice.Therapist.AccountId, null], forms.Select(form => form.EnteredBy));
        Assert.Equal([LogOutcome.Done, LogOutcome.Skipped, LogOutcome.Done], forms.Select(form => form.Outcome));
        Assert.Equal([LogShare.Therapist, LogShare.Therapist, LogShare.PartnerToo], forms.Select(form => form.Share));
        Assert.Equal(["First.", null, "Third."], forms.Select(form => form.Answers.TryGetValue("noticed", out var noticed) ? noticed.GetString() : null));
        Assert.Equal([null, "Too tired.", null], forms.Select(form => form.Barrier));
        Assert.True(forms.Zip(forms.Skip(1)).All(pair => pair.First.EnteredAt < pair.Second.EnteredAt));

        var own = (await Desk.Send(Pair.PartnerA, new GetOwnLogHistoryQuery(assignment, log, default))).Items;
        Assert.Equal([false, true, false], own.Select(form => form.InSession));
        Assert.Equal(forms.Select(form => form.EnteredAt), own.Select(form => form.EnteredAt));
    }

    [Fact]
    public async Task Is_never_the_other_partners_even_where_the_answers_are_shared()
    {
        var (assignment, log) = await Amended();
        Assert.Contains((await Desk.Send(Pair.PartnerB, new ListPortalLogsQuery(assignment, default))).Items, entry => entry.Id == log);
        foreach (var stranger in new[] { Pair.PartnerB, (await Practice.Couple()).PartnerA })
            Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(() => Desk.Send(stranger, new GetOwnLogHistoryQuery(assignment, log, default)))).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Assert.ThrowsAsync<Refused>(() => Desk.Send(Practice.OtherTherapist, new GetLogHistoryQuery(assignment, log, default)))).Kind);
        var other = await Practice.Assign(Pair);
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<Refused>(() => Desk.Send(Practice.Therapist, new GetLogHistoryQuery(other.Id, log, default)))).Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Comes_page_by_page_with_the_same_statements_however_long_it_is(int size)
    {
        var (assignment, log) = await Amended();
        var versions = new List<int>();
        string? cursor = null;
        do
        {
            var page = await Desk.Send(Practice.Therapist, new GetLogHistoryQuery(assignment, log, new PageRequest(size, cursor)));
            Assert.InRange(page.Items.Count, 1, size);
            versions.AddRange(page.Items.Select(form => form.Version));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal([1, 2, 3], versions);
        Assert.True(await Desk.StatementsOf(Practice.Therapist, new GetLogHistoryQuery(assignment, log, default)) <= 4);
    }
}
