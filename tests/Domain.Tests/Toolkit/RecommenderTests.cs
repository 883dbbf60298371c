using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Toolkit;
using static CounselDesk.Domain.Tests.Toolkit.SomeToolkit;

namespace CounselDesk.Domain.Tests.Toolkit;

public sealed class RecommenderTests
{
    [Theory]
    [InlineData("suspicion", "evidence")]
    [InlineData("suspicion jealousy", "evidence")]
    [InlineData("jealousy", "small-habit")]
    [InlineData("jealousy reassurance", "small-habit")]
    [InlineData("social-media connection", "no-screens")]
    [InlineData("overthinking", "quiet-mind")]
    [InlineData("overthinking stress autonomy", "quiet-mind")]
    [InlineData("stress connection", "daily-sign")]
    [InlineData("monotony", "something-new")]
    [InlineData("constant-conflict respect", "fair-fight")]
    [InlineData("broken-promises", "kept-word")]
    [InlineData("broken-promises consistency", "kept-word")]
    [InlineData("infidelity respect", "limits-for-now")]
    [InlineData("autonomy", "quiet-mind")]
    [InlineData("a-code-nobody-knows", "daily-sign")]
    [InlineData("", "daily-sign")]
    public void Puts_first_what_answers_the_couple_most_directly(string codes, string first) =>
        Assert.Equal(first, Recommend(Couple(codes)).Ranked[0].ExerciseKey);

    [Theory]
    [InlineData(1, "limits-for-now")]
    [InlineData(40, "limits-for-now")]
    [InlineData(null, "limits-for-now")]
    public void Follows_the_pathway_after_a_betrayal(int? weeks, string first) =>
        Assert.Equal(first, Recommend(Betrayed("infidelity", weeks)).Ranked[0].ExerciseKey);

    [Fact]
    public void Moves_on_to_the_next_step_once_one_was_assigned()
    {
        var list = Recommend(Betrayed("infidelity", 12), ("limits-for-now", new(1, 6, 5, CurrentlyRunning: false)));

        Assert.Equal("what-it-did", list.Ranked[0].ExerciseKey);
        Assert.Contains(list.Ranked[0].Reasons, r => r.Kind == ReasonKind.InPathway && r.Code == "after-betrayal");
    }

    [Fact]
    public void Waits_for_the_day_on_which_a_step_opens()
    {
        PathwayStep late = new("what-it-did", StepOpening.AfterDays, 28, "Some note");
        var pathway = Pathways[0] with { Steps = [Pathways[0].Steps[0], late, .. Pathways[0].Steps.Skip(2)] };
        var catalogue = new ToolkitCatalogue(Exercises, [pathway], Words, SomeToolkit.Safety, Agreement);

        Assert.False(InPathway(3));
        Assert.True(InPathway(4));

        bool InPathway(int weeks) => Recommender.Recommend(catalogue, Betrayed("infidelity", weeks), NoHistory).Ranked
            .Single(r => r.ExerciseKey == "what-it-did").Reasons.Any(r => r.Kind == ReasonKind.InPathway);
    }

    [Fact]
    public void Says_which_codes_and_needs_it_answers_in_plain_words()
    {
        var first = Recommend(Couple("jealousy reassurance")).Ranked[0];

        Assert.Equal(
            [
                new RecommendationReason(ReasonKind.AnswersCode, "jealousy", "Answers: Label of jealousy."),
                new RecommendationReason(ReasonKind.AnswersNeed, "reassurance", "Serves the need: Label of reassurance."),
            ],
            first.Reasons);
        Assert.Equal([CautionCodes.ViolenceOrCoercion], first.Cautions);
    }

    [Fact]
    public void Counts_respect_once_though_it_is_a_need_and_a_trust_component() => Assert.Single(
        Recommend(Couple("respect")).Ranked.Single(r => r.ExerciseKey == "fair-fight").Reasons);

    [Fact]
    public void Leaves_out_what_answers_nothing() =>
        Assert.DoesNotContain(Recommend(Couple("monotony")).Ranked, r => r.ExerciseKey == "evidence");

    [Theory]
    [InlineData(9.0, "helpful", "Assigned 2 times before; rated 9 of 10 helpful and 5 of 10 hard on average.")]
    [InlineData(7.0, "helpful", "Assigned 2 times before; rated 7 of 10 helpful and 5 of 10 hard on average.")]
    [InlineData(5.25, "mixed", "Assigned 2 times before; rated 5.3 of 10 helpful and 5 of 10 hard on average.")]
    [InlineData(3.9, "not-helpful", "Assigned 2 times before; rated 3.9 of 10 helpful and 5 of 10 hard on average.")]
    [InlineData(null, "not-logged", "Assigned 2 times before; nothing was logged.")]
    public void Says_how_it_went_before(double? helpful, string code, string text)
    {
        var list = Recommend(Couple("jealousy"), ("small-habit", new(2, helpful, 5, CurrentlyRunning: false)));

        Assert.Contains(
            new RecommendationReason(ReasonKind.DoneBefore, code, text), list.Ranked.Single(r => r.ExerciseKey == "small-habit").Reasons);
    }

