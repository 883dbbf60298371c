using System.Text.Json;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Toolkit;

namespace CounselDesk.Application.Tests.Toolkit;

public sealed class ToolkitFilesTests
{
    static readonly ToolkitCatalogue Catalogue = new ToolkitFiles().Catalogue;

    // The founding list, written out: an exercise that vanishes from a file must be missed by someone.
    public static TheoryData<ExerciseCategory, string> FoundingList { get; } = new()
    {
        { ExerciseCategory.Repair, "empathy apology active-listening forgiveness gratitude" },
        {
            ExerciseCategory.Communication,
            "daily-check-in weekly-check-in i-feel-statements listen-or-advise shared-laughter curious-question criticism-rewrite "
            + "trust-conversation heads-up communication-styles culture-exchange constructive-conflict"
        },
        {
            ExerciseCategory.Reliability,
            "trust-agreement share-daily-plans promise-log reciprocal-accountability radical-transparency small-steps-ladder "
            + "expectations-talk trustworthy-traits"
        },
        {
            ExerciseCategory.Thoughts,
            "reality-check hopeful-reframe trigger-map trust-before-suspicion trust-or-control negative-bias-balance rumination-break"
        },
        {
            ExerciseCategory.AfterBetrayal,
            "impact-statement accountability-plan change-commitment needs-and-limits patience-and-reassurance letting-go setback-plan"
        },
        { ExerciseCategory.Boundaries, "digital-boundaries tech-free-time personal-boundaries personal-space avoid-triggers" },
        {
            ExerciseCategory.Connection,
            "quality-time acts-of-kindness love-languages new-activity shared-goals needs-inventory vulnerability-turns distance-ritual "
            + "appreciation-of-the-trusted"
        },
        {
            ExerciseCategory.Self,
            "self-trust-checklist trust-journal origins-reflection inner-voice own-interests support-network calm-down self-forgiveness self-care"
        },
        { ExerciseCategory.Decision, "stay-or-go" },
    };

    public static TheoryData<string> Joint { get; } =
    [
        "empathy", "apology", "active-listening", "weekly-check-in", "i-feel-statements", "curious-question", "criticism-rewrite",
        "trust-conversation", "heads-up", "constructive-conflict", "trust-agreement", "share-daily-plans", "reciprocal-accountability",
        "radical-transparency", "small-steps-ladder", "expectations-talk", "impact-statement", "accountability-plan", "change-commitment",
        "needs-and-limits", "patience-and-reassurance", "setback-plan", "digital-boundaries", "tech-free-time", "needs-inventory",
        "vulnerability-turns", "stay-or-go",
    ];

