using CounselDesk.Application.Common;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Tests.Pathways;

public sealed class OwnPathwayTests : PathwayTest
{
    [Fact]
    public async Task Stands_in_the_list_after_the_catalogues_until_it_is_archived()
    {
        var own = await Write();
        Assert.Equal((true, 1), (own.IsOwn, own.Version));
        Assert.Equal(Steps, own.Steps);
        var list = (await Desk.Send(Practice.Frontdesk, new ListPathwaysQuery(default))).Items;
        Assert.Equal(("after-betrayal", false, Key, true), (list[0].Key, list[0].IsOwn, list[^1].Key, list[^1].IsOwn));
        await Desk.Send(Practice.Therapist, new ArchivePathwayCommand(Key, 1));
        Assert.DoesNotContain((await Desk.Send(Practice.Therapist, new ListPathwaysQuery(default))).Items, item => item.IsOwn);
        await Desk.Send(Practice.Therapist, new ArchivePathwayCommand(Key, 2)).ShouldRefuse(RefusalKind.Conflict, "pathway-archived");
        await Desk.Send(Practice.Therapist, new ChangePathwayCommand(Key, 2, new PathwayText("Title", "Purpose.", Texts(Steps)))).ShouldRefuse(RefusalKind.Conflict, "pathway-archived");
        await Write().ShouldRefuse(RefusalKind.Conflict, "key-taken");
    }

    [Fact]
    public async Task Belongs_to_its_practice()
    {
        await Write();
        var elsewhere = await GivenPractice.Open(Desk);
        await Desk.Send(elsewhere.Therapist, new GetPathwayQuery(Key)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(elsewhere.Therapist, new ArchivePathwayCommand(Key, null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Write(by: elsewhere.Therapist);
        await Write(key: "other", by: Practice.Frontdesk).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Pair.PartnerA, new GetPathwayQuery(Key)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Leaves_the_catalogues_alone()
    {
        await Write(key: "after-betrayal").ShouldRefuse(RefusalKind.Conflict, "key-taken");
        await Desk.Send(Practice.Therapist, new ArchivePathwayCommand("after-betrayal", null)).ShouldRefuse(RefusalKind.Conflict, "built-in");
        Assert.False((await Desk.Send(Practice.Therapist, new GetPathwayQuery("after-betrayal"))).IsOwn);
    }

    [Fact]
    public async Task Refuses_steps_that_break_a_rule()
    {
        async Task Refuse(string code, params PathwayStep[] steps) => await Write(steps).ShouldRefuse(RefusalKind.Invalid, code);
        await Refuse("invalid-input");
        await Refuse("invalid-input", Steps[1]);
        await Refuse("invalid-input", Steps[0], Steps[0]);
        await Refuse("invalid-input", Steps[0], Steps[2] with { AfterDays = null });
        await Refuse("invalid-input", Steps[0], Steps[2] with { AfterDays = 0 });
        await Refuse("invalid-input", Steps[0] with { AfterDays = 1 });
        await Refuse("unknown-exercise", Steps[0] with { ExerciseKey = "no-such-exercise" });
        foreach (var key in new[] { "", "Upper", "two words", "-edge", "double--hyphen" })
            await Write(key: key).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }
}
