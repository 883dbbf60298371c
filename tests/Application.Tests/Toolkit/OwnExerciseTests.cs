using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Tests.Toolkit;

public sealed class OwnExerciseTests : HomeworkTest
{
    [Fact]
    public async Task Stands_beside_ours_from_the_first_moment()
    {
        var written = await Desk.WriteExercise(Practice.Therapist);
        Assert.Equal(("porch-time", 1, ExerciseOrigin.Own, OwnExerciseText.OwnSource), (written.Key, written.Version, written.Origin, written.Source));
        var read = await Desk.Send(Practice.Frontdesk, new GetExerciseQuery("porch-time"));
        Assert.Equal(("Ten minutes on the porch", "Each says **one** good thing."), (read.Title, read.Steps[1].Text));
        Assert.Equal(["porch-time"], await Keys(new(Origin: ExerciseOrigin.Own)));
        Assert.Equal("porch-time", (await Keys(new()))[^1]);

        await Practice.Formulate(Pair, "None", "None", null, "growing-apart", "connection");
        var ranked = (await Desk.Send(Practice.Therapist, new GetRecommendationsQuery(Pair.Id, 50))).Ranked;
        Assert.Contains(ranked, one => one.ExerciseKey == "porch-time" && one.Title == "Ten minutes on the porch");
        Assert.Equal(("porch-time", 1), await Given("porch-time"));
    }

    [Fact]
    public async Task A_change_reaches_what_is_given_from_then_on_and_nothing_that_was()
    {
        var written = await Desk.WriteExercise(Practice.Therapist);
        var before = await Practice.Assign(Pair, GivenHomework.Some("porch-time", "couple"));
        var changed = await Desk.Send(Practice.Therapist, new UpdateExerciseCommand("porch-time", written.Version, GivenExercises.Some(null, "Tea on the porch")));
        Assert.Equal(("porch-time", 2, "Tea on the porch"), (changed.Key, changed.Version, changed.Title));
        var kept = await Desk.Send(Practice.Therapist, new GetAssignmentQuery(before.Id));
        Assert.Equal((1, "Ten minutes on the porch", "Ten minutes on the porch"), (kept.ExerciseVersion, kept.Title, kept.Exercise!.Title));
        Assert.Equal(("porch-time", 2), await Given("porch-time"));
        await Desk.Send(Practice.Therapist, new UpdateExerciseCommand("porch-time", 1, GivenExercises.Some(null))).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Practice.Therapist, new UpdateExerciseCommand("porch-time", 2, GivenExercises.Some("other-key"))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Clinicians_write_and_only_the_author_or_a_supervisor_changes()
    {
        var written = await Desk.WriteExercise(Practice.Therapist);
        await Desk.WriteExercise(Practice.Associate, GivenExercises.Some("second"));
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, Pair.PartnerA })
        {
            await Desk.WriteExercise(caller).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new CopyExerciseCommand("apology", new("mine"))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        foreach (var caller in new[] { Practice.OtherTherapist, Practice.Associate })
        {
            await Desk.Send(caller, new UpdateExerciseCommand("porch-time", null, GivenExercises.Some())).ShouldRefuse(RefusalKind.Forbidden, "not-your-exercise");
            await Desk.Send(caller, new ArchiveExerciseCommand("porch-time", null)).ShouldRefuse(RefusalKind.Forbidden, "not-your-exercise");
        }

        var changed = await Desk.Send(Practice.Supervisor, new UpdateExerciseCommand("porch-time", written.Version, GivenExercises.Some()));
        var archived = await Desk.Send(Practice.Admin, new ArchiveExerciseCommand("porch-time", changed.Version));
        await Desk.Send(Practice.Admin, new RestoreExerciseCommand("porch-time", archived.Version));
    }

    [Fact]
    public async Task An_archived_one_is_given_no_more_and_its_key_stays_taken()
    {
        await Desk.WriteExercise(Practice.Therapist);
        var running = await Practice.Assign(Pair, GivenHomework.Some("porch-time", "couple"));
        var archived = await Desk.Send(Practice.Therapist, new ArchiveExerciseCommand("porch-time", null));
        Assert.Equal(Desk.Clock.Now, archived.ArchivedAt);
        Assert.DoesNotContain("porch-time", await Keys(new()));
        Assert.Equal(["porch-time"], await Keys(new(Archived: true)));
        Assert.NotNull((await Desk.Send(Practice.Therapist, new GetExerciseQuery("porch-time"))).ArchivedAt);
        await Practice.Assign(Pair, GivenHomework.Some("porch-time", "couple")).ShouldRefuse(RefusalKind.Conflict, "exercise-archived");
        await Practice.Assign(Pair, GivenHomework.Some("no-such-one", "couple")).ShouldRefuse(RefusalKind.Invalid, "unknown-exercise");
        await Desk.Send(Practice.Therapist, new UpdateExerciseCommand("porch-time", null, GivenExercises.Some())).ShouldRefuse(RefusalKind.Conflict, "exercise-archived");
        await Desk.Send(Practice.Therapist, new ArchiveExerciseCommand("porch-time", null)).ShouldRefuse(RefusalKind.Conflict, "already-archived");
        await Desk.WriteExercise(Practice.Therapist).ShouldRefuse(RefusalKind.Conflict, "key-taken");
        await Desk.Log(Pair.PartnerA, running.Id);

        await Desk.Send(Practice.Therapist, new RestoreExerciseCommand("porch-time", null));
        await Desk.Send(Practice.Therapist, new RestoreExerciseCommand("porch-time", null)).ShouldRefuse(RefusalKind.Conflict, "not-archived");
        Assert.Equal(("porch-time", 3), await Given("porch-time"));
    }

