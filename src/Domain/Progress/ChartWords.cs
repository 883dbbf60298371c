namespace CounselDesk.Domain.Progress;

/// <summary>Says in words what a progress chart shows, for whoever cannot see it and for the line below its heading.</summary>
static class ChartWords
{
    /// <summary>The picture in sentences.</summary>
    public static string Describe(ChartPicture picture)
    {
        if (picture.Weeks.Count == 0)
            return "Nothing recorded yet.";
        var scale = picture.Scale;
        List<string> sentences =
        [
            $"Weeks of {SvgText.FullDay(picture.Weeks[0].WeekStart)} to {SvgText.FullDay(picture.Weeks[^1].WeekStart)}.",
            $"{Range(scale)}.",
            .. picture.Partners.Select(partner => Describe(partner, scale)),
            Homework(picture.Weeks),
        ];
        if (scale.CutOff is { } cutOff)
            sentences.Insert(2, $"Cut-off {SvgText.Number(cutOff)}.");
        if (picture.SessionsHeld.Count > 0)
            sentences.Add($"Sessions held: {picture.SessionsHeld.Count}, the last on {SvgText.FullDay(picture.SessionsHeld.Max())}.");
        if (picture.Events.Count > 0)
            sentences.Add($"Events: {string.Join(", ", picture.Events.Select(entry => $"{SvgText.Of(entry.Kind)} on {SvgText.FullDay(entry.Day)}"))}.");
        return string.Join(' ', sentences);
    }

    /// <summary>What the scale is, and which way it runs.</summary>
    public static string Range(ChartScale scale) =>
        $"{scale.Name}, {SvgText.Number(scale.Lowest)} to {SvgText.Number(scale.Highest)}, {(scale.Better == BetterEnd.Higher ? "higher" : "lower")} is better";

    /// <summary>What the ringed points say; or that nothing can be said.</summary>
    public static string Reliability(ChartScale scale) => scale.SmallestReliable is { } smallest
        ? $"A ring marks a reliable change from the baseline: {SvgText.Number(smallest)} points or more, up or down"
        : "No smallest reliable change is published for this measure: no change is marked as reliable";

    private static string Describe(ChartPartner partner, ChartScale scale)
    {
        var highest = SvgText.Number(scale.Highest);
        return partner.Points switch
        {
            [] => $"{partner.Name}: no answers yet.",
            [var only] => $"{partner.Name}: {SvgText.Number(only.Value)} of {highest} on {SvgText.FullDay(only.Day)}.",
            [var first, .., var last] =>
                $"{partner.Name}: {SvgText.Number(first.Value)} of {highest} on {SvgText.FullDay(first.Day)}, {SvgText.Number(last.Value)} on {SvgText.FullDay(last.Day)}"
                + $"{(SvgText.Of(last.Class) is { } verdict ? $", {verdict}" : "")}; {partner.Points.Count} answers.",
        };
    }

    private static string Homework(IReadOnlyList<ProgressWeek> weeks)
    {
        var due = weeks.Where(week => week.Adherence is not null).ToList();
        return due.Count == 0
            ? "Homework: nothing was due."
            : $"Homework: {SvgText.Percent(due[^1].Adherence!.Value)} of what was due done in the week of {SvgText.FullDay(due[^1].WeekStart)}; {SvgText.Number(due.Count)} weeks with homework due.";
    }
}
