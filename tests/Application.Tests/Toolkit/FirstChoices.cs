using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Toolkit;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Application.Tests.Toolkit;

/// <summary>
/// Couples as they come, and what a careful colleague would reach for first, with the reason in a word. A change of texts or
/// weights that moves one of these needs a better reason than the one that stands here.
/// </summary>
public sealed class FirstChoices
{
    private static readonly ToolkitCatalogue Catalogue = new ToolkitFiles().Catalogue;
    private static readonly Dictionary<string, ExerciseHistory> Nothing = new(StringComparer.Ordinal);

    [Theory]
    // What the two say is wrong.
    [InlineData("jealousy suspicion assumes-the-worst anxious-attachment reassurance", "reality-check", "a thought taken for a fact is looked at before anything is asked of the other")]
    [InlineData("jealousy monitoring social-media secretive-device-use autonomy", "trust-before-suspicion", "watching stops first, or nothing else can be trusted")]
    [InlineData("constant-conflict picks-fights defensiveness poor-conflict-resolution respect", "criticism-rewrite", "attacks on character keep the fight going")]
    [InlineData("parenting-disagreement constant-conflict different-styles", "constructive-conflict", "a shared problem wants a shared way to solve it")]
    [InlineData("communication-breakdown defensiveness open-communication connection", "active-listening", "nobody is heard, so hearing comes first")]
    [InlineData("growing-apart monotony fun-and-adventure connection", "new-activity", "dullness is answered by something new together")]
    [InlineData("lack-of-appreciation focus-on-negative appreciation", "gratitude", "good things are there and unseen")]
    [InlineData("cultural-difference outside-pressure different-styles shared-values", "culture-exchange", "difference explained is less often taken for slight")]
    [InlineData("broken-promises consistency weak-commitment reassurance", "promise-log", "small kept words mend broken ones")]
    [InlineData("financial-dishonesty secrecy transparency", "radical-transparency", "what was hidden is put on the table")]
    [InlineData("childhood-trauma overreaction anxious-attachment", "origins-reflection", "the alarm is older than this couple")]
    [InlineData("low-self-esteem over-apologising comparison", "inner-voice", "the harshest critic is inside")]
    [InlineData("overthinking overwhelm stress", "rumination-break", "the circle has to be left before it can be judged")]
    [InlineData("need-for-control over-protective no-personal-space autonomy", "personal-space", "room granted is the answer to holding tight")]
    [InlineData("different-goals avoids-commitment weak-commitment", "shared-goals", "they need to know whether they walk the same way")]
    [InlineData("technology-interference social-media loss-of-intimacy connection", "tech-free-time", "the device is between them")]
    [InlineData("fear-of-vulnerability fear-of-intimacy avoidant-attachment", "small-steps-ladder", "closeness in doses that can be borne")]
    [InlineData("unclear-expectations unrealistic-expectations missed-milestones", "expectations-talk", "unsaid hopes cannot be met")]
    [InlineData("going-out new-acquaintance plans-changed jealousy", "heads-up", "being told beforehand spares the guessing")]
    [InlineData("failure-to-apologise broken-promises defensiveness respect", "apology", "the missing thing is named by the couple themselves")]
    [InlineData("loss-or-illness mental-health-condition overwhelm stress", "self-care", "strength first, work on the couple after")]
    [InlineData("trusts-too-quickly oversharing low-self-esteem", "self-trust-checklist", "whom to trust begins with one's own judgement")]
    [InlineData("loneliness isolation", "support-network", "a couple alone carries too much")]
    [InlineData("", "gratitude", "nothing is known yet: begin gently")]
    public void Answers_what_the_couple_names(string codes, string first, string why) => AssertFirst(first, why, Couple(codes));

    [Theory]
    [InlineData("infidelity difficulty-forgiving", 2, "needs-and-limits", "firm ground while all is fresh")]
    [InlineData("infidelity suspicion reassurance", 6, "needs-and-limits", "still the first weeks")]
    [InlineData("infidelity difficulty-forgiving secrecy transparency reassurance", 30, "impact-statement", "steadied, the hurt partner is heard")]
    [InlineData("infidelity", null, "needs-and-limits", "not knowing how fresh it is counts as fresh")]
    public void Follows_the_stages_after_a_betrayal(string codes, int? weeks, string first, string why) =>
        AssertFirst(first, why, Betrayed(codes, weeks));

    [Theory]
    [InlineData("delayed-reply loneliness overthinking reassurance", "distance-ritual", "certain times together take the sting out of silence")]
    [InlineData("missed-milestones growing-apart connection", "distance-ritual", "milestones are shared before goals are")]
    public void Minds_that_they_live_apart(string codes, string first, string why) =>
        AssertFirst(first, why, Couple(codes) with { Distance = Distance.LongDistance });

    [Theory]
    [InlineData("emotional-abuse isolation overwhelm low-self-esteem constant-conflict", "support-network", "someone outside to turn to")]
    [InlineData("constant-conflict overwhelm stress", "self-care", "sleep and rest need nobody's good will")]
    [InlineData("jealousy monitoring need-for-control", "own-interests", "nothing that touches watching and rules is moved between them now; a life of one's own is")]
    public void Leaves_to_each_their_own_strength_while_somebody_is_afraid(string codes, string first, string why) =>
        AssertFirst(first, why, Couple(codes) with { AnyScreeningPositive = true });

