using CounselDesk.Application.Common;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Tests.Toolkit;

public sealed class ListExercisesTests : HomeworkTest
{
    [Fact]
    public async Task Pages_through_the_whole_catalogue_in_its_order()
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Desk.Send(Practice.Therapist, new ListExercisesQuery(new PageRequest(7, cursor), new ExerciseFilter()));
            seen.AddRange(page.Items.Select(exercise => exercise.Key));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(Desk.Get<IToolkit>().Catalogue.Exercises.Select(exercise => exercise.Key), seen);
    }

    [Fact]
    public async Task Every_filter_given_must_hold()
    {
        Assert.All(await Keys(new(Category: ExerciseCategory.Repair)), exercise => Assert.Equal(ExerciseCategory.Repair, exercise.Category));
        Assert.All(await Keys(new(Need: "respect")), exercise => Assert.Contains("respect", exercise.Needs));
        Assert.All(await Keys(new(HelpsWith: "jealousy")), exercise => Assert.Contains("jealousy", exercise.HelpsWith));
        Assert.All(await Keys(new(Audience: Audience.HurtPartner)), exercise => Assert.Equal(Audience.HurtPartner, exercise.Audience));
        Assert.DoesNotContain(await Keys(new(Distance: Distance.LongDistance)), exercise => exercise.WorksAtDistance == DistanceFit.No);
        Assert.Contains(await Keys(new(Q: "ÁPOLOGY")), exercise => exercise.Key == "apology");
        Assert.Empty(await Keys(new(ExerciseCategory.Decision, Audience: Audience.Couple)));
    }

    [Fact]
    public async Task Refuses_a_code_that_the_vocabulary_lacks()
    {
        await List(new(Need: "jealousy")).ShouldRefuse(RefusalKind.Invalid, "unknown-code");
        await List(new(HelpsWith: "no-such-code")).ShouldRefuse(RefusalKind.Invalid, "unknown-code");
        await List(new(Q: new string('x', 101))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.Send(Practice.Therapist, new GetExerciseQuery("no-such-key")).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Shows_the_rest_of_the_toolkit_to_staff_and_only_the_contacts_to_partners()
    {
        Assert.Equal("apology", (await Desk.Send(Practice.Frontdesk, new GetExerciseQuery("apology"))).Key);
        Assert.Equal(7, (await Desk.Send(Practice.Admin, new ListPathwaysQuery(default))).Items.Count);
        Assert.Equal(9, (await Desk.Send(Practice.Therapist, new GetVocabularyQuery())).Needs.Count);
        var staff = await Desk.Send(Practice.Frontdesk, new GetToolkitSafetyQuery());
        var partner = await Desk.Send(Pair.PartnerA, new GetToolkitSafetyQuery());
        Assert.Equal((5, 2), (staff.Cautions.Count, staff.Contacts.Count));
        Assert.Empty(partner.Cautions);
        Assert.Equal(staff.Contacts, partner.Contacts);
        await Desk.Send(Pair.PartnerA, new GetExerciseQuery("apology")).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Pair.PartnerA, new GetVocabularyQuery()).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    private Task<Page<Exercise>> List(ExerciseFilter filter) => Desk.Send(Practice.Therapist, new ListExercisesQuery(new PageRequest(200, null), filter));

    private async Task<IReadOnlyList<Exercise>> Keys(ExerciseFilter filter) => (await List(filter)).Items;
}