    [Fact]
    public void Ranks_what_helped_above_new_and_new_above_what_did_not()
    {
        var fresh = Score(null);
        var helped = Score(new(1, 8, 4, CurrentlyRunning: false));
        var mixed = Score(new(1, 5, 4, CurrentlyRunning: false));
        var hard = Score(new(1, 5, 9, CurrentlyRunning: false));
        var useless = Score(new(1, 2, 4, CurrentlyRunning: false));

        Assert.True(helped > fresh && fresh > mixed && mixed > hard && hard > useless);

        int Score(ExerciseHistory? before) => Recommend(Couple("jealousy"), before is null ? [] : [("small-habit", before)])
            .Ranked.Single(r => r.ExerciseKey == "small-habit").Score;
    }

    [Fact]
    public void Does_not_press_what_is_meant_to_be_done_once()
    {
        var before = Recommend(Couple("infidelity")).Ranked.Single(r => r.ExerciseKey == "limits-for-now").Score;
        var after = Recommend(Couple("infidelity"), ("limits-for-now", new(1, 9, 2, CurrentlyRunning: false)))
            .Ranked.Single(r => r.ExerciseKey == "limits-for-now").Score;

        Assert.True(after < before);
    }

    [Fact]
    public void Tells_a_couple_living_apart_how_it_works_for_them()
    {
        var list = Recommend(Couple("monotony stress") with { Distance = Distance.LongDistance });

        Assert.Contains(
            new RecommendationReason(ReasonKind.FitsDistance, "adapted", "Do it over a call."),
            list.Ranked.Single(r => r.ExerciseKey == "something-new").Reasons);
        Assert.Equal("daily-sign", list.Ranked[0].ExerciseKey);
    }

    [Fact]
    public void Withholds_cautioned_exercises_while_a_screening_is_positive()
    {
        var list = Recommend(Couple("jealousy constant-conflict overthinking") with { AnyScreeningPositive = true });

        Assert.Equal([WithheldCause.ViolenceOrCoercion], Withheld(list, "fair-fight"));
        Assert.All(list.Ranked, r => Assert.DoesNotContain(CautionCodes.ViolenceOrCoercion, r.Cautions));
        Assert.Equal("quiet-mind", list.Ranked[0].ExerciseKey);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(Recommender.AcuteWeeks - 1, true)]
    [InlineData(Recommender.AcuteWeeks, false)]
    [InlineData(null, false)]
    public void Withholds_forgiving_in_the_first_weeks(int? weeks, bool withheld)
    {
        var list = Recommend(Betrayed("difficulty-forgiving", weeks));

        Assert.Equal(withheld, list.Withheld.Any(w => w.ExerciseKey == "put-down" && w.Causes.Contains(WithheldCause.AcuteBetrayal)));
        Assert.Equal(!withheld, list.Ranked.Any(r => r.ExerciseKey == "put-down"));
    }

    [Fact]
    public void Withholds_what_cannot_be_done_apart() => Assert.Equal(
        [WithheldCause.NotAtDistance],
        Withheld(Recommend(Couple("social-media") with { Distance = Distance.LongDistance }), "no-screens"));

    [Fact]
    public void Withholds_what_is_running() => Assert.Equal(
        [WithheldCause.AlreadyRunning],
        Withheld(Recommend(Couple("overthinking"), ("quiet-mind", new(1, null, null, CurrentlyRunning: true))), "quiet-mind"));

    [Theory]
    [InlineData(BetrayalRole.None, BetrayalRole.None, true, true)]
    [InlineData(BetrayalRole.Hurt, BetrayalRole.None, false, true)]
    [InlineData(BetrayalRole.None, BetrayalRole.Involved, true, false)]
    [InlineData(BetrayalRole.Involved, BetrayalRole.Hurt, false, false)]
    public void Withholds_what_is_for_a_role_that_neither_has(BetrayalRole a, BetrayalRole b, bool hurtWithheld, bool involvedWithheld)
    {
        var list = Recommend(Couple("infidelity") with { PartnerA = a, PartnerB = b, WeeksSinceDisclosure = 20 });

        Assert.Equal(hurtWithheld, Withheld(list, "what-it-did").Contains(WithheldCause.WrongRole));
        Assert.Equal(involvedWithheld, Withheld(list, "my-part").Contains(WithheldCause.WrongRole));
    }

