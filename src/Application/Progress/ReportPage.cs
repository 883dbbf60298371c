using System.Globalization;
using System.Text;
using CounselDesk.Domain.Progress;
using static CounselDesk.Application.Common.PrintPage;

namespace CounselDesk.Application.Progress;

/// <summary>
/// Writes a case's progress as one self-contained page that prints on A4 and Letter: no script, font, picture or address from
/// elsewhere, so that the strictest content policy lets it pass. Whatever is put into it is escaped on the way.
/// </summary>
internal static class ReportPage
{
    private const string Dash = "\u2013";

    private const string Style = """
        :root { --wash: #f5f7f9; --one: #1b4f8a; --other: #c2561a; }
        html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        body { font: 15px/1.5 system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
        h1 { margin: 2px 0 4px; font-size: 28px; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
        h2 { margin: 30px 0 10px; font-size: 17px; font-weight: 650; break-after: avoid; }
        h3 { margin: 20px 0 4px; font-size: 15px; font-weight: 650; break-after: avoid; }
        .tiles { display: grid; grid-template-columns: repeat(3, 1fr); gap: 14px; margin: 22px 0 0; }
        .tile { padding: 12px 14px; border-top: 3px solid #8fa3b3; background: var(--wash); break-inside: avoid; }
        .tile.one { border-color: var(--one); } .tile.other { border-color: var(--other); }
        .tile p { margin: 0; font-size: 13px; color: var(--quiet); }
        .tile .figure { margin: 1px 0; font-size: 23px; line-height: 1.3; font-weight: 600; color: var(--ink); }
        .figure small { font-size: 14px; font-weight: 400; color: var(--quiet); }
        ul.summary { margin: 0; padding: 0 0 0 18px; } ul.summary li { margin: 4px 0; } ul.summary li::marker { color: #8fa3b3; }
        sup { line-height: 0; font-size: 11px; } sup a { color: var(--quiet); text-decoration: none; padding-left: 2px; }
        figure { margin: 22px 0 0; break-inside: avoid; } figure svg { display: block; width: 100%; height: auto; }
        table { width: 100%; border-collapse: collapse; font-size: 13.5px; }
        thead { display: table-header-group; } tr { break-inside: avoid; }
        th { text-align: left; font-weight: 600; color: var(--quiet); font-size: 12.5px; vertical-align: bottom; }
        th, td { padding: 5px 8px; border-bottom: 1px solid var(--line); }
        th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
        tbody th { color: var(--ink); font-size: inherit; font-weight: 500; }
        .n { text-align: right; white-space: nowrap; } .none td, .none th { color: var(--quiet); font-style: italic; font-weight: 400; }
        tfoot th, tfoot td { border-bottom: 0; border-top: 2px solid var(--ink); font-weight: 650; color: var(--ink); font-size: inherit; }
        .class { display: inline-block; white-space: nowrap; padding: 0 8px; border-radius: 9px; background: #edf0f3; font-size: 12.5px; line-height: 19px; }
        .recovered, .improved { background: #e0efe5; color: #1d5a36; } .deteriorated { background: #f8e3de; color: #8c2f1c; }
        .facts { margin: 5px 0 0; font-size: 12.5px; color: var(--quiet); }
        ol.how { margin: 0; padding: 0 0 0 20px; font-size: 12.5px; color: var(--quiet); } ol.how li { margin: 3px 0; }
        @media (max-width: 640px) { .tiles { grid-template-columns: 1fr; } }
        @media print { body { font-size: 10.5pt; } }
        """;

    public static string Write(CoupleProgress progress, ProgressHead head, Instrument pulse)
    {
        var names = string.Join(" and ", head.FullNames);
        var page = Begin($"Progress report {Dash} {names}", Style);
        Header(page, progress, head, names);
        Tiles(page, progress);
        var rules = progress.Summary.Select(sentence => sentence.Basis).Distinct(StringComparer.Ordinal).ToList();
        Summary(page, progress, rules);
        page.Append("<figure>").Append(ProgressDrawing.Of(progress, pulse)).Append("</figure>\n");
        Weeks(page, progress);
        Measures(page, progress);
        Goals(page, progress);
        page.Append("<h2>How each sentence was made</h2>\n<ol class=\"how\">\n");
        foreach (var (index, rule) in rules.Index())
            Add(page, $"<li id=\"how-{index + 1}\">{rule}</li>\n");
        page.Append("</ol>\n");
        Add(page, $"<footer>As of {Day(progress.AsOf)}, days and weeks (Monday to Sunday) in the practice's time zone. Made from questionnaire answers, homework entries, ratings of goals, sessions held and the days of events alone: no notes, screenings, reflections or texts are in it.</footer>\n");
        return End(page);
    }

