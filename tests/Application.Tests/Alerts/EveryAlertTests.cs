using System.Text.RegularExpressions;
using CounselDesk.Application.Agreements;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Progress;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.Safety;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Alerts;

/// <summary>Each alert, raised by what raises it, says who, what, since when and why, and what to do next.</summary>
public sealed partial class EveryAlertTests : ProgressTest
{
    /// <summary>What is done, the kind that follows, whose it is, how many days after Monday it began (null: while it came about), and words of the reason.</summary>
    public static TheoryData<string, AlertKind, char?, int?, string> Causes => new()
    {
        { "a measure got reliably worse", AlertKind.Deterioration, 'A', 7, "6.66" },
        { "the pulse stayed low", AlertKind.Deterioration, 'A', null, "own rule, not a published" },
        { "a risk item was answered above 0", AlertKind.RiskAnswer, 'A', 0, "Item 9 of phq-9 was answered above 0" },
        { "a risk item was left out", AlertKind.RiskAnswer, 'B', 0, "no all-clear" },
        { "somebody felt unsafe at an exercise", AlertKind.RiskAnswer, 'A', 1, "felt-unsafe" },
        { "a screening was positive", AlertKind.PositiveScreening, 'A', -3, "violence-or-coercion" },
        { "nobody logs homework", AlertKind.HomeworkStalled, null, 0, "21 days" },
        { "an agreement is kept no more", AlertKind.AgreementBrokenOff, null, 0, "14 days" },
        { "a partner answers nothing", AlertKind.NoAnswer, 'B', 1, "3 weeks" },
        { "a case was opened in an emergency", AlertKind.EmergencyAccess, null, 0, "emergency" },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task Says_who_what_since_when_why_and_what_to_do_next(string cause, AlertKind kind, char? who, int? since, string why)
    {
        await Do(cause);
        var alert = Assert.Single((await Desk.Send(Practice.Therapist, new ListAlertsQuery(default))).Items);
        Assert.Equal((Given.Id, kind, who switch { 'A' => Given.A, 'B' => Given.B, _ => null }), (alert.CoupleId, alert.Kind, alert.PartnerId));
        Assert.Equal(Desk.Clock.Now, alert.RaisedAt);
        if (since is { } days)
            Assert.Equal(Monday.AddDays(days), alert.Since);
        else
            Assert.InRange(alert.Since, Monday.AddDays(1), DateOnly.FromDateTime(Desk.Clock.Now.UtcDateTime));
        Assert.Contains(why, alert.Basis, StringComparison.Ordinal);
        Assert.EndsWith(".", alert.Basis, StringComparison.Ordinal);
        Assert.Matches(CauseForm(), alert.Cause);
        Assert.Equal(kind is AlertKind.HomeworkStalled ? 1 : 0, alert.AssignmentIds.Count);

        Assert.InRange(alert.NextSteps.Count, 2, 3);
        Assert.Equal(alert.NextSteps.Count, alert.NextSteps.DistinctBy(step => step.Text).Count());
        var drawn = Assert.Single(alert.NextSteps, step => step.ExerciseKey is not null);
        Assert.Contains(Desk.Get<IToolkit>().Catalogue.Exercise(drawn.ExerciseKey!)!.Title, drawn.Text, StringComparison.Ordinal);

        // Names stand in the case's file alone, so that an alert can be read over a shoulder, and sent on by its event.
        var told = string.Join('\n', alert.NextSteps.Select(step => step.Text).Append(alert.Basis).Append(alert.Cause));
        foreach (var name in new[] { "Robin", "Kit", "Reed", "Lark", "Tess", "Toby", "CANARY" })
            Assert.DoesNotMatch($@"\b{name}\b", told);
    }

    [Fact]
    public void No_kind_is_left_out() => Assert.Equal(Enum.GetValues<AlertKind>().Order(), Causes.Select(row => (AlertKind)row[1]!).Distinct().Order());

    private Task Do(string cause) => cause switch
    {
        "a measure got reliably worse" => Worsen(),
        "the pulse stayed low" => StayLow(),
        "a risk item was answered above 0" => Record("phq-9", Given.A, [0, 0, 0, 0, 0, 0, 0, 0, 1]),
        "a risk item was left out" => Record("phq-9", Given.B, [0, 0, 0, 0, 0, 0, 0, 0, null]),
        "somebody felt unsafe at an exercise" => FeelUnsafe(),
        "a screening was positive" => Desk.Send(
            Practice.Therapist, new RecordScreeningCommand(Given.Id, new NewScreening(Given.A, Monday.AddDays(-3), ScreeningMethod.Judgement, Positive: true))),
        "nobody logs homework" => Stall(),
        "an agreement is kept no more" => BreakOff(),
        "a partner answers nothing" => AnswerNothing(),
        "a case was opened in an emergency" => Desk.Send(Practice.OtherTherapist, new RequestEmergencyAccessCommand(Given.Id, new EmergencyReason("CANARY crisis call."))),
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    private async Task Worsen()
    {
        await Record("csi-16", Given.A, 50);
        At(Monday.AddDays(7));
        await Record("csi-16", Given.A, 40);
    }

    private async Task StayLow()
    {
        foreach (var (week, total) in new[] { (0, 40), (1, 20), (2, 20) })
        {
            At(Monday.AddDays(7 * week));
            await Pulse(Given.PartnerA, total);
        }
    }

    private async Task FeelUnsafe()
    {
        var assignment = await Practice.Assign(Given);
        At(Monday.AddDays(2));
        await Desk.Send(Given.PartnerA, new LogHomeworkCommand(
            assignment.Id, new NewLogEntry(Monday.AddDays(1), LogOutcome.Skipped, LogShare.Therapist, Barrier: "CANARY words", BarrierCode: BarrierCode.FeltUnsafe)));
    }

    private async Task Stall()
    {
        await Practice.Assign(Given);
        await Look(21);
    }

    private async Task BreakOff()
    {
        await Desk.Send(Practice.Therapist, new WriteAgreementCommand(Given.Id, 0, new NewAgreement([new AgreementRow("reassurance", "CANARY say so", Cadence.Daily)], Monday.AddDays(60))));
        foreach (var partner in new[] { Given.PartnerA, Given.PartnerB })
            await Desk.Send(partner, new AcceptOwnAgreementCommand(1));
        await Desk.Send(Given.PartnerA, new TickOwnAgreementCommand(new AgreementTick(1, 1, Monday, true)));
        await Look(14);
    }

    private async Task AnswerNothing()
    {
        await Desk.Send(Practice.Therapist, new RequestMeasureCommand(Given.Id, new("trust-pulse", MeasureRepeat.Once, [Given.B], DueWithinDays: 0)));
        await Look(21);
    }

    private Task<int> Look(int day)
    {
        At(Monday.AddDays(day));
        return Desk.InScope(
            Caller.Anonymous with { PracticeId = Practice.Id, TimeZone = "America/Chicago" }, services => services.GetRequiredService<FindSilence>().Run(CancellationToken.None));
    }

    [GeneratedRegex("^[a-z-]+:[A-Za-z0-9:-]+$", RegexOptions.None, 1000)]
    private static partial Regex CauseForm();
}