    [Fact]
    public async Task A_copy_has_a_key_and_an_author_of_its_own()
    {
        var ours = await Desk.Send(Practice.Therapist, new GetExerciseQuery("apology"));
        var copy = await Desk.Send(Practice.Associate, new CopyExerciseCommand("apology", new("our-apology", "An apology, our way")));
        Assert.Equal(ours with { Key = "our-apology", Version = 1, Title = "An apology, our way", Origin = ExerciseOrigin.Own }, copy with
        {
            Steps = ours.Steps, Needs = ours.Needs, HelpsWith = ours.HelpsWith, Cautions = ours.Cautions, Reflection = ours.Reflection,
        });
        Assert.Equal((ours.Steps, ours.Cautions), (copy.Steps, copy.Cautions), (a, b) => a.Steps.SequenceEqual(b.Steps) && a.Cautions.SequenceEqual(b.Cautions));
        await Desk.Send(Practice.Associate, new UpdateExerciseCommand("our-apology", copy.Version, GivenExercises.Some(null)));
        Assert.Equal("An apology, our way", (await Desk.Send(Practice.Therapist, new CopyExerciseCommand("our-apology", new("third", "An apology, our way")))).Title);
        foreach (var taken in new[] { "apology", "our-apology", "third" })
            await Desk.Send(Practice.Therapist, new CopyExerciseCommand("apology", new(taken))).ShouldRefuse(RefusalKind.Conflict, "key-taken");
        await Desk.Send(Practice.Therapist, new CopyExerciseCommand("no-such-one", new("fourth"))).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Therapist, new CopyExerciseCommand("apology", new("Not Kebab"))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Ours_stay_as_they_are()
    {
        await Desk.Send(Practice.Supervisor, new UpdateExerciseCommand("apology", null, GivenExercises.Some(null))).ShouldRefuse(RefusalKind.Conflict, "built-in-exercise");
        await Desk.Send(Practice.Supervisor, new ArchiveExerciseCommand("apology", null)).ShouldRefuse(RefusalKind.Conflict, "built-in-exercise");
        await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some("apology")).ShouldRefuse(RefusalKind.Conflict, "key-taken");
    }

    [Fact]
    public async Task Another_practices_is_not_there()
    {
        await Desk.WriteExercise(Practice.Therapist);
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, new GetExerciseQuery("porch-time")).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Supervisor, new UpdateExerciseCommand("porch-time", null, GivenExercises.Some())).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Supervisor, new ArchiveExerciseCommand("porch-time", null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Supervisor, new RestoreExerciseCommand("porch-time", null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Supervisor, new CopyExerciseCommand("porch-time", new("mine"))).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await other.Assign(await other.Couple(), GivenHomework.Some("porch-time", "couple")).ShouldRefuse(RefusalKind.Invalid, "unknown-exercise");
        Assert.DoesNotContain("porch-time", (await Desk.Send(other.Therapist, new ListExercisesQuery(new PageRequest(200, null), new()))).Items.Select(one => one.Key));
        Assert.Equal("porch-time", (await Desk.WriteExercise(other.Therapist)).Key);
    }

    [Fact]
    public async Task Asks_for_the_authors_word_that_nobody_is_watched()
    {
        await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some() with { ConfirmsNeverMonitoring = false }).ShouldRefuse(RefusalKind.Rule, "never-monitoring");
        await Desk.WriteExercise(Practice.Therapist);
        await Desk.Send(Practice.Therapist, new UpdateExerciseCommand("porch-time", null, GivenExercises.Some() with { ConfirmsNeverMonitoring = false }))
            .ShouldRefuse(RefusalKind.Rule, "never-monitoring");
    }

    [Theory]
    [InlineData("Ten minutes on the porch", "ten-minutes-on-the-porch")]
    [InlineData("Élan & Ümit: 3 tries!", "elan-umit-3-tries")]
    [InlineData("10 minutes", "exercise-10-minutes")]
    [InlineData("日本語の練習", "exercise")]
    public async Task Makes_a_key_of_the_title_where_none_is_given(string title, string key) =>
        Assert.Equal(key, (await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some(null, title))).Key);

    private async Task<(string, int)> Given(string key)
    {
        var assignment = await Practice.Assign(Pair, GivenHomework.Some(key, "couple"));
        return (assignment.ExerciseKey, assignment.ExerciseVersion);
    }

    private async Task<IReadOnlyList<string>> Keys(ExerciseFilter filter) =>
        [.. (await Desk.Send(Practice.Therapist, new ListExercisesQuery(new PageRequest(200, null), filter))).Items.Select(one => one.Key)];
}