    private static void Header(StringBuilder page, CoupleProgress progress, ProgressHead head, string names)
    {
        Add(page, $"<header>\n<p>{head.PracticeName}</p>\n<h1>{names}</h1>\n");
        Add(page, $"<p>Progress report, {Day(progress.Weeks[0].WeekStart)} to {Day(progress.AsOf)}</p>\n</header>\n");
        page.Append(progress.Partners.Count > 1
            ? "<p class=\"care\"><strong>For the clinician.</strong> It holds what each partner answered alone. Show or give it to nobody, either partner included, without both partners’ authorization.</p>\n"
            : "<p class=\"care\"><strong>For the clinician.</strong> It holds what the client answered. Give it to nobody else without the client’s authorization.</p>\n");
    }

    private static void Tiles(StringBuilder page, CoupleProgress progress)
    {
        page.Append("<section class=\"tiles\" aria-label=\"At a glance\">\n");
        foreach (var (partner, kind) in progress.Partners.Zip(["one", "other"]))
        {
            Add(page, $"<div class=\"tile {kind}\"><p>{partner.FirstName}: trust pulse</p>");
            switch (partner.Trust)
            {
                case { Latest: null }:
                    Add(page, $"<p class=\"figure\">{Dash}</p><p>none answered yet</p>");
                    break;
                case { Amount: null } only:
                    Add(page, $"<p class=\"figure\">{Text(only.Latest.Value)} <small>of 50</small></p><p>first pulse, {Day(only.LatestOn!.Value)}</p>");
                    break;
                case var trust:
                    Add(page, $"<p class=\"figure\">{Text(trust.Baseline!.Value)} \u2192 {Text(trust.Latest!.Value)} <small>of 50</small></p><p>{Signed(trust.Amount!.Value)} since {Day(trust.BaselineOn!.Value)}</p>");
                    break;
            }

            page.Append("</div>\n");
        }

        var homework = progress.Homework;
        page.Append("<div class=\"tile\"><p>Homework done</p>");
        if (homework.Ratio is { } ratio)
            Add(page, $"<p class=\"figure\">{ProgressSummary.Percent(ratio)}</p><p>{ProgressSummary.Halves(homework.HalfCredits)} of {homework.Expected} that fell due</p>");
        else
            Add(page, $"<p class=\"figure\">{Dash}</p><p>nothing has fallen due yet</p>");
        page.Append("</div>\n</section>\n");
    }

    private static void Summary(StringBuilder page, CoupleProgress progress, List<string> rules)
    {
        page.Append("<h2>In short</h2>\n<ul class=\"summary\">\n");
        foreach (var sentence in progress.Summary)
        {
            var number = rules.IndexOf(sentence.Basis) + 1;
            Add(page, $"<li>{sentence.Text}<sup><a href=\"#how-{number}\" title=\"How this was made\">{number}</a></sup></li>\n");
        }

        page.Append("</ul>\n");
    }

    private static void Weeks(StringBuilder page, CoupleProgress progress)
    {
        var hasTwo = progress.Partners.Count > 1;
        page.Append("<h2>Week by week</h2>\n<table>\n<thead><tr><th scope=\"col\">Week of</th>");
        foreach (var partner in progress.Partners)
            Add(page, $"<th scope=\"col\" class=\"n\">Trust pulse<br>{partner.FirstName}</th>");
        foreach (var partner in progress.Partners)
            Add(page, $"<th scope=\"col\" class=\"n\">Homework<br>{partner.FirstName}</th>");
        page.Append(hasTwo ? "<th scope=\"col\" class=\"n\">Homework<br>together</th></tr></thead>\n<tbody>\n" : "</tr></thead>\n<tbody>\n");

        var columns = progress.Partners.Count * 2 + (hasTwo ? 1 : 0);
        var empty = new List<WeekOfProgress>();
        foreach (var week in progress.Weeks)
        {
            if (week.Homework.Expected == 0 && week.Partners.All(partner => partner.TrustPulse is null))
            {
                empty.Add(week);
                continue;
            }

            Empty(page, empty, columns);
            Add(page, $"<tr><th scope=\"row\">{Day(week.WeekStart)}</th>");
            foreach (var partner in week.Partners)
                Add(page, $"<td class=\"n\">{partner.TrustPulse?.ToString(CultureInfo.InvariantCulture) ?? Dash}</td>");
            foreach (var partner in week.Partners)
                Add(page, $"<td class=\"n\">{Done(partner.Homework)}</td>");
            if (hasTwo)
                Add(page, $"<td class=\"n\">{Done(week.Homework)}</td>");
            page.Append("</tr>\n");
        }

        Empty(page, empty, columns);
        page.Append("</tbody>\n<tfoot><tr><th scope=\"row\">In all</th>");
        foreach (var _ in progress.Partners)
            page.Append("<td></td>");
        foreach (var partner in progress.Partners)
            Add(page, $"<td class=\"n\">{Done(partner.Homework)}</td>");
        if (hasTwo)
            Add(page, $"<td class=\"n\">{Done(progress.Homework)}</td>");
        page.Append("</tr></tfoot>\n</table>\n<p class=\"facts\">Trust pulse: 0 to 50, higher is better. Homework: done counts 1, partly ½, skipped 0, of what fell due in the week; a target met caps the whole, not the weeks.</p>\n");
    }

