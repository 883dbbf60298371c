using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Toolkit;

namespace CounselDesk.Application.Tests.Toolkit;

/// <summary>Every rule of the catalogue, by the name of the field that breaks it.</summary>
public sealed class OwnExerciseTextTests
{
    private static readonly OwnExerciseTextValidator Validator = new(new ToolkitFiles(), new SafeMarkdown());
    private static readonly OwnExerciseText Sound = GivenExercises.Some();
    private static readonly ExerciseStep Step = new("Sit down together.", null);
    private static readonly ReflectionQuestion Question = new("closer", "How close did you feel?", ReflectionKind.Scale, null);

    private static readonly OwnExerciseText Parted = GivenExercises.WithRoles();

    public static TheoryData<string, OwnExerciseText> Faulty { get; } = new()
    {
        { "key", Sound with { Key = "Porch Time" } },
        { "key", Sound with { Key = new string('k', 61) } },
        { "title", Sound with { Title = "No" } },
        { "title", Sound with { Title = new string('t', 121) } },
        { "title", Sound with { Title = "Two\nlines" } },
        { "purpose", Sound with { Purpose = "Short." } },
        { "purpose", Sound with { Purpose = $"A bell \u0007 in a purpose of some length." } },
        { "purpose", Sound with { Purpose = "See [this page](javascript:alert(1)) for more." } },
        { "category", Sound with { Category = (ExerciseCategory)99 } },
        { "audience", Sound with { Audience = (Audience)99 } },
        { "steps", Sound with { Steps = [Step, Step] } },
        { "steps", Sound with { Steps = [.. Enumerable.Repeat(Step, 9)] } },
        { "steps[1]", Sound with { Steps = [Step, null!, Step] } },
        { "steps[2].text", Sound with { Steps = [Step, Step, Step with { Text = "Sit." }] } },
        { "steps[0].text", Sound with { Steps = [Step with { Text = "Look at ![this](https://example.test/a.png) together." }, Step, Step] } },
        { "steps[0].prompt", Sound with { Steps = [Step with { Prompt = new string('p', 201) }, Step, Step] } },
        { "steps[0].prompt", Sound with { Steps = [Step with { Prompt = "<file:///etc/passwd>" }, Step, Step] } },
        { "durationMinutes", Sound with { DurationMinutes = 0 } },
        { "durationMinutes", Sound with { DurationMinutes = 241 } },
        { "cadence", Sound with { Cadence = new(CadenceKind.TimesPerWeek, 7) } },
        { "cadence", Sound with { Cadence = new(CadenceKind.Daily, 2) } },
        { "reflection", Sound with { Reflection = [] } },
        { "reflection", Sound with { Reflection = [Question, Question] } },
        { "reflection[0]", Sound with { Reflection = [null!] } },
        { "reflection[0].key", Sound with { Reflection = [Question with { Key = "How Close" }] } },
        { "reflection[0].question", Sound with { Reflection = [Question with { Question = "How?" }] } },
        { "reflection[0].choices", Sound with { Reflection = [Question with { Kind = ReflectionKind.Choice, Choices = ["one"] }] } },
        { "reflection[0].choices", Sound with { Reflection = [Question with { Choices = ["one", "two"] }] } },
        { "needs[0]", Sound with { Needs = ["no-such-need"] } },
        { "needs[1]", Sound with { Needs = ["connection", null!] } },
        { "helpsWith[1]", Sound with { HelpsWith = ["growing-apart", "connection"] } },
        { "helpsWith", Sound with { HelpsWith = ["growing-apart", "growing-apart"] } },
        { "helpsWith", Sound with { Needs = null, HelpsWith = [] } },
        { "worksAtDistance", Sound with { WorksAtDistance = (DistanceFit)99 } },
        { "distanceAdaptation", Sound with { WorksAtDistance = DistanceFit.Adapted } },
        { "distanceAdaptation", Sound with { DistanceAdaptation = "Do it over a call." } },
        { "cautions[0]", Sound with { Cautions = ["take-care"] } },
        { "source", Sound with { Source = " " } },
        { "roles", Sound with { Roles = ["speaker"] } },
        { "roles", Sound with { Roles = ["speaker", "Speaker"] } },
        { "roles", Parted with { Audience = Audience.Each } },
        { "roles[0]", Sound with { Roles = [null!, "listener"] } },
        { "roles[1]", Sound with { Roles = ["speaker", "one; two"] } },
        { "roles[1]", Sound with { Roles = ["speaker", new string('r', 41)] } },
        { "roles[0]", Parted with { Roles = ["a\nb", "hearer"], Steps = [Step with { Role = "a\nb" }, .. Parted.Steps.Where(step => step.Role != "teller"), Step] } },
        { "steps", Sound with { Roles = ["speaker", "listener"] } },
        { "steps[0].role", Sound with { Steps = [Step with { Role = "speaker" }, Step, Step] } },
        { "steps[0].role", Parted with { Steps = [Step with { Role = "judge" }, .. Parted.Steps] } },
    };

    [Theory]
    [MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void Names_the_field_at_fault_and_never_its_value(string field, OwnExerciseText text)
    {
        var fault = Assert.Single(Validator.Validate(text).Errors);
        Assert.Equal(field, fault.PropertyName);
        foreach (var value in new[] { "Porch Time", "no-such-need", "take-care", "javascript", "passwd", "How Close" })
            Assert.DoesNotContain(value, fault.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_all_of_them_at_once() => Assert.Equal(
        ["title", "durationMinutes", "needs[0]"],
        Validator.Validate(Sound with { Title = "", DurationMinutes = 0, Needs = ["x"] }).Errors.Select(fault => fault.PropertyName));

    [Fact]
    public void Takes_every_built_in_exercise_as_it_stands() => Assert.All(new ToolkitFiles().Catalogue.Exercises, exercise => Assert.Empty(Validator.Validate(new OwnExerciseText(
        exercise.Title, exercise.Purpose, exercise.Category, exercise.Audience, exercise.Steps, exercise.DurationMinutes, exercise.Cadence, exercise.Reflection,
        true, exercise.Key, exercise.Needs, exercise.HelpsWith, exercise.WorksAtDistance, exercise.DistanceAdaptation, exercise.Cautions, exercise.Source, exercise.Roles)).Errors));
}
