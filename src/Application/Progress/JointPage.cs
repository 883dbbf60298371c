using System.Text;
using CounselDesk.Application.Agreements;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Common.PrintPage;

namespace CounselDesk.Application.Progress;

/// <summary>Writes what both partners may see: the page for the couple, and the part of it that a third party gets.</summary>
internal static class JointPage
{
    public const string Style = """
        body { font: 15px/1.55 system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
        h1 { margin: 2px 0 4px; font-size: 28px; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
        h2 { margin: 30px 0 10px; font-size: 17px; font-weight: 650; break-after: avoid; }
        .for { margin: 14px 0 0; padding: 9px 14px; border-left: 3px solid #1b4f8a; background: #f2f6fb; font-size: 13.5px; }
        .for p { margin: 2px 0; }
        table { width: 100%; border-collapse: collapse; font-size: 13.5px; }
        thead { display: table-header-group; } tr { break-inside: avoid; }
        th { text-align: left; font-weight: 600; color: var(--quiet); font-size: 12.5px; vertical-align: bottom; }
        th, td { padding: 6px 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
        th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
        tbody th { color: var(--ink); font-size: inherit; font-weight: 500; }
        .n { text-align: right; white-space: nowrap; }
        .facts { margin: 6px 0 0; font-size: 12.5px; color: var(--quiet); }
        @media print { body { font-size: 10.5pt; } }
        """;

    private const string Dash = "\u2013";

    /// <summary>The page for the couple.</summary>
    /// <param name="joint">What both may see.</param>
    /// <param name="pulses">Each partner's pulses by week; null unless both let them stand beside each other.</param>
    /// <param name="pulse">The pulse's range.</param>
    public static string Write(JointRecord joint, IReadOnlyList<PulseWeek>? pulses, (int Lowest, int Highest) pulse)
    {
        var names = string.Join(" and ", joint.Head.FullNames);
        var page = Begin($"Our work together {Dash} {names}", Style);
        Add(page, $"<header>\n<p>{joint.Head.PracticeName}</p>\n<h1>{names}</h1>\n<p>Your work together, {Day(joint.AsOf)}</p>\n</header>\n");
        page.Append("<div class=\"for\"><p><strong>For both of you.</strong> Only what both of you may see is on this page: nothing that one of you said alone.</p></div>\n");
        Sections(page, joint);
        if (pulses is not null)
            Pulses(page, joint.Head, pulses, pulse);
        Add(page, $"<footer>As of {Day(joint.AsOf)}, days in the practice's time zone. Keep it where only those read it whom you want to.</footer>\n");
        return End(page);
    }

    /// <summary>What both may see, without a heading of its own.</summary>
    public static void Sections(StringBuilder page, JointRecord joint)
    {
        page.Append("<h2>Sessions together</h2>\n");
        if (joint.Sessions is [var first, .., var last])
            Add(page, $"<p>{joint.Sessions.Count} sessions with both, from {Day(first)} to {Day(last)}.</p>\n");
        else if (joint.Sessions is [var only])
            Add(page, $"<p>1 session with both, on {Day(only)}.</p>\n");
        else
            page.Append("<p>None yet.</p>\n");
        Homework(page, joint.Homework);
        Goals(page, joint.Goals);
        if (joint.Agreement is { } agreement)
            Agreed(page, agreement);
    }

    private static void Homework(StringBuilder page, IReadOnlyList<JointHomework> homework)
    {
        page.Append("<h2>Exercises for both</h2>\n");
        if (homework.Count == 0)
        {
            page.Append("<p>None yet.</p>\n");
            return;
        }

        page.Append("<table>\n<thead><tr><th scope=\"col\">Exercise</th><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\" class=\"n\">In shared entries</th></tr></thead>\n<tbody>\n");
        foreach (var one in homework)
        {
            Add(page, $"<tr><th scope=\"row\">{one.Title}</th><td>{Day(one.StartOn)}</td><td>{(one.DueOn is { } due ? Day(due) : Dash)}</td>");
            Add(page, $"<td class=\"n\">{(one.Done.Expected == 0 ? "not due yet" : $"{ProgressSummary.Halves(one.Done.HalfCredits)} of {one.Done.Expected}")}</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n<p class=\"facts\">Done counts 1, partly ½. Counted are entries with answers that both can read; one of either is enough. What somebody wrote for the therapist alone is not counted.</p>\n");
    }

    private static void Goals(StringBuilder page, IReadOnlyList<JointGoal> goals)
    {
        if (goals.Count == 0)
            return;
        page.Append("<h2>What we work for</h2>\n<table>\n<thead><tr><th scope=\"col\">Goal</th><th scope=\"col\">As hoped</th><th scope=\"col\"></th></tr></thead>\n<tbody>\n");
        foreach (var goal in goals)
            Add(page, $"<tr><th scope=\"row\">{goal.Title}</th><td>{goal.Hoped}</td><td>{(goal.Reached ? "reached" : "under way")}</td></tr>\n");
        page.Append("</tbody>\n</table>\n");
    }

    private static void Agreed(StringBuilder page, Agreement agreement)
    {
        page.Append("<h2>Trust agreement</h2>\n");
        page.Append("<table>\n<thead><tr><th scope=\"col\">What is done</th><th scope=\"col\">How often</th></tr></thead>\n<tbody>\n");
        foreach (var row in agreement.Rows)
            Add(page, $"<tr><th scope=\"row\">{row.Action}</th><td>{Often(row.Frequency)}</td></tr>\n");
        Add(page, $"</tbody>\n</table>\n<p class=\"facts\">{(agreement.InForce ? "Both have accepted it." : "It has not been accepted by both yet.")} To be looked at again on {Day(agreement.ReviewOn!.Value)}.</p>\n");
    }

    private static void Pulses(StringBuilder page, ProgressHead head, IReadOnlyList<PulseWeek> weeks, (int Lowest, int Highest) range)
    {
        page.Append("<h2>Trust, week by week</h2>\n<table>\n<thead><tr><th scope=\"col\">Week of</th>");
        foreach (var name in head.FirstNames)
            Add(page, $"<th scope=\"col\" class=\"n\">{name}</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var week in weeks)
            Add(page, $"<tr><th scope=\"row\">{Day(week.Start)}</th><td class=\"n\">{week.A?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Dash}</td><td class=\"n\">{week.B?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Dash}</td></tr>\n");
        Add(page, $"</tbody>\n</table>\n<p class=\"facts\">{range.Lowest} to {range.Highest}, higher is better. It stands here because each of you wanted it to; either can end that at any time.</p>\n");
    }

    private static string Often(Cadence cadence) => cadence.Kind switch
    {
        CadenceKind.Once => "once",
        CadenceKind.Daily => "every day",
        CadenceKind.Weekly => "every week",
        CadenceKind.Weekdays => "on " + string.Join(", ", cadence.Weekdays!.Order()),
        _ => $"{cadence.TimesPerWeek} times a week",
    };

    private static string Day(DateOnly day) => ProgressSummary.Day(day);
}

/// <summary>Both pulses of one week.</summary>
/// <param name="Start">Its Monday.</param>
/// <param name="A">Partner A's total; null: none.</param>
/// <param name="B">Partner B's total; null: none.</param>
internal sealed record PulseWeek(DateOnly Start, int? A, int? B);