    // Weeks without anything are told in one line, so that a pause does not fill a page.
    private static void Empty(StringBuilder page, List<WeekOfProgress> weeks, int columns)
    {
        if (weeks.Count == 0)
            return;
        var text = weeks.Count == 1 ? "nothing recorded" : $"nothing recorded for {weeks.Count} weeks";
        Add(page, $"<tr class=\"none\"><th scope=\"row\">{Day(weeks[0].WeekStart)}</th><td class=\"n\" colspan=\"{columns}\">{text}</td></tr>\n");
        weeks.Clear();
    }

    private static void Measures(StringBuilder page, CoupleProgress progress)
    {
        page.Append("<h2>Measures</h2>\n");
        if (progress.Measures.Count == 0)
            page.Append("<p class=\"facts\">None answered yet.</p>\n");
        foreach (var measure in progress.Measures)
        {
            Add(page, $"<h3>{measure.Title}</h3>\n<table>\n");
            page.Append("<thead><tr><th scope=\"col\">Partner</th><th scope=\"col\">First</th><th scope=\"col\">Latest</th><th scope=\"col\" class=\"n\">Change</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n");
            foreach (var (partner, series) in progress.Partners.Zip(measure.Partners))
            {
                Add(page, $"<tr><th scope=\"row\">{partner.FirstName}</th><td>{Score(series.Baseline)}</td><td>{(series.Latest == series.Baseline ? Dash : Score(series.Latest))}</td>");
                Add(page, $"<td class=\"n\">{(series.Change is { } change ? Change(change) : Dash)}</td><td>");
                if (series.Change is { } verdict)
                    Add(page, $"<span class=\"class {StyleOf(verdict.Class)}\">{Label(verdict.Class)}</span>");
                else
                    page.Append(Dash);
                page.Append("</td></tr>\n");
            }

            page.Append("</tbody>\n</table>\n");
            var range = measure is { LowestTotal: { } lowest, HighestTotal: { } highest } ? $"{Text(lowest)} to {Text(highest)}. " : "";
            var couple = measure.CoupleClass is { } together and not ChangeClass.NotClassified ? $" The couple: {ProgressSummary.Words(together)}." : "";
            Add(page, $"<p class=\"facts\">{range}{(measure.Better == BetterEnd.Higher ? "Higher" : "Lower")} is better. {measure.Basis}{couple} Source: {measure.Source}.</p>\n");
        }
    }

    private static void Goals(StringBuilder page, CoupleProgress progress)
    {
        if (progress.Goals.Whole.Goals == 0)
            return;
        page.Append("<h2>Goals</h2>\n<table>\n<thead><tr><th scope=\"col\">Of</th><th scope=\"col\" class=\"n\">Goals</th><th scope=\"col\" class=\"n\">Rated</th><th scope=\"col\" class=\"n\">T</th></tr></thead>\n<tbody>\n");
        foreach (var scope in progress.Goals.Scopes)
        {
            var of = progress.Partners.FirstOrDefault(partner => string.Equals(partner.PartnerId.ToString(), scope.Scope, StringComparison.Ordinal))?.FirstName ?? "both";
            Add(page, $"<tr><th scope=\"row\">{of}</th><td class=\"n\">{scope.Goals}</td><td class=\"n\">{scope.Rated}</td><td class=\"n\">{(scope.T is { } t ? Text(t) : Dash)}</td></tr>\n");
        }

        Add(page, $"</tbody>\n</table>\n<p class=\"facts\">50 is all as expected, 10 a standard deviation. {progress.Goals.Method}</p>\n");
    }

    private static string Score(SeriesPoint? point)
    {
        if (point is null)
            return Dash;
        var score = point.Total is { } total ? Text(total) : string.Join(", ", point.Subscales.Select(scale => $"{scale.Key} {Text(scale.Points)}"));
        return $"{score}{(point.Band is { } band ? $", {band}" : "")}{(point.Prorated ? ", prorated" : "")} ({point.AnsweredOn.ToString("d MMM yyyy", CultureInfo.InvariantCulture).Replace(' ', '\u00a0')})";
    }

    private static string Change(MeasureChange change) => change.Amount is { } amount
        ? Signed(amount)
        : string.Join(", ", change.Subscales.Select(scale => $"{scale.Key} {Signed(scale.Points)}"));

    private static string Done(HomeworkDone done) => done.Expected == 0 ? Dash : $"{ProgressSummary.Halves(done.HalfCredits)} of {done.Expected}";

    private static string Label(ChangeClass change) => change switch
    {
        ChangeClass.Unchanged => "no reliable change",
        ChangeClass.NotClassified => "not classified",
        _ => StyleOf(change),
    };

    private static string StyleOf(ChangeClass change) => change.ToString().ToLowerInvariant();

    private static string Text(decimal points) => ProgressSummary.Text(points);

    private static string Signed(decimal points) => ProgressSummary.Signed(points);

    private static string Day(DateOnly day) => ProgressSummary.Day(day);
}
