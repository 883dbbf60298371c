using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using static CounselDesk.Domain.Tests.Toolkit.SomeToolkit;

namespace CounselDesk.Domain.Tests.Toolkit;

public sealed class ToolkitCatalogueTests
{
    static readonly Exercise Sound = Exercises[0];

    static readonly ReflectionQuestion Question = Sound.Reflection[0];

    // Each planted fault breaks one rule and nothing else.
    public static TheoryData<string, ToolkitRule, Exercise> FaultyExercises { get; } = new()
    {
        { "key in capitals", ToolkitRule.KeyShape, Sound with { Key = "Evidence" } },
        { "key with a double dash", ToolkitRule.KeyShape, Sound with { Key = "the--evidence" } },
        { "empty key", ToolkitRule.KeyShape, Sound with { Key = "" } },
        { "key too long", ToolkitRule.KeyShape, Sound with { Key = new string('a', Exercise.MaxKeyLength + 1) } },
        { "version zero", ToolkitRule.Version, Sound with { Version = 0 } },
        { "blank title", ToolkitRule.TextLength, Sound with { Title = "    " } },
        { "short purpose", ToolkitRule.TextLength, Sound with { Purpose = "Helps." } },
        { "long purpose", ToolkitRule.TextLength, Sound with { Purpose = new string('a', Exercise.MaxPurposeLength + 1) } },
        { "no source", ToolkitRule.TextLength, Sound with { Source = "" } },
        { "short step", ToolkitRule.TextLength, Sound with { Steps = [new("Go.", null), .. Sound.Steps] } },
        { "blank prompt", ToolkitRule.TextLength, Sound with { Steps = [new("Do something.", " "), .. Sound.Steps] } },
        { "two steps", ToolkitRule.StepCount, Sound with { Steps = [.. Sound.Steps.Take(2)] } },
        { "nine steps", ToolkitRule.StepCount, Sound with { Steps = [.. Sound.Steps, .. Sound.Steps, .. Sound.Steps] } },
        { "no time", ToolkitRule.Duration, Sound with { DurationMinutes = 0 } },
        { "all day", ToolkitRule.Duration, Sound with { DurationMinutes = 241 } },
        { "count missing", ToolkitRule.CadenceCount, Sound with { Cadence = new(CadenceKind.TimesPerWeek) } },
        { "seven a week", ToolkitRule.CadenceCount, Sound with { Cadence = new(CadenceKind.TimesPerWeek, 7) } },
        { "count for daily", ToolkitRule.CadenceCount, Sound with { Cadence = new(CadenceKind.Daily, 2) } },
        { "unknown need", ToolkitRule.UnknownCode, Sound with { Needs = ["money"] } },
        { "sign among needs", ToolkitRule.UnknownCode, Sound with { Needs = ["jealousy"] } },
        { "need among signs", ToolkitRule.UnknownCode, Sound with { HelpsWith = ["autonomy"] } },
        { "unknown caution", ToolkitRule.UnknownCode, Sound with { Cautions = ["careful"] } },
        { "code twice", ToolkitRule.RepeatedCode, Sound with { HelpsWith = ["jealousy", "jealousy"] } },
        { "answers nothing", ToolkitRule.AnswersNothing, Sound with { HelpsWith = [], Needs = [] } },
        { "adaptation missing", ToolkitRule.DistanceAdaptation, Sound with { WorksAtDistance = DistanceFit.Adapted } },
        { "adaptation not needed", ToolkitRule.DistanceAdaptation, Sound with { DistanceAdaptation = "Do it over a call." } },
        { "no reflection", ToolkitRule.ReflectionCount, Sound with { Reflection = [] } },
        { "question twice", ToolkitRule.DuplicateKey, Sound with { Reflection = [Question, Question] } },
        { "question key", ToolkitRule.KeyShape, Sound with { Reflection = [Question with { Key = "How was it" }] } },
        { "question too short", ToolkitRule.TextLength, Sound with { Reflection = [Question with { Question = "Why?" }] } },
        { "choice without choices", ToolkitRule.ReflectionChoices, Sound with { Reflection = [Question with { Kind = ReflectionKind.Choice }] } },
        {
            "one choice", ToolkitRule.ReflectionChoices,
            Sound with { Reflection = [Question with { Kind = ReflectionKind.Choice, Choices = ["yes"] }] }
        },
        {
            "same choice twice", ToolkitRule.ReflectionChoices,
            Sound with { Reflection = [Question with { Kind = ReflectionKind.Choice, Choices = ["yes", "yes"] }] }
        },
        { "choices for a scale", ToolkitRule.ReflectionChoices, Sound with { Reflection = [Question with { Choices = ["yes", "no"] }] } },
    };

