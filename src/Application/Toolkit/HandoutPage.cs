using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using static CounselDesk.Application.Common.PrintPage;

namespace CounselDesk.Application.Toolkit;

/// <summary>The paper a handout is printed on.</summary>
public enum PaperSize
{
    /// <summary>8.5 by 11 inches.</summary>
    Letter,

    /// <summary>210 by 297 millimetres.</summary>
    A4,
}

/// <summary>How large a handout's print is.</summary>
public enum PrintSize
{
    /// <summary>About 11 points.</summary>
    Normal,

    /// <summary>18 points, what large print asks for.</summary>
    Large,
}

/// <summary>How a handout is to look.</summary>
/// <param name="Paper">The paper, Letter unless told.</param>
/// <param name="Size">The print, normal unless told.</param>
public sealed record HandoutForm(PaperSize? Paper, PrintSize? Size);

/// <summary>What a handout says of an assignment, besides the exercise.</summary>
/// <param name="For">For whom it is.</param>
/// <param name="StartOn">First day.</param>
/// <param name="DueOn">Last day; null is open-ended.</param>
/// <param name="Cadence">How often.</param>
/// <param name="Instructions">The therapist's own words.</param>
/// <param name="Names">First names, only where they were asked for.</param>
public sealed record HandoutTask(AssignedTo For, DateOnly StartOn, DateOnly? DueOn, Cadence Cadence, string? Instructions, IReadOnlyList<string> Names);

/// <summary>
/// Writes an exercise as a sheet to be done on paper. It lies about at home, where whoever must not may read it: it is the same
/// whatever is known of the couple, and holds neither cautions nor safety numbers, of which one could ask why they are there. No source either: its title may tell of what it was not given for.
/// </summary>
public sealed class HandoutPage(IMarkdown markdown)
{
    private const int PromptLines = 3;
    private const int TextLines = 2;

    private const string Style = """
        body { font: 16px/1.5 Georgia, 'Times New Roman', serif; overflow-wrap: break-word; }
        h1 { margin: 0 0 6px; font-size: 1.65em; line-height: 1.2; break-after: avoid; }
        h2 { margin: 1.4em 0 .5em; font-size: 1.12em; break-after: avoid; }
        p { margin: 0 0 .5em; orphans: 2; widows: 2; }
        header p { font-size: .92em; }
        .purpose { margin: 1em 0 0; font-size: 1.06em; }
        .own { margin: 1.2em 0 0; padding: .7em 1em; border: 1px solid #8fa3b3; border-radius: 4px; break-inside: avoid; }
        .own strong { display: block; font-size: .88em; color: var(--quiet); }
        .own .text { margin: 0; white-space: pre-wrap; }
        ol.steps { margin: 0; padding: 0; padding-inline-start: 1.7em; } ol.steps > li { margin: 0 0 .9em; padding-inline-start: .3em; break-inside: avoid; } ol.steps > li::marker { font-weight: bold; }
        .role { display: inline-block; float: inline-start; margin-inline-end: .6em; padding: 0 .5em; border: 1px solid #8fa3b3; border-radius: 1em; font-size: .82em; }
        .prompt { margin: .2em 0 0; font-style: italic; } .prompt p { margin: 0; }
        .line { height: 2.1em; border-bottom: 1px solid #9aa7b2; }
        .question { margin: 0 0 1.1em; break-inside: avoid; } .question > p { margin: 0 0 .2em; }
        .scale { display: flex; justify-content: space-between; max-width: 34em; margin: .5em 0 0; padding: 0; list-style: none; }
        .scale li { flex: none; width: 2.15em; height: 2.15em; border: 1px solid var(--ink); border-radius: 50%; text-align: center; line-height: 2.05em; font-size: .92em; }
        .ends { display: flex; justify-content: space-between; max-width: 31em; font-size: .82em; color: var(--quiet); }
        .choices { margin: .3em 0 0; padding: 0; list-style: none; } .choices li { margin: .25em 0; }
        .choices li::before { content: ''; display: inline-block; width: .85em; height: .85em; margin-inline-end: .6em; border: 1px solid var(--ink); vertical-align: -.08em; }
        footer { margin-top: 1em; font-size: .82em; break-inside: avoid; } footer p { margin: 0 0 .3em; }
        """;