    [Theory]
    [MemberData(nameof(FoundingList))]
    public void Holds_every_exercise_of_the_founding_list_in_its_category(ExerciseCategory category, string keys) =>
        Assert.Equal(
            keys.Split(' ').Order(StringComparer.Ordinal),
            Catalogue.Exercises.Where(e => e.Category == category).Select(e => e.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Holds_at_least_fifty_exercises() => Assert.True(Catalogue.Exercises.Count >= 50, $"{Catalogue.Exercises.Count}");

    [Fact]
    public void Gives_every_exercise_three_to_eight_steps_and_somewhere_to_write() => Assert.All(Catalogue.Exercises, e =>
    {
        Assert.InRange(e.Steps.Count, 3, 8);
        Assert.Contains(e.Steps, s => s.Prompt is not null);
        Assert.NotEmpty(e.Reflection);
    });

    [Fact]
    public void States_each_purpose_in_two_sentences() => Assert.All(
        Catalogue.Exercises, e => Assert.Equal(2, (e.Purpose + " ").Split([". ", "? ", "! "], StringSplitOptions.RemoveEmptyEntries).Length));

    [Fact]
    public void Uses_every_code_of_the_vocabulary_in_some_exercise()
    {
        var answered = Catalogue.Exercises.SelectMany(e => e.HelpsWith).ToHashSet(StringComparer.Ordinal);
        var needed = Catalogue.Exercises.SelectMany(e => e.Needs).ToHashSet(StringComparer.Ordinal);
        var vocabulary = Catalogue.Vocabulary;

        Assert.Empty(vocabulary.Needs.Select(t => t.Code).Except(needed, StringComparer.Ordinal));
        foreach (var group in Enum.GetValues<VocabularyGroup>().Where(g => g != VocabularyGroup.Need))
            Assert.Empty(vocabulary.In(group).Select(t => t.Code).Except(answered, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(VocabularyGroup.Need, 9)]
    [InlineData(VocabularyGroup.TrustComponent, 5)]
    [InlineData(VocabularyGroup.Sign, 23)]
    [InlineData(VocabularyGroup.Cause, 21)]
    [InlineData(VocabularyGroup.Trigger, 12)]
    [InlineData(VocabularyGroup.Obstacle, 16)]
    public void Holds_the_whole_vocabulary(VocabularyGroup group, int codes) => Assert.Equal(codes, Catalogue.Vocabulary.In(group).Count);

    [Fact]
    public void Uses_every_caution()
    {
        var used = Catalogue.Exercises.SelectMany(e => e.Cautions).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Catalogue.Vocabulary.Cautions.Select(c => c.Code).Except(used, StringComparer.Ordinal));
        Assert.Equal(CautionCodes.All.Order(StringComparer.Ordinal), Catalogue.Vocabulary.Cautions.Select(c => c.Code).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Joint))]
    public void Keeps_joint_openness_and_confrontation_from_couples_with_fear_between_them(string key) =>
        Assert.True(Catalogue.Exercise(key)!.HasCaution(CautionCodes.ViolenceOrCoercion));

    [Theory]
    [InlineData("forgiveness")]
    [InlineData("letting-go")]
    public void Never_hurries_forgiving(string key) => Assert.True(Catalogue.Exercise(key)!.HasCaution(CautionCodes.AcuteBetrayal));

    [Theory]
    [InlineData("password")]
    [InlineData("location")]
    [InlineData("calendars")]
    public void Asks_for_consent_wherever_access_is_touched(string word) => Assert.All(
        Catalogue.Exercises.Where(e => e.Steps.Any(s => s.Text.Contains(word, StringComparison.OrdinalIgnoreCase))),
        e => Assert.True(e.HasCaution(CautionCodes.MutualConsent), e.Key));

    [Fact]
    public void Leaves_something_to_do_for_each_partner_alone_when_joint_work_is_on_hold() => Assert.Contains(
        Catalogue.Exercises,
        e => e.Audience is Audience.Partner or Audience.Each && !e.HasCaution(CautionCodes.ViolenceOrCoercion) && e.Category == ExerciseCategory.Self);

    [Fact]
    public void Has_the_seven_pathways() => Assert.Equal(
        [
            "after-betrayal", "digital-trust", "everyday-communication", "insecurity-and-self-trust", "long-distance", "new-beginning",
            "two-cultures",
        ],
        Catalogue.Pathways.Select(p => p.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Starts_every_pathway_with_a_step_that_is_open() =>
        Assert.All(Catalogue.Pathways, p => Assert.Equal(StepOpening.AtStart, p.Steps[0].Opens));

    [Fact]
    public void Lets_go_last_after_a_betrayal() => Assert.Equal("letting-go", Catalogue.Pathway("after-betrayal")!.Steps[^1].ExerciseKey);

    [Fact]
    public void Knows_whom_to_call_in_the_United_States()
    {
        var safety = Catalogue.Safety.For(Catalogue.Safety.DefaultCountry)!;

        Assert.Equal("US", safety.Country);
        Assert.Equal(["1-800-799-7233", "988"], safety.Lines.Select(l => l.Phone));
    }

    [Fact]
    public void Starts_an_agreement_with_three_rows() => Assert.Equal(
        [("transparency", CadenceKind.Daily), ("reassurance", CadenceKind.Weekly), ("connection", CadenceKind.Weekly)],
        Catalogue.Agreement.Rows.Select(r => (r.Need, r.Frequency.Kind)));

    [Fact]
    public void Contains_only_plain_ASCII() => Assert.All(
        ToolkitFiles.Embedded(), f => Assert.DoesNotContain(f.Value, c => c is > '~' or (< ' ' and not '\n')));

    [Fact]
    public void Says_enough_everywhere_and_nothing_twice()
    {
        foreach (var exercise in Catalogue.Exercises)
        {
            Assert.True(exercise.Title.Length >= 10, exercise.Key);
            Assert.True(exercise.Purpose.Length >= 80, exercise.Key);
            Assert.True(exercise.Source.Length >= 15, exercise.Key);
            Assert.All(exercise.Steps, s => Assert.True(s.Text.Length >= 15, $"{exercise.Key}: {s.Text}"));
            Assert.True(exercise.Steps.Sum(s => s.Text.Length) >= 350, exercise.Key);
            Assert.All(exercise.Reflection, q => Assert.True(q.Question.Length >= 15, $"{exercise.Key}: {q.Question}"));
        }

        Assert.Equal(Catalogue.Exercises.Count, Catalogue.Exercises.Select(e => e.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Catalogue.Exercises.Count, Catalogue.Exercises.Select(e => e.Purpose).Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            Enum.GetValues<VocabularyGroup>().SelectMany(Catalogue.Vocabulary.In),
            t => Assert.True(t.Label.Length >= 4 && t.Description.Length >= 25 && t.Description.EndsWith('.'), t.Code));
    }

    [Theory]
    [InlineData("toolkit/exercises/decision.json", "\"version\": 1", "\"version\": 1, \"colour\": \"red\"")]
    [InlineData("toolkit/exercises/decision.json", "\"audience\": \"each\"", "\"audience\": \"everyone\"")]
    [InlineData("toolkit/exercises/decision.json", "\"audience\": \"each\"", "\"audience\": 1")]
    [InlineData("toolkit/exercises/decision.json", "\"title\": \"Do I want to rebuild this?\",", "")]
    [InlineData("toolkit/safety.json", "\"phone\": \"988\"", "\"phone\": null")]
    public void Refuses_a_file_of_another_shape_and_names_it(string name, string from, string to)
    {
        var fault = Assert.Throws<JsonException>(() => new ToolkitFiles(Changed(name, from, to)));

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_missing_file()
    {
        var texts = ToolkitFiles.Embedded().Where(f => f.Key != "toolkit/pathways.json").ToDictionary(StringComparer.Ordinal);

        Assert.Throws<JsonException>(() => new ToolkitFiles(texts));
    }

    [Theory]
    [InlineData("toolkit/exercises/decision.json", "\"stay-or-go\"", "\"empathy\"", ToolkitRule.DuplicateKey)]
    [InlineData("toolkit/exercises/decision.json", "\"weak-commitment\"", "\"weak-comitment\"", ToolkitRule.UnknownCode)]
    [InlineData("toolkit/pathways.json", "\"exerciseKey\": \"letting-go\"", "\"exerciseKey\": \"let-go\"", ToolkitRule.UnknownExercise)]
    [InlineData("toolkit/vocabulary.json", "\"code\": \"acute-betrayal\"", "\"code\": \"acute\"", ToolkitRule.MissingCaution)]
    public void Refuses_files_that_contradict_each_other(string name, string from, string to, ToolkitRule rule)
    {
        var fault = Assert.Throws<ToolkitFaultsException>(() => new ToolkitFiles(Changed(name, from, to)));

        Assert.Contains(fault.Faults, f => f.Rule == rule);
    }

    static Dictionary<string, string> Changed(string name, string from, string to)
    {
        var texts = ToolkitFiles.Embedded().ToDictionary(StringComparer.Ordinal);
        Assert.Contains(from, texts[name], StringComparison.Ordinal);
        texts[name] = texts[name].Replace(from, to, StringComparison.Ordinal);
        return texts;
    }
}