    [Fact]
    public void Names_every_cause_that_holds_one_exercise_back()
    {
        var list = Recommend(
            Couple("difficulty-forgiving") with { AnyScreeningPositive = true, WeeksSinceDisclosure = 1 },
            ("put-down", new(1, null, null, CurrentlyRunning: true)));

        Assert.Equal(
            [WithheldCause.ViolenceOrCoercion, WithheldCause.AcuteBetrayal, WithheldCause.AlreadyRunning, WithheldCause.WrongRole],
            Withheld(list, "put-down"));
    }

    [Fact]
    public void Warns_before_anyone_was_screened_and_lets_gentler_work_go_first()
    {
        var couple = Couple("jealousy") with { ScreeningMissing = true };

        var list = Recommend(couple);

        Assert.Equal([RecommendationWarning.NotYetScreened], list.Warnings);
        Assert.Equal("evidence", list.Ranked[0].ExerciseKey);
        Assert.Contains(list.Ranked, r => r.ExerciseKey == "small-habit");
    }

    [Theory]
    [InlineData("emotional-abuse", false, true)]
    [InlineData("manipulation", false, true)]
    [InlineData("emotional-abuse", true, false)]
    [InlineData("jealousy", false, false)]
    public void Warns_when_abuse_is_named_and_no_screening_shows_it(string codes, bool positive, bool warned) => Assert.Equal(
        warned, Recommend(Couple(codes) with { AnyScreeningPositive = positive }).Warnings.Contains(RecommendationWarning.AbuseNamed));

    [Fact]
    public void Warns_when_nobody_knows_how_fresh_a_betrayal_is()
    {
        Assert.Contains(RecommendationWarning.DisclosureDateUnknown, Recommend(Betrayed("infidelity", null)).Warnings);
        Assert.DoesNotContain(RecommendationWarning.DisclosureDateUnknown, Recommend(Betrayed("infidelity", 0)).Warnings);
    }

    [Fact]
    public void Gives_every_exercise_at_most_one_place() => Assert.All(
        Situations(),
        s =>
        {
            var list = Recommend(s);
            var keys = list.Ranked.Select(r => r.ExerciseKey).Concat(list.Withheld.Select(w => w.ExerciseKey)).ToList();
            Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
            Assert.All(list.Withheld, w => Assert.NotEmpty(w.Causes));
            Assert.All(list.Ranked, r => Assert.NotEmpty(r.Reasons));
        });

    [Fact]
    public void Never_ranks_a_cautioned_exercise_for_a_couple_with_a_positive_screening() => Assert.All(
        Situations().Select(s => s with { AnyScreeningPositive = true }),
        s => Assert.All(Recommend(s).Ranked, r => Assert.DoesNotContain(CautionCodes.ViolenceOrCoercion, r.Cautions)));

    [Fact]
    public void Gives_the_same_list_whatever_the_order_of_codes_and_files()
    {
        var reversed = new ToolkitCatalogue([.. Exercises.Reverse()], Pathways, Words, SomeToolkit.Safety, Agreement);
        foreach (var situation in Situations())
        {
            var turned = situation with { Codes = situation.Codes.Reverse().ToHashSet(StringComparer.Ordinal) };

            Assert.Equal(Written(Recommend(situation)), Written(Recommender.Recommend(reversed, turned, NoHistory)));
        }

        static string Written(RecommendationList list) => string.Join(
            '\n',
            list.Ranked.Select(r => $"{r.ExerciseKey} {r.Score} {string.Join(';', r.Reasons)}")
                .Concat(list.Withheld.Select(w => $"{w.ExerciseKey} {string.Join(';', w.Causes)}"))
                .Concat(list.Warnings.Select(w => w.ToString())));
    }

    static readonly Dictionary<string, ExerciseHistory> NoHistory = new(StringComparer.Ordinal);

    // Every pair of codes, together and apart, with and without a betrayal.
    static IEnumerable<CoupleSituation> Situations()
    {
        var codes = Enum.GetValues<VocabularyGroup>().SelectMany(Words.In).Select(t => t.Code).Distinct(StringComparer.Ordinal).ToList();
        foreach (var one in codes)
        {
            foreach (var other in codes)
            {
                yield return Couple($"{one} {other}");
                yield return Couple($"{one} {other}") with { Distance = Distance.LongDistance, ScreeningMissing = true };
                yield return Betrayed($"{one} {other}", 3);
            }
        }
    }

    static RecommendationList Recommend(CoupleSituation couple, params (string Key, ExerciseHistory Before)[] history) =>
        Recommender.Recommend(Catalogue, couple, history.ToDictionary(h => h.Key, h => h.Before, StringComparer.Ordinal));

    static IReadOnlyList<WithheldCause> Withheld(RecommendationList list, string key) =>
        list.Withheld.SingleOrDefault(w => w.ExerciseKey == key)?.Causes ?? [];

    static CoupleSituation Betrayed(string codes, int? weeks) => Couple(codes) with
    {
        PartnerA = BetrayalRole.Hurt, PartnerB = BetrayalRole.Involved, WeeksSinceDisclosure = weeks,
    };
}