    public static TheoryData<string, ToolkitRule, Pathway> FaultyPathways { get; } = new()
    {
        { "unknown exercise", ToolkitRule.UnknownExercise, With(1, s => s with { ExerciseKey = "nowhere" }) },
        { "step twice", ToolkitRule.DuplicateKey, With(1, s => s with { ExerciseKey = Pathways[0].Steps[0].ExerciseKey }) },
        { "days missing", ToolkitRule.StepOpening, With(1, s => s with { Opens = StepOpening.AfterDays }) },
        { "zero days", ToolkitRule.StepOpening, With(1, s => s with { Opens = StepOpening.AfterDays, AfterDays = 0 }) },
        { "days not needed", ToolkitRule.StepOpening, With(1, s => s with { AfterDays = 3 }) },
        { "days far beyond", ToolkitRule.StepOpening, With(1, s => s with { AfterDays = 9999 }) },
        { "first waits for one before", ToolkitRule.StepOpening, With(0, s => s with { Opens = StepOpening.AfterPrevious }) },
        { "three steps", ToolkitRule.StepCount, Pathways[0] with { Steps = [.. Pathways[0].Steps.Take(3)] } },
        { "key", ToolkitRule.KeyShape, Pathways[0] with { Key = "After betrayal" } },
        { "version", ToolkitRule.Version, Pathways[0] with { Version = 0 } },
        { "purpose", ToolkitRule.TextLength, Pathways[0] with { Purpose = "" } },
    };

    [Fact]
    public void Finds_no_fault_in_a_sound_toolkit() =>
        Assert.Empty(ToolkitFaults.Find(Exercises, Pathways, Words, SomeToolkit.Safety, Agreement));

    [Theory]
    [MemberData(nameof(FaultyExercises), DisableDiscoveryEnumeration = true)]
    public void Catches_a_fault_in_an_exercise(string planted, ToolkitRule rule, Exercise exercise)
    {
        var rules = ExerciseFaults.Of(exercise, Words).Select(f => f.Rule).ToList();

        Assert.True(rules is [var only] && only == rule, $"{planted}: {string.Join(", ", rules)}");
    }

    [Theory]
    [MemberData(nameof(FaultyPathways), DisableDiscoveryEnumeration = true)]
    public void Catches_a_fault_in_a_pathway(string planted, ToolkitRule rule, Pathway pathway)
    {
        var rules = ToolkitFaults.Of(pathway, Exercises).Select(f => f.Rule).ToList();

        Assert.True(rules is [var only] && only == rule, $"{planted}: {string.Join(", ", rules)}");
    }

    [Fact]
    public void Catches_a_key_used_twice()
    {
        AssertFault(ToolkitRule.DuplicateKey, ToolkitFaults.Find([.. Exercises, Sound], Pathways, Words, SomeToolkit.Safety, Agreement));
        AssertFault(ToolkitRule.DuplicateKey, ToolkitFaults.Find(Exercises, [.. Pathways, Pathways[0]], Words, SomeToolkit.Safety, Agreement));
    }

