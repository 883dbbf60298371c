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

    [Fact]
    public async Task Finds_by_caution_length_origin_and_the_beginnings_of_words()
    {
        await Desk.WriteExercise(Practice.Therapist);
        Assert.All(await Keys(new(Caution: "acute-betrayal")), exercise => Assert.Contains("acute-betrayal", exercise.Cautions));
        Assert.All(await Keys(new(MaxMinutes: 10)), exercise => Assert.InRange(exercise.DurationMinutes, 1, 10));
        Assert.All(await Keys(new(Origin: ExerciseOrigin.BuiltIn)), exercise => Assert.Equal(ExerciseOrigin.BuiltIn, exercise.Origin));
        Assert.Equal(["porch-time"], (await Keys(new(Q: "minut PORCH"))).Select(exercise => exercise.Key));
        Assert.Empty(await Keys(new(Q: "inutes porch")));
        Assert.Empty(await Keys(new(Q: "%_!")));
        await List(new(Caution: "jealousy")).ShouldRefuse(RefusalKind.Invalid, "unknown-code");
        await List(new(MaxMinutes: 241)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Pages_stay_steady_while_own_exercises_come_and_go()
    {
        foreach (var key in new[] { "first", "second", "third" })
            await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some(key));
        var page = await Desk.Send(Practice.Therapist, new ListExercisesQuery(new PageRequest(2, null), new(Origin: ExerciseOrigin.Own)));
        await Desk.Send(Practice.Therapist, new ArchiveExerciseCommand("first", null));
        await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some("fourth"));
        var next = await Desk.Send(Practice.Therapist, new ListExercisesQuery(new PageRequest(2, page.NextCursor), new(Origin: ExerciseOrigin.Own)));
        Assert.Equal(["first", "second"], page.Items.Select(exercise => exercise.Key));
        Assert.Equal(["third", "fourth"], next.Items.Select(exercise => exercise.Key));
    }

    [Fact]
    public async Task Each_facet_counts_what_its_values_would_show()
    {
        await Desk.WriteExercise(Practice.Therapist);
        var chosen = new ExerciseFilter(Category: ExerciseCategory.Connection, Distance: Distance.LongDistance, MaxMinutes: 30, Q: "together");
        var list = await Desk.Send(Practice.Therapist, new ListExercisesQuery(new PageRequest(1, null), chosen, Facets: true));
        Assert.Null((await List(chosen)).Facets);
        var facets = list.Facets!.ToDictionary(facet => facet.Name, facet => facet.Values, StringComparer.Ordinal);
        Assert.Equal(["category", "need", "helpsWith", "audience", "distance", "caution", "maxMinutes", "origin"], list.Facets!.Select(facet => facet.Name));
        foreach (var (value, count) in facets["category"].Select(one => (one.Value, one.Count)))
            Assert.Equal(count, (await Keys(chosen with { Category = Enum.Parse<ExerciseCategory>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) })).Count);
        foreach (var (value, count) in facets["need"].Select(one => (one.Value, one.Count)))
            Assert.Equal(count, (await Keys(chosen with { Need = value })).Count);
        foreach (var (value, count) in facets["helpsWith"].Select(one => (one.Value, one.Count)))
            Assert.Equal(count, (await Keys(chosen with { HelpsWith = value })).Count);
        foreach (var (value, count) in facets["caution"].Select(one => (one.Value, one.Count)))
            Assert.Equal(count, (await Keys(chosen with { Caution = value })).Count);
        foreach (var (value, count) in facets["maxMinutes"].Select(one => (one.Value, one.Count)))
            Assert.Equal(count, (await Keys(chosen with { MaxMinutes = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) })).Count);
        Assert.Equal((await Keys(chosen with { Distance = Distance.Together })).Count, facets["distance"].Single(one => one.Value == "together").Count);
        Assert.Equal((await Keys(chosen with { Origin = ExerciseOrigin.Own })).Count, facets["origin"].Single(one => one.Value == "own").Count);
        Assert.Equal((await Keys(chosen with { Audience = Audience.Couple })).Count, facets["audience"].Single(one => one.Value == "couple").Count);
        Assert.True(facets["category"].Count > 1, "Chosen or not, the other categories are counted too.");
    }

    private Task<ExercisePage> List(ExerciseFilter filter) => Desk.Send(Practice.Therapist, new ListExercisesQuery(new PageRequest(200, null), filter));

    private async Task<IReadOnlyList<CatalogueExercise>> Keys(ExerciseFilter filter) => (await List(filter)).Items;
}
