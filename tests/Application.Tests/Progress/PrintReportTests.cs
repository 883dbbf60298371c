using System.Xml.Linq;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Tests.Progress;

public sealed class PrintReportTests : ProgressTest
{
    [Fact]
    public async Task Shows_summary_chart_weeks_measures_and_sources_on_one_self_contained_page()
    {
        await SomeProgress();
        var page = await Desk.Send(Practice.Therapist, new PrintReportQuery(Given.Id));
        await Keep(page);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        foreach (var part in (string[])["Robin Reed and Kit Lark", "<svg ", "Week by week", "Couples Satisfaction Index", "Funk &amp; Rogge 2007", "reliably better and across the cut-off (recovered)", "no smallest reliable change", "How each sentence was made", "@page"])
            Assert.Contains(part, page, StringComparison.OrdinalIgnoreCase);
        foreach (var outside in (string[])["<script", "<link", "<img", "@import", "url(", "javascript:"])
            Assert.DoesNotContain(outside, page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_every_sentence_with_the_rule_that_made_it()
    {
        await SomeProgress();
        var page = await Desk.Send(Practice.Therapist, new PrintReportQuery(Given.Id));
        var progress = await Desk.Send(Practice.Therapist, new GetProgressQuery(Given.Id));
        Assert.Equal(progress.Summary.Count, page.Split("<sup>").Length - 1);
        var rules = progress.Summary.Select(sentence => sentence.Basis).Distinct(StringComparer.Ordinal).Count();
        Assert.All(Enumerable.Range(1, rules), number => Assert.Contains($"id=\"how-{number}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Holds_nothing_of_reflections_instructions_or_barriers()
    {
        await SomeProgress();
        foreach (var text in await Texts(Given.Id))
            Assert.DoesNotContain("CANARY", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Escapes_names_that_would_be_markup()
    {
        var hostile = await Desk.Send(Practice.Therapist, new CreateCoupleCommand(new NewCouple(
            [new NewPartner(FirstName: "<script>alert(1)</script>", LastName: "\"'>{0}<b>"), new NewPartner(FirstName: "&lt;", LastName: "O'Hara")])));
        foreach (var text in await Texts(hostile.Id))
        {
            Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b>", text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&amp;lt;", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_chart_draws_another_measure_with_its_cut_off_verdict_and_sessions()
    {
        await Record("csi-16", Given.A, 40);
        await Desk.Held(Practice.Therapist, Given, Given.A);
        At(Monday.AddDays(7));
        await Record("csi-16", Given.A, 60);
        var chart = await Desk.Send(Practice.Therapist, new DrawProgressChartQuery(Given.Id, "csi-16"));
        Assert.Contains("cut-off 51.5", chart, StringComparison.Ordinal);
        Assert.Contains(">recovered<", chart, StringComparison.Ordinal);
        Assert.Contains("1 session held", chart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hits", "no-such-measure")]
    [InlineData("no-such", "no-such-measure")]
    [InlineData("ecr-s", "no-total")]
    public Task The_chart_refuses_what_has_no_line_to_draw(string measure, string code) =>
        Desk.Send(Practice.Therapist, new DrawProgressChartQuery(Given.Id, measure)).ShouldRefuse(RefusalKind.Invalid, code);

    [Fact]
    public async Task The_chart_is_well_formed_and_labelled_by_first_names()
    {
        await SomeProgress();
        var chart = XDocument.Parse(await Desk.Send(Practice.Therapist, new DrawProgressChartQuery(Given.Id)));
        Assert.Contains("Robin", chart.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Reed", chart.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_partners_of_one_first_name_apart()
    {
        var couple = await Desk.Send(Practice.Therapist, new CreateCoupleCommand(new NewCouple(
            [new NewPartner(FirstName: "Alex", LastName: "Reed"), new NewPartner(FirstName: "alex", LastName: "Lark")])));
        var progress = await Desk.Send(Practice.Therapist, new GetProgressQuery(couple.Id));
        Assert.Equal(["Alex R.", "alex L."], progress.Partners.Select(partner => partner.FirstName));
    }

    [Fact]
    public async Task Tells_weeks_without_anything_in_one_line()
    {
        await Pulse(Given.PartnerA, 20);
        At(Monday.AddDays(70));
        await Pulse(Given.PartnerA, 25);
        var page = await Desk.Send(Practice.Therapist, new PrintReportQuery(Given.Id));
        Assert.Contains("nothing recorded for 9 weeks", page, StringComparison.Ordinal);
    }

    // To look at it: COUNSELDESK_KEEP_REPORT names a file.
    private static Task Keep(string page) => Environment.GetEnvironmentVariable("COUNSELDESK_KEEP_REPORT") is { Length: > 0 } file
        ? File.WriteAllTextAsync(file, page)
        : Task.CompletedTask;

    private async Task<IReadOnlyList<string>> Texts(Guid coupleId) =>
    [
        await Desk.Send(Practice.Therapist, new PrintReportQuery(coupleId)),
        await Desk.Send(Practice.Therapist, new DrawProgressChartQuery(coupleId)),
    ];

    private async Task SomeProgress()
    {
        int?[] robin = [21, 24, 23, null, 28, 30, 31, 34];
        int?[] kit = [33, 31, null, null, 27, 22, 21, 23];
        await Record("csi-16", Given.A, 40);
        await Record("csi-16", Given.B, 44);
        await Record("phq-9", Given.B, 11);
        await Record("ecr-s", Given.A, [.. Enumerable.Repeat<decimal?>(4, 12)]);
        for (var week = 0; week < robin.Length; week++)
        {
            At(Monday.AddDays((7 * week) + 3));
            if (robin[week] is { } one)
                await Pulse(Given.PartnerA, one);
            if (kit[week] is { } other)
                await Pulse(Given.PartnerB, other);
        }

        await Record("csi-16", Given.A, 55);
        await Record("csi-16", Given.B, 46);
        await Record("phq-9", Given.B, 5);
        await Homework(
            Monday, Cadence.Weekly, null,
            (Given.A, Monday.AddDays(1), LogOutcome.Done), (Given.B, Monday.AddDays(2), LogOutcome.Done), (Given.A, Monday.AddDays(9), LogOutcome.Partly),
            (Given.A, Monday.AddDays(29), LogOutcome.Done), (Given.B, Monday.AddDays(30), LogOutcome.Partly), (Given.A, Monday.AddDays(36), LogOutcome.Done),
            (Given.B, Monday.AddDays(44), LogOutcome.Done), (Given.A, Monday.AddDays(45), LogOutcome.Done));
    }
}
