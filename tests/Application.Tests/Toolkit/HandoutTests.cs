using System.Text.RegularExpressions;
using CounselDesk.Application.Common;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Toolkit;

namespace CounselDesk.Application.Tests.Toolkit;

public sealed class HandoutTests : HomeworkTest
{
    private static readonly HandoutForm Form = new(PaperSize.A4, PrintSize.Normal);

    [Fact]
    public async Task Is_one_self_contained_page_for_the_paper_and_print_asked_for()
    {
        var pages = new List<string>();
        foreach (var form in new[] { new HandoutForm(null, null), Form, new HandoutForm(PaperSize.Letter, PrintSize.Large), new HandoutForm(PaperSize.A4, PrintSize.Large) })
            pages.Add(await Desk.Send(Practice.Therapist, new PrintExerciseQuery("apology", form)));
        Assert.Equal(4, pages.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("@page { size: letter; }", pages[0], StringComparison.Ordinal);
        Assert.Contains("@page { size: A4; }", pages[1], StringComparison.Ordinal);
        Assert.Contains("font-size: 18pt", pages[2], StringComparison.Ordinal);
        Assert.All(pages, page => Assert.DoesNotMatch("<script|<link|<img|<iframe|url\\(|@import|href=|src=| on[a-z]+=| style=", page));
    }

    [Fact]
    public async Task Leaves_room_under_every_prompt_and_question()
    {
        var exercise = await Desk.Send(Practice.Therapist, new GetExerciseQuery("apology"));
        var page = await Desk.Send(Practice.Frontdesk, new PrintExerciseQuery("apology", Form));
        var prompts = exercise.Steps.Count(step => step.Prompt is not null);
        var texts = exercise.Reflection.Count(question => question.Kind == ReflectionKind.Text);
        Assert.Equal((prompts * 3) + (texts * 2), Regex.Count(page, "class=\"line\"", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(exercise.Steps.Count, Regex.Count(page, "<li><p>", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Says_the_same_whatever_a_screening_said()
    {
        var before = await Practice.Assign(Pair, GivenHomework.Some("gratitude", Pair.A.ToString()));
        var unscreened = await Partner(Pair.PartnerA, before.Id);
        await Practice.ScreenBoth(Pair, positive: true);
        var after = await Practice.Assign(Pair, GivenHomework.Some("gratitude", Pair.A.ToString()));
        Assert.Equal(unscreened, await Partner(Pair.PartnerA, after.Id));
        Assert.Equal(unscreened, await Desk.Send(Practice.Therapist, new PrintAssignmentQuery(after.Id, Form, Names: false)));
    }

    // Cautions, numbers to call and roles after a betrayal make whoever finds the sheet ask why they are there.
    [Fact]
    public void Holds_no_caution_no_safety_number_and_no_role() => Assert.All(new ToolkitFiles().Catalogue.Exercises, exercise =>
    {
        var page = new HandoutPage(new SafeMarkdown()).Write(exercise, Form);
        Assert.DoesNotMatch("caution|screening|hotline|1-800|violence|coerci|hurt partner|involved partner", page.ToLowerInvariant());
        Assert.DoesNotContain(exercise.Source, page, StringComparison.Ordinal);
        Assert.Contains("Stop whenever it gets too much", page, StringComparison.Ordinal);
    });

    [Fact]
    public async Task Names_nobody_unless_asked_and_a_partner_never()
    {
        var assignment = await Practice.Assign(Pair, GivenHomework.Some("gratitude") with { Instructions = "Before <b>supper</b> & after.", DueOn = GivenHomework.Monday.AddDays(13) });
        var plain = await Desk.Send(Practice.Therapist, new PrintAssignmentQuery(assignment.Id, Form, Names: false));
        var named = await Desk.Send(Practice.Therapist, new PrintAssignmentQuery(assignment.Id, Form, Names: true));
        var names = Pair.Couple.Partners.Select(partner => partner.FirstName).ToList();
        Assert.Contains($"<p>For {names[0]} and {names[1]}</p>", named, StringComparison.Ordinal);
        Assert.All(names, name => Assert.DoesNotContain(name, plain, StringComparison.Ordinal));
        Assert.Equal(plain, await Partner(Pair.PartnerB, assignment.Id));
        Assert.Contains("Before &lt;b&gt;supper&lt;/b&gt; &amp; after.", plain, StringComparison.Ordinal);
        Assert.Contains("2 March 2026 to 15 March 2026", plain, StringComparison.Ordinal);
        var single = await Practice.Assign(Pair, GivenHomework.Some("gratitude", Pair.A.ToString()));
        Assert.Contains($"<p>For {names[0]}</p>", await Desk.Send(Practice.Therapist, new PrintAssignmentQuery(single.Id, Form, Names: true)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prints_what_was_given_and_not_what_the_exercise_says_now()
    {
        await Desk.WriteExercise(Practice.Therapist);
        var assignment = await Practice.Assign(Pair, GivenHomework.Some("porch-time", "couple"));
        await Desk.Send(Practice.Therapist, new UpdateExerciseCommand("porch-time", null, GivenExercises.Some(null, "Tea on the porch")));
        Assert.Contains("<h1>Ten minutes on the porch</h1>", await Partner(Pair.PartnerA, assignment.Id), StringComparison.Ordinal);
        var now = await Desk.Send(Practice.Therapist, new PrintExerciseQuery("porch-time", Form));
        Assert.Contains("<h1>Tea on the porch</h1>", now, StringComparison.Ordinal);
        Assert.Contains("<strong>one</strong>", now, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_prints_what_they_may_not_read()
    {
        var alone = await Practice.Assign(Pair, GivenHomework.Some("gratitude", Pair.A.ToString()));
        await Partner(Pair.PartnerB, alone.Id).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.OtherTherapist, new PrintAssignmentQuery(alone.Id, Form, false)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(Practice.Frontdesk, new PrintAssignmentQuery(alone.Id, Form, false)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Pair.PartnerA, new PrintExerciseQuery("apology", Form)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.Therapist, new PrintExerciseQuery("no-such-one", Form)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, new PrintAssignmentQuery(alone.Id, Form, false)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        var hostile = new SafeMarkdownProbe().Exercise;
        var page = new HandoutPage(new SafeMarkdown()).Write(hostile, Form, new HandoutTask(AssignedTo.Couple, GivenHomework.Monday, null, Cadence.Daily, SafeMarkdownProbe.Text, [SafeMarkdownProbe.Text]));
        Assert.DoesNotMatch("<script|<img|javascript:\"|href=\"(?!https:|mailto:)", page);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    private Task<string> Partner(Caller caller, Guid assignment) => Desk.Send(caller, new PrintPortalAssignmentQuery(assignment, Form));

    private sealed class SafeMarkdownProbe
    {
        public const string Text = "\"><script>alert(1)</script>{0}{{[x](javascript:alert(1))![y](https://a.test/b.png)";

        public Exercise Exercise { get; } = new(
            "hostile", 1, Text, Text, ExerciseCategory.Self, Audience.Each, [new(Text, Text), new(Text, null), new(Text, null)], 5, Cadence.Daily, [], [],
            DistanceFit.Adapted, Text, [], [new("a", Text, ReflectionKind.Choice, [Text, "b"]), new("b", Text, ReflectionKind.Text, null)], Text);
    }
}
