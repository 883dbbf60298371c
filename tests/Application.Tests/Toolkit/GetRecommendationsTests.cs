using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Toolkit;

public sealed class GetRecommendationsTests : HomeworkTest
{
    [Fact]
    public async Task Ranks_by_the_couples_own_codes_with_reasons()
    {
        await Practice.Formulate(Pair, "None", "None", null, "failure-to-apologise", "broken-promises", "defensiveness", "respect");
        var list = await Recommend(3);
        Assert.Equal(("apology", 3), (list.Ranked[0].ExerciseKey, list.Ranked.Count));
        Assert.NotEqual("apology", list.Ranked[0].Title);
        Assert.Contains(list.Ranked[0].Reasons, reason => reason is { Kind: ReasonKind.AnswersCode, Code: "failure-to-apologise" });
        Assert.Equal([RecommendationWarning.NotYetScreened], list.Warnings);
        Assert.Equal(10, (await Recommend()).Ranked.Count);
    }

    [Fact]
    public async Task Withholds_what_a_positive_screening_forbids()
    {
        await Practice.ScreenBoth(Pair, positive: true);
        var list = await Recommend(50);
        Assert.Contains(list.Withheld, one => one.ExerciseKey == "empathy" && one.Causes.Contains(WithheldCause.ViolenceOrCoercion));
        Assert.DoesNotContain(list.Ranked, one => one.Cautions.Contains("violence-or-coercion"));
        Assert.Empty(list.Warnings);
    }

    [Fact]
    public async Task Counts_the_first_weeks_by_the_practices_setting()
    {
        await Practice.Formulate(Pair, "Hurt", "Involved", Monday.AddDays(-41));
        Assert.True(IsWithheld(await Recommend()));
        Desk.GoTo(Monday.AddDays(1));
        Assert.False(IsWithheld(await Recommend()));

        static bool IsWithheld(Recommendations list) =>
            list.Withheld.Any(one => one.ExerciseKey == "letting-go" && one.Causes.Contains(WithheldCause.AcuteBetrayal));
    }

    [Fact]
    public async Task Knows_what_runs_and_how_helpful_it_was()
    {
        await Practice.Formulate(Pair, "None", "None", null, "lack-of-appreciation", "focus-on-negative", "appreciation");
        var made = await Practice.Assign(Pair);
        await Desk.Send(Pair.PartnerA, new LogHomeworkCommand(made.Id, new NewLogEntry(Monday, LogOutcome.Done, Helpful: 9)));
        await Desk.Send(Pair.PartnerB, new LogHomeworkCommand(made.Id, new NewLogEntry(Monday, LogOutcome.Done, Helpful: 8)));
        Assert.Contains((await Recommend()).Withheld, one => one.ExerciseKey == "gratitude" && one.Causes.Contains(WithheldCause.AlreadyRunning));

        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(made.Id, 1, new Withdrawal("Done with it.")));
        var again = (await Recommend(50)).Ranked.Single(one => one.ExerciseKey == "gratitude");
        Assert.Contains(again.Reasons, reason => reason is { Kind: ReasonKind.DoneBefore, Code: "helpful" } && reason.Text.Contains("8.5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians_and_1_to_50()
    {
        await Recommend(0).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Recommend(51).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.Send(Pair.PartnerA, new GetRecommendationsQuery(Pair.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.Frontdesk, new GetRecommendationsQuery(Pair.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new GetRecommendationsQuery(Pair.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private Task<Recommendations> Recommend(int? limit = null) => Desk.Send(Practice.Therapist, new GetRecommendationsQuery(Pair.Id, limit));
}