    public string Write(Exercise exercise, HandoutForm form, HandoutTask? task = null, string? language = null)
    {
        // The sheet's own few words are English: what is translated says so, part by part.
        var told = language is null ? "" : $" lang=\"{language}\" dir=\"{(LanguageTag.IsRightToLeft(language) ? "rtl" : "ltr")}\"";
        var page = Begin(exercise.Title, Style + (form.Size == PrintSize.Large ? Large : Normal) + (form.Paper == PaperSize.A4 ? "\n@page { size: A4; }" : "\n@page { size: letter; }"));
        page.Append("<header>\n<h1").Append(told).Append('>');
        Add(page, $"{exercise.Title}</h1>\n<p>{Facts(exercise, task)}</p>\n");
        if (task is { Names.Count: > 0 })
            Add(page, $"<p>For {string.Join(" and ", task.Names)}</p>\n");
        page.Append("</header>\n<div class=\"purpose\"").Append(told).Append('>').Append(markdown.Html(exercise.Purpose)).Append("</div>\n");
        if (task?.Instructions is { } instructions)
            Add(page, $"<div class=\"own\"><strong>From your therapist</strong><p class=\"text\" dir=\"auto\">{instructions}</p></div>\n");

        page.Append("<h2>What to do</h2>\n<ol class=\"steps\"").Append(told).Append(">\n");
        foreach (var step in exercise.Steps)
        {
            page.Append("<li>");
            if (step.Role is { } role)
                Add(page, $"<span class=\"role\">{role}</span>");
            page.Append(markdown.Html(step.Text));
            if (step.Prompt is { } prompt)
                page.Append("<div class=\"prompt\">").Append(markdown.Html(prompt)).Append("</div>").Insert(page.Length, "<div class=\"line\"></div>", PromptLines);
            page.Append("</li>\n");
        }

        page.Append("</ol>\n");
        if (exercise.DistanceAdaptation is { } apart)
            page.Append("<div class=\"own\"><strong>If you live apart</strong><div").Append(told).Append('>').Append(markdown.Html(apart)).Append("</div></div>\n");
        page.Append("<h2>Afterwards</h2>\n");
        foreach (var question in exercise.Reflection)
            Ask(page, question, told);
        page.Append("<footer>\n<p>Stop whenever it gets too much; that is allowed, and worth telling at your next session. This sheet is yours: keep it where only those read it whom you want to.</p>\n</footer>\n");
        return End(page);
    }

    private const string Normal = "\n@media print { body { font-size: 11pt; } }";

    private const string Large = "\nbody { font-family: Arial, Helvetica, sans-serif; font-size: 24px; }\n.prompt { font-style: normal; font-weight: bold; }\n.line { height: 1.9em; }\nfooter, .ends, header p, .own strong, .role { font-size: 1em; }\n@media print { body { font-size: 18pt; } }";

    private static void Ask(System.Text.StringBuilder page, ReflectionQuestion question, string told)
    {
        page.Append("<div class=\"question\"><p").Append(told).Append('>');
        Add(page, $"{question.Question}</p>");
        switch (question.Kind)
        {
            case ReflectionKind.Scale:
                page.Append("<ol class=\"scale\">");
                for (var value = 0; value <= HomeworkLimits.RatingMaximum; value++)
                    Add(page, $"<li>{value}</li>");
                page.Append("</ol><div class=\"ends\"><span>not at all</span><span>very much</span></div>");
                break;
            case ReflectionKind.Choice:
                page.Append("<ul class=\"choices\"").Append(told).Append('>');
                foreach (var choice in question.Choices ?? [])
                    Add(page, $"<li>{choice}</li>");
                page.Append("</ul>");
                break;
            default:
                page.Insert(page.Length, "<div class=\"line\"></div>", TextLines);
                break;
        }

        page.Append("</div>\n");
    }

    private static string Facts(Exercise exercise, HandoutTask? task) => string.Join(" \u00b7 ", new[]
    {
        task is null ? Words(exercise.Audience) : Words(task.For),
        $"about {exercise.DurationMinutes} {(exercise.DurationMinutes == 1 ? "minute" : "minutes")}",
        Words(task?.Cadence ?? exercise.Cadence),
        task is null ? null : Days(task),
    }.Where(fact => fact is not null));

    private static string Days(HandoutTask task) => task.DueOn is { } due ? $"{Day(task.StartOn)} to {Day(due)}" : $"from {Day(task.StartOn)}";

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    // Which role after a betrayal an exercise is made for is nobody's business who finds the sheet.
    private static string Words(Audience audience) => audience switch
    {
        Audience.Couple => "For both of you, together",
        Audience.Each => "For each of you, on a sheet of your own",
        _ => "For you",
    };

    private static string Words(AssignedTo to) => to switch
    {
        AssignedTo.Couple => "For both of you, together",
        AssignedTo.Each => "For each of you, on a sheet of your own",
        _ => "For you",
    };

    private static string Words(Cadence cadence) => cadence.Kind switch
    {
        CadenceKind.Once => "once",
        CadenceKind.Daily => "every day",
        CadenceKind.Weekly => "once a week",
        CadenceKind.Weekdays => $"on {string.Join(", ", cadence.Weekdays!.Order().Select(day => day.ToString()))}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{cadence.TimesPerWeek} times a week"),
    };
}