    [Fact]
    public void Catches_faults_in_the_vocabulary()
    {
        AssertFault(ToolkitRule.DuplicateKey, Check(Words with { Causes = [.. Words.Causes, Words.Signs[0]] }));
        AssertFault(ToolkitRule.DuplicateKey, Check(Words with { Needs = [.. Words.Needs, Words.Needs[0]] }));
        AssertFault(ToolkitRule.DuplicateKey, Check(Words with { Cautions = [.. Words.Cautions, Words.Cautions[0]] }));
        AssertFault(ToolkitRule.KeyShape, Check(Words with { Signs = [.. Words.Signs, new("Big Sign", "Label", "Text.")] }));
        AssertFault(ToolkitRule.TextLength, Check(Words with { Signs = [.. Words.Signs, new("big-sign", "", "Text.")] }));
        AssertFault(ToolkitRule.MissingCaution, Check(Words with { Cautions = [.. Words.Cautions.Skip(1)] }));

        static IReadOnlyList<ToolkitFault> Check(Vocabulary vocabulary) => ToolkitFaults.Find(Exercises, Pathways, vocabulary, SomeToolkit.Safety, Agreement);
    }

    [Fact]
    public void Catches_faults_in_safety_and_agreement()
    {
        AssertFault(ToolkitRule.Safety, ToolkitFaults.Find(Exercises, Pathways, Words, SomeToolkit.Safety with { DefaultCountry = "XX" }, Agreement));
        AssertFault(
            ToolkitRule.Safety,
            ToolkitFaults.Find(Exercises, Pathways, Words, new("US", [new("US", "Some text.", [])]), Agreement));
        AssertFault(ToolkitRule.Agreement, ToolkitFaults.Find(Exercises, Pathways, Words, SomeToolkit.Safety, new([])));
        AssertFault(
            ToolkitRule.UnknownCode,
            ToolkitFaults.Find(Exercises, Pathways, Words, SomeToolkit.Safety, new([new("jealousy", "Something", new(CadenceKind.Daily))])));
        AssertFault(
            ToolkitRule.Agreement,
            ToolkitFaults.Find(Exercises, Pathways, Words, SomeToolkit.Safety, new([new("respect", "Something", new(CadenceKind.Once))])));
    }

    [Fact]
    public void Cannot_be_built_with_faults_and_names_all_of_them()
    {
        var thrown = Assert.Throws<ToolkitFaultsException>(
            () => new ToolkitCatalogue([Sound with { Version = 0, DurationMinutes = 0 }], [], Words, SomeToolkit.Safety, Agreement));

        Assert.Equal([ToolkitRule.Version, ToolkitRule.Duration], thrown.Faults.Select(f => f.Rule));
        Assert.Contains("exercise evidence", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_a_practices_own_exercises_but_never_in_place_of_ours()
    {
        var own = Sound with { Key = "our-own" };

        Assert.Equal(own, Catalogue.With([own]).Exercise("our-own"));
        Assert.Null(Catalogue.Exercise("our-own"));
        var with = Catalogue.With([own, Sound with { Title = "Our version" }]);
        Assert.Equal([.. Catalogue.Exercises, own], with.Exercises);
        Assert.Equal(Sound, with.Exercise(Sound.Key));
        Assert.Same(Catalogue, Catalogue.With([]));
    }

    [Fact]
    public void Finds_by_key_and_names_codes()
    {
        Assert.Equal("evidence", Catalogue.Exercise("evidence")?.Key);
        Assert.Null(Catalogue.Exercise("EVIDENCE"));
        Assert.Equal("after-betrayal", Catalogue.Pathway("after-betrayal")?.Key);
        Assert.Equal("Label of jealousy", Catalogue.LabelOf("jealousy"));
        Assert.Equal("unheard-of", Catalogue.LabelOf("unheard-of"));
    }

    static void AssertFault(ToolkitRule rule, IReadOnlyList<ToolkitFault> faults) => Assert.Contains(faults, f => f.Rule == rule);

    static Pathway With(int step, Func<PathwayStep, PathwayStep> change) =>
        Pathways[0] with { Steps = [.. Pathways[0].Steps.Select((s, i) => i == step ? change(s) : s)] };
}
