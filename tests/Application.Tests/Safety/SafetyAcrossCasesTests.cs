using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Toolkit;
using Microsoft.Extensions.DependencyInjection;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Safety;

public sealed class SafetyAcrossCasesTests : HomeworkTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_case_of_the_same_two_does_not_forget(bool isTurnedRound)
    {
        await Record(Pair.Id, Pair.A, positive: true);
        await Record(Pair.Id, Pair.B, positive: false);
        var again = await Again(isTurnedRound);

        Assert.Equal(new SafetyState(true, true), await State(again));
        await Desk.Send(Practice.Therapist, new Application.Homework.AssignHomeworkCommand(again.Id, Some("empathy", "couple"))).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        var withheld = (await Desk.Send(Practice.Therapist, new GetRecommendationsQuery(again.Id))).Withheld;
        Assert.Contains(withheld, one => one.ExerciseKey == "empathy" && one.Causes.Contains(WithheldCause.ViolenceOrCoercion));

        // Seen anew: what was said then no longer stands.
        await Record(again.Id, Pair.A, positive: false);
        Assert.Equal(new SafetyState(false, true), await State(again));
    }

    [Fact]
    public async Task What_one_of_them_said_in_a_case_with_somebody_else_stays_there()
    {
        var third = (await Practice.Couple()).A;
        var other = await Case([Pair.A, third]);
        await Record(other.Id, Pair.A, positive: true);
        Assert.Equal(new SafetyState(false, false), await State(Pair.Couple));
        Assert.Equal(new SafetyState(true, false), await State(other));
    }

    [Fact]
    public async Task An_individual_case_and_the_couples_are_not_each_others()
    {
        await Record(Pair.Id, Pair.A, positive: true);
        var separated = await Desk.Send(Practice.Therapist, new SeparateCoupleCommand(Pair.Id, null, new Separation("They parted.", Monday, [Pair.A])));
        Assert.Equal(new SafetyState(false, false), await State(separated.IndividualCases[0]));
        await Record(separated.IndividualCases[0].Id, Pair.A, positive: false);
        Assert.Equal(new SafetyState(false, true), await State(separated.IndividualCases[0]));
        Assert.Equal(new SafetyState(true, false), await State(Pair.Couple));
    }

    [Fact]
    public async Task An_older_screening_entered_in_the_other_case_hides_no_newer_danger()
    {
        await Record(Pair.Id, Pair.A, positive: true);
        var again = await Again();
        await Record(again.Id, Pair.A, positive: false, Monday.AddDays(-1));
        Assert.True((await State(again)).AnyPositive);
        Assert.True((await State(Pair.Couple)).AnyPositive);
    }

    [Fact]
    public async Task Next_steps_in_the_second_case_know_of_the_first()
    {
        await Record(Pair.Id, Pair.B, positive: true);
        var again = await Again();
        await Practice.Desk.InScope(Practice.Therapist, services => services.GetRequiredService<IUnitOfWork>().InTransaction(
            async () =>
            {
                await services.GetRequiredService<RaiseAlert>().Raise(again.Id, Pair.A, AlertKind.Deterioration, "response:x", "Worse.", CancellationToken.None);
                return true;
            },
            CancellationToken.None));
        var alert = Assert.Single((await Desk.Send(Practice.Therapist, new ListAlertsQuery(default, CoupleId: again.Id))).Items);
        Assert.Contains("each partner alone", alert.NextSteps[0].Text, StringComparison.Ordinal);
    }

    private async Task<Couple> Again(bool isTurnedRound = false)
    {
        await Desk.Send(Practice.Therapist, new SeparateCoupleCommand(Pair.Id, null, new Separation("They parted.", Monday, [])));
        return await Case(isTurnedRound ? [Pair.B, Pair.A] : [Pair.A, Pair.B]);
    }

    private Task<Couple> Case(IEnumerable<Guid> partners) =>
        Desk.Send(Practice.Therapist, new CreateCoupleCommand(new NewCouple([.. partners.Select(id => new NewPartner(id))])));

    private Task Record(Guid caseId, Guid partner, bool positive, DateOnly? day = null) => Desk.Send(
        Practice.Therapist, new RecordScreeningCommand(caseId, new NewScreening(partner, day ?? Monday, ScreeningMethod.Judgement, Positive: positive)));

    private Task<SafetyState> State(Couple couple) => Desk.InScope(Practice.Therapist, services => services.GetRequiredService<SafetyStates>().Of(
        new CaseFile
        {
            CoupleId = couple.Id,
            PartnerAId = couple.Partners[0].ClientId,
            PartnerBId = couple.Partners.Count > 1 ? couple.Partners[1].ClientId : null,
        },
        CancellationToken.None));
}
