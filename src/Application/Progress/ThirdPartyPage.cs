using System.Globalization;
using System.Text;
using CounselDesk.Application.Consents;
using static CounselDesk.Application.Common.PrintPage;

namespace CounselDesk.Application.Progress;

/// <summary>Writes what a release lets a third party have: the joint record, or one partner's own, and no line beyond its scope.</summary>
internal static class ThirdPartyPage
{
    private const string Dash = "\u2013";

    /// <summary>The joint record, as both partners may see it.</summary>
    public static string Joint(Release release, JointRecord joint)
    {
        var page = Head(release, joint.Head.PracticeName, string.Join(" and ", joint.Head.FullNames), joint.AsOf, "the record that both partners share; nothing that either said alone");
        JointPage.Sections(page, joint);
        return Foot(page, joint.AsOf);
    }

    /// <summary>One partner's own answers and homework; the other is not in it.</summary>
    public static string Own(Release release, ProgressHead head, CoupleProgress progress, Guid partnerId)
    {
        var (index, partner) = progress.Partners.Index().First(pair => pair.Item.PartnerId == partnerId);
        var page = Head(release, head.PracticeName, head.FullNames[index], progress.AsOf, "this client’s own record; nothing that anybody else said");
        page.Append("<h2>Homework</h2>\n");
        if (partner.Homework.Ratio is { } ratio)
            Add(page, $"<p>Done: {ProgressSummary.Halves(partner.Homework.HalfCredits)} of {partner.Homework.Expected} that fell due ({ProgressSummary.Percent(ratio)}).</p>\n");
        else
            page.Append("<p>Nothing has fallen due yet.</p>\n");
        Measures(page, [.. progress.Measures.Select(measure => (measure, measure.Partners[index])).Where(own => own.Item2.Latest is not null)]);
        return Foot(page, progress.AsOf);
    }

    private static void Measures(StringBuilder page, List<(MeasureSeries Measure, PartnerSeries Own)> measures)
    {
        page.Append("<h2>Measures</h2>\n");
        if (measures.Count == 0)
        {
            page.Append("<p>None answered yet.</p>\n");
            return;
        }

        page.Append("<table>\n<thead><tr><th scope=\"col\">Measure</th><th scope=\"col\">First</th><th scope=\"col\">Latest</th><th scope=\"col\">Change</th></tr></thead>\n<tbody>\n");
        foreach (var (measure, own) in measures)
        {
            Add(page, $"<tr><th scope=\"row\">{measure.Title}</th><td>{Score(own.Baseline)}</td><td>{(own.Latest == own.Baseline ? Dash : Score(own.Latest))}</td>");
            Add(page, $"<td>{(own.Change is { } change ? ProgressSummary.Words(change.Class) : Dash)}</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n");
        foreach (var (measure, _) in measures)
            Add(page, $"<p class=\"facts\">{measure.Title}: {measure.Basis} Source: {measure.Source}.</p>\n");
    }

    private static string Score(SeriesPoint? point)
    {
        if (point is null)
            return Dash;
        var score = point.Total is { } total
            ? total.ToString("0.##", CultureInfo.InvariantCulture)
            : string.Join(", ", point.Subscales.Select(scale => string.Create(CultureInfo.InvariantCulture, $"{scale.Key} {scale.Points:0.##}")));
        return $"{score}{(point.Prorated ? ", prorated" : "")} ({ProgressSummary.Day(point.AnsweredOn)})";
    }

    private static StringBuilder Head(Release release, string practice, string names, DateOnly asOf, string what)
    {
        var page = Begin($"Report for {release.Recipient} {Dash} {names}", JointPage.Style);
        Add(page, $"<header>\n<p>{practice}</p>\n<h1>{names}</h1>\n<p>Report, {ProgressSummary.Day(asOf)}</p>\n</header>\n");
        Add(page, $"<div class=\"for\"><p><strong>For {release.Recipient} alone.</strong></p><p>Purpose: {release.Purpose}</p><p>It holds {what}. It was released with written authorization, and may be given on only as that authorization or the law allows.</p></div>\n");
        return page;
    }

    private static string Foot(StringBuilder page, DateOnly asOf)
    {
        Add(page, $"<footer>As of {ProgressSummary.Day(asOf)}, days in the practice's time zone. No notes, screenings or reflections are in it.</footer>\n");
        return End(page);
    }
}