    [Theory]
    [InlineData("jealousy suspicion assumes-the-worst anxious-attachment reassurance", "reality-check", 9.0, 3.0, "reality-check", "what helps is gone on with")]
    [InlineData("jealousy suspicion assumes-the-worst anxious-attachment reassurance", "reality-check", 2.0, 9.0, "trust-journal", "what was hard and did not help gives way to something gentler, done alone")]
    [InlineData("failure-to-apologise broken-promises defensiveness respect", "apology", 2.0, 8.0, "promise-log", "where words did not carry, deeds come next")]
    public void Learns_from_how_it_went(string codes, string done, double helpful, double difficulty, string first, string why) =>
        AssertFirst(first, why, Couple(codes), new(StringComparer.Ordinal) { [done] = new(1, helpful, difficulty, CurrentlyRunning: false) });

    [Fact]
    public void Explains_every_line_and_every_absence()
    {
        var list = Recommender.Recommend(
            Catalogue, Betrayed("infidelity jealousy social-media respect", 3) with { Distance = Distance.LongDistance, AnyScreeningPositive = true },
            new Dictionary<string, ExerciseHistory>(StringComparer.Ordinal) { ["own-interests"] = new(2, 6.5, 3, false), ["self-care"] = new(1, null, null, true) });
        Assert.All(list.Ranked, one => Assert.All(one.Reasons, reason => Assert.True(reason.Text.Length > 5 && reason.Text.EndsWith('.') && reason.Code.Length > 0, one.ExerciseKey)));
        Assert.All(list.Ranked, one => Assert.NotEmpty(one.Reasons));
        Assert.All(list.Withheld, one => Assert.NotEmpty(one.Causes));
        Assert.Contains(list.Ranked.Single(one => one.ExerciseKey == "own-interests").Reasons, reason => reason.Text == "Assigned 2 times before; rated 6.5 of 10 helpful and 3 of 10 hard on average.");
        Assert.Contains(list.Withheld, one => one.ExerciseKey == "self-care" && one.Causes.Contains(WithheldCause.AlreadyRunning));
    }

    [Fact]
    public void Ranks_alike_whatever_order_codes_exercises_and_history_come_in()
    {
        var codes = Enum.GetValues<VocabularyGroup>().SelectMany(Catalogue.Vocabulary.In).Select(term => term.Code).Distinct(StringComparer.Ordinal).ToArray();
        var couples =
            from some in Gen.Shuffle(codes)
            from count in Gen.Choose(0, 8)
            from exercises in Gen.Shuffle(Catalogue.Exercises.ToArray())
            from helpful in Gen.Choose(0, 10)
            from weeks in Gen.Choose(0, 60)
            from roles in Gen.Elements(BetrayalRole.None, BetrayalRole.Hurt, BetrayalRole.Involved).Two()
            from place in Gen.Elements(Distance.Together, Distance.LongDistance)
            from positive in Gen.Elements(true, false)
            select (Codes: some.Take(count).ToArray(), Exercises: exercises, Helpful: helpful, Couple: new CoupleSituation(
                some.Take(count).ToHashSet(StringComparer.Ordinal), roles.Item1, roles.Item2, place, weeks, positive, ScreeningMissing: false));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(couples.ToArbitrary(), given =>
        {
            var shuffled = new ToolkitCatalogue(given.Exercises, [.. Catalogue.Pathways.Reverse()], Catalogue.Vocabulary, Catalogue.Safety, Catalogue.Agreement);
            var history = given.Exercises.Take(5).ToDictionary(one => one.Key, _ => new ExerciseHistory(1, given.Helpful, null, false), StringComparer.Ordinal);
            var backwards = history.Reverse().ToDictionary(StringComparer.Ordinal);
            var one = Recommender.Recommend(Catalogue, given.Couple, history);
            var other = Recommender.Recommend(shuffled, given.Couple with { Codes = given.Codes.Reverse().ToHashSet(StringComparer.Ordinal) }, backwards);
            Assert.Equal(Lines(one), Lines(other));
        }));
    }

    private static IEnumerable<string> Lines(RecommendationList list) =>
    [
        .. list.Ranked.Select(one => $"{one.ExerciseKey} {one.Score} {string.Join('|', one.Reasons.Select(reason => reason.Text))}"),
        .. list.Withheld.Select(one => $"{one.ExerciseKey} {string.Join('|', one.Causes)}"),
        .. list.Warnings.Select(warning => warning.ToString()),
    ];

    private static void AssertFirst(string first, string why, CoupleSituation couple, Dictionary<string, ExerciseHistory>? history = null)
    {
        var ranked = Recommender.Recommend(Catalogue, couple, history ?? Nothing).Ranked;
        Assert.True(ranked[0].ExerciseKey == first, $"{first} ({why}), not {string.Join(", ", ranked.Take(4).Select(one => $"{one.ExerciseKey} {one.Score}"))}");
    }

    private static CoupleSituation Betrayed(string codes, int? weeks) =>
        Couple(codes) with { PartnerA = BetrayalRole.Hurt, PartnerB = BetrayalRole.Involved, WeeksSinceDisclosure = weeks };

    private static CoupleSituation Couple(string codes) => new(
        codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
        BetrayalRole.None, BetrayalRole.None, Distance.Together, null, AnyScreeningPositive: false, ScreeningMissing: false);
}
