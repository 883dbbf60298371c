using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Toolkit;

namespace CounselDesk.Application.Tests.Toolkit;

/// <summary>What a therapist would reach for first. A change of texts or weights that moves these needs a clinical reason.</summary>
public sealed class RecommendationsFromTheRealToolkit
{
    static readonly ToolkitCatalogue Catalogue = new ToolkitFiles().Catalogue;

    [Theory]
    [InlineData(2, "needs-and-limits", "impact-statement")]
    [InlineData(30, "impact-statement", "needs-and-limits")]
    [InlineData(null, "needs-and-limits", "impact-statement")]
    public void Gives_firm_ground_first_while_a_betrayal_is_fresh(int? weeks, string first, string second)
    {
        var couple = Couple("infidelity difficulty-forgiving secrecy transparency reassurance") with
        {
            PartnerA = BetrayalRole.Hurt, PartnerB = BetrayalRole.Involved, WeeksSinceDisclosure = weeks,
        };

        Assert.Equal([first, second], Recommend(couple).Ranked.Take(2).Select(r => r.ExerciseKey));
    }

    [Fact]
    public void Asks_nobody_to_forgive_in_the_first_weeks()
    {
        var couple = Couple("infidelity difficulty-forgiving forgiveness reminder-of-past") with
        {
            PartnerA = BetrayalRole.Hurt, PartnerB = BetrayalRole.Involved, WeeksSinceDisclosure = 3,
        };

        var list = Recommend(couple);

        Assert.DoesNotContain(list.Ranked, r => r.ExerciseKey is "forgiveness" or "letting-go");
        Assert.Contains(list.Withheld, w => w.ExerciseKey == "letting-go" && w.Causes.Contains(WithheldCause.AcuteBetrayal));
    }

    [Fact]
    public void Begins_with_a_ritual_when_the_two_live_apart() => Assert.Equal(
        "distance-ritual",
        Recommend(Couple("delayed-reply loneliness overthinking reassurance") with { Distance = Distance.LongDistance }).Ranked[0].ExerciseKey);

    [Fact]
    public void Leaves_only_steadying_work_while_a_screening_is_positive()
    {
        var list = Recommend(Couple("emotional-abuse isolation overwhelm low-self-esteem constant-conflict") with { AnyScreeningPositive = true });

        Assert.Equal("support-network", list.Ranked[0].ExerciseKey);
        Assert.All(list.Ranked, r => Assert.DoesNotContain(CautionCodes.ViolenceOrCoercion, r.Cautions));
        Assert.All(list.Ranked.Take(5), r => Assert.Equal(ExerciseCategory.Self, Catalogue.Exercise(r.ExerciseKey)!.Category));
    }

    [Fact]
    public void Finds_something_for_every_single_code() => Assert.All(
        Enum.GetValues<VocabularyGroup>().SelectMany(Catalogue.Vocabulary.In),
        t => Assert.NotEmpty(Recommend(Couple(t.Code)).Ranked));

    static RecommendationList Recommend(CoupleSituation couple) =>
        Recommender.Recommend(Catalogue, couple, new Dictionary<string, ExerciseHistory>(StringComparer.Ordinal));

    static CoupleSituation Couple(string codes) => new(
        codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
        BetrayalRole.None, BetrayalRole.None, Distance.Together, null, AnyScreeningPositive: false, ScreeningMissing: false);
}
