using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.Couples;

/// <summary>A desk with one practice and one couple in intake.</summary>
public abstract class CaseTests : IAsyncLifetime
{
    protected TestDesk Desk { get; private set; } = null!;

    protected GivenPractice Practice { get; private set; } = null!;

    protected GivenCouple Given { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Desk = await TestDesk.Open();
        Practice = await GivenPractice.Open(Desk);
        Given = await Practice.Couple();
    }

    public async Task DisposeAsync() => await Desk.DisposeAsync();

    protected Task<Couple> Become(CoupleStatus status, int? version = null, string reason = "Agreed with both") =>
        Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Given.Id, version, new CoupleStatusChange(status, reason)));

    protected Task<SeparatedCouple> Separate(int? version = null, params Guid[] continuing) =>
        Desk.Send(Practice.Therapist, new SeparateCoupleCommand(Given.Id, version, new Separation("A secret of the two", new DateOnly(2026, 3, 1), continuing)));

    /// <summary>A caller with emergency access to the couple's case.</summary>
    protected async Task<Caller> GivenEmergencyAccess()
    {
        await Desk.InScope(Practice.OtherTherapist, services => ((IUnitOfWork)services.GetService(typeof(IUnitOfWork))!).InTransaction(
            () => ((IDb)services.GetService(typeof(IDb))!).Execute(
                """
                INSERT INTO EmergencyAccesses (Id, PracticeId, CoupleId, AccountId, Reason, StartedAt, EndsAt)
                VALUES (@Id, @PracticeId, @CoupleId, @AccountId, 'On call', @Now, @EndsAt)
                """,
                new { Given.Id, CoupleId = Given.Id, Practice.OtherTherapist.AccountId, Desk.Clock.Now, EndsAt = Desk.Clock.Now.AddHours(4) },
                CancellationToken.None),
            CancellationToken.None));
        return Practice.OtherTherapist;
    }
}

public sealed class ChangeCoupleStatusTests : CaseTests
{
    [Fact]
    public async Task Goes_through_the_statuses_and_keeps_each_reason_unreadable_in_the_database()
    {
        await Become(CoupleStatus.Active, 1, "Both want to work on it");
        Desk.Clock.Now = Desk.Clock.Now.AddDays(1);
        var paused = await Become(CoupleStatus.Paused, 2, "Travel");
        Assert.Equal((CoupleStatus.Paused, 3), (paused.Status, paused.Version));

        var changes = await Desk.Send(Practice.Therapist, new ListStatusChangesQuery(Given.Id, default));
        Assert.Equal([(CoupleStatus.Paused, "Travel", "Tess"), (CoupleStatus.Active, "Both want to work on it", "Tess")], changes.Items.Select(change => (change.Status, change.Reason, change.ByName)));
        Assert.Equal(Desk.Clock.Now, changes.Items[0].At);
        Assert.DoesNotContain("Travel", await Desk.Rows<string>("SELECT Reason FROM CoupleStatusChanges"));
    }

    [Theory]
    [InlineData(CoupleStatus.Intake)]
    [InlineData(CoupleStatus.Paused)]
    public async Task Refuses_what_cannot_follow(CoupleStatus status) =>
        await Become(status).ShouldRefuse(RefusalKind.Conflict, "status-not-possible");

    [Fact]
    public async Task Closed_is_final()
    {
        await Become(CoupleStatus.Closed);
        await Become(CoupleStatus.Active).ShouldRefuse(RefusalKind.Conflict, "status-not-possible");
    }

    [Fact]
    public async Task Refuses_a_stale_version_other_roles_and_an_empty_reason()
    {
        await Become(CoupleStatus.Active, 2).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Become(CoupleStatus.Active, 1, " ").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var command = new ChangeCoupleStatusCommand(Given.Id, null, new CoupleStatusChange(CoupleStatus.Active, "Why"));
        foreach (var caller in new[] { Practice.Frontdesk, Practice.Admin, Given.PartnerA })
        {
            await Desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new ListStatusChangesQuery(Given.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}

public sealed class UpdateCoupleTests : CaseTests
{
    [Fact]
    public async Task The_front_desk_gives_a_case_to_another_therapist()
    {
        var changed = await Desk.Send(Practice.Frontdesk, new UpdateCoupleCommand(Given.Id, 1, new CoupleChange(TherapistId: Practice.OtherTherapist.AccountId)));
        Assert.Equal((Practice.OtherTherapist.AccountId, Distance.Together, 2), (changed.TherapistId, changed.Distance, changed.Version));
        await Desk.Send(Practice.Therapist, new GetCoupleQuery(Given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(Given.Id));
    }

    [Fact]
    public async Task Emergency_access_is_no_way_to_take_a_case_over()
    {
        var other = await GivenEmergencyAccess();
        await Desk.Send(other, new GetCoupleQuery(Given.Id));
        await Desk.Send(other, new UpdateCoupleCommand(Given.Id, null, new CoupleChange(TherapistId: other.AccountId))).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
    }

    [Fact]
    public async Task The_distance_is_for_the_cases_clinicians_alone()
    {
        var change = new UpdateCoupleCommand(Given.Id, null, new CoupleChange(Distance: Distance.LongDistance));
        foreach (var caller in new[] { Practice.Frontdesk, Practice.Admin })
            await Desk.Send(caller, change).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var both = Practice.OtherTherapist with { Roles = Roles.Therapist | Roles.Frontdesk };
        await Desk.Send(both, change).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send(Practice.Frontdesk, new UpdateCoupleCommand(Given.Id, null, new CoupleChange(Practice.OtherTherapist.AccountId, Distance.LongDistance)))
            .ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var changed = await Desk.Send(Practice.Therapist, change);
        Assert.Equal((Practice.Therapist.AccountId, Distance.LongDistance, 2), (changed.TherapistId, changed.Distance, changed.Version));
    }

    [Fact]
    public async Task Refuses_who_is_no_therapist_and_a_stale_version()
    {
        await Desk.Send(Practice.Admin, new UpdateCoupleCommand(Given.Id, null, new CoupleChange(TherapistId: Practice.Frontdesk.AccountId))).ShouldRefuse(RefusalKind.Invalid, "not-a-therapist");
        await Desk.Send(Practice.Admin, new UpdateCoupleCommand(Given.Id, 9, new CoupleChange(Practice.OtherTherapist.AccountId))).ShouldRefuse(RefusalKind.Stale, "stale-version");
    }

    [Fact]
    public async Task A_closed_case_may_change_hands_but_nothing_else()
    {
        await Become(CoupleStatus.Closed);
        await Desk.Send(Practice.Therapist, new UpdateCoupleCommand(Given.Id, null, new CoupleChange(Distance: Distance.LongDistance))).ShouldRefuse(RefusalKind.Conflict, "case-closed");
        await Desk.Send(Practice.Admin, new UpdateCoupleCommand(Given.Id, null, new CoupleChange(TherapistId: Practice.OtherTherapist.AccountId)));
    }
}

public sealed class SearchCouplesTests : CaseTests
{
    [Fact]
    public async Task Finds_a_case_by_both_partners_words_together()
    {
        async Task<int> Found(Caller caller, string q) => (await Desk.Send(caller, new SearchCouplesQuery(new SearchText(q)))).Items.Count;
        Assert.Equal(1, await Found(Practice.Therapist, "reed LARK"));
        Assert.Equal(0, await Found(Practice.Therapist, "reed finch"));
        Assert.Equal(0, await Found(Practice.Therapist, "%"));
    }

    [Fact]
    public async Task Shows_only_what_the_list_shows()
    {
        await Practice.Couple(Practice.Associate);
        var other = await GivenPractice.Open(Desk);
        async Task<int> Found(Caller caller) => (await Desk.Send(caller, new SearchCouplesQuery(new SearchText("rob")))).Items.Count;
        var seen = new List<int>();
        foreach (var caller in new[] { Practice.Therapist, Practice.OtherTherapist, Practice.Associate, Practice.Supervisor, Practice.Frontdesk, Practice.Admin, other.Frontdesk })
            seen.Add(await Found(caller));
        Assert.Equal([1, 0, 1, 1, 2, 2, 0], seen);
        await Desk.Send(Given.PartnerA, new SearchCouplesQuery(new SearchText("rob"))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Finds_a_client_seen_alone()
    {
        await Desk.Send(Practice.Therapist, new OpenIndividualCaseCommand(Given.B, new NewIndividualCase()));
        Assert.Equal(2, (await Desk.Send(Practice.Therapist, new SearchCouplesQuery(new SearchText("kit")))).Items.Count);
    }
}

public sealed class OpenIndividualCaseTests : CaseTests
{
    [Fact]
    public async Task Opens_a_case_in_intake_beside_the_couples()
    {
        var alone = await Desk.Send(Practice.Frontdesk, new OpenIndividualCaseCommand(Given.A, new NewIndividualCase(Practice.OtherTherapist.AccountId)));
        Assert.Equal((CaseKind.Individual, CoupleStatus.Intake, Practice.OtherTherapist.AccountId), (alone.Kind, alone.Status, alone.TherapistId));
        Assert.Equal([Given.A], alone.Partners.Select(partner => partner.ClientId));
        Assert.Null(alone.SeparatedFromId);
        await Desk.Send(Practice.Frontdesk, new OpenIndividualCaseCommand(Given.A, new NewIndividualCase(Practice.Therapist.AccountId)))
            .ShouldRefuse(RefusalKind.Conflict, "has-individual-case");
    }

    [Fact]
    public async Task Needs_a_therapist_and_a_client_of_this_practice()
    {
        await Desk.Send(Practice.Frontdesk, new OpenIndividualCaseCommand(Given.A, new NewIndividualCase())).ShouldRefuse(RefusalKind.Invalid, "not-a-therapist");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new OpenIndividualCaseCommand(Given.A, new NewIndividualCase())).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}

public sealed class SeparateCoupleTests : CaseTests
{
    [Fact]
    public async Task Freezes_the_joint_record_and_each_partner_goes_on_alone()
    {
        await Become(CoupleStatus.Active);
        var separated = await Separate(2, Given.B, Given.A);
        Assert.Equal((CoupleStatus.Closed, Desk.Clock.Now, new DateOnly(2026, 3, 1), 3),
            (separated.Couple.Status, separated.Couple.FrozenAt, separated.Couple.SeparatedOn, separated.Couple.Version));
        Assert.Equal([Given.B, Given.A], separated.IndividualCases.Select(alone => alone.Partners.Single().ClientId));
        Assert.All(separated.IndividualCases, alone => Assert.Equal(
            (CaseKind.Individual, CoupleStatus.Active, Practice.Therapist.AccountId, Given.Id),
            (alone.Kind, alone.Status, alone.TherapistId, alone.SeparatedFromId)));
    }

    [Fact]
    public async Task What_was_said_of_the_two_stays_in_the_joint_record()
    {
        var alone = (await Separate(null, Given.A)).IndividualCases.Single();
        Assert.Equal("A secret of the two", (await Desk.Send(Practice.Therapist, new ListStatusChangesQuery(Given.Id, default))).Items[0].Reason);
        Assert.DoesNotContain("secret", (await Desk.Send(Practice.Therapist, new ListStatusChangesQuery(alone.Id, default))).Items.Single().Reason, StringComparison.Ordinal);
        await Desk.Send(Given.PartnerB, new GetFormulationQuery(alone.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Refuses_a_second_time_and_a_case_of_one()
    {
        var alone = (await Separate(1, Given.A)).IndividualCases.Single();
        await Separate(1, Given.A).ShouldRefuse(RefusalKind.Conflict, "already-separated");
        await Separate().ShouldRefuse(RefusalKind.Conflict, "already-separated");
        await Desk.Send(Practice.Therapist, new SeparateCoupleCommand(alone.Id, null, new Separation("Why", new DateOnly(2026, 3, 1), [])))
            .ShouldRefuse(RefusalKind.Conflict, "not-a-couple");
        Assert.Equal([2L], await Desk.Rows<long>("SELECT COUNT(*) FROM Couples"));
    }

    [Fact]
    public async Task Refuses_strangers_repeats_a_future_day_and_a_stale_version()
    {
        await Separate(null, Practice.Therapist.AccountId).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Separate(null, Given.A, Given.A).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Separate(4).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Practice.Therapist, new SeparateCoupleCommand(Given.Id, null, new Separation("Why", new DateOnly(2026, 3, 3), []))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.Send(Practice.Frontdesk, new SeparateCoupleCommand(Given.Id, null, new Separation("Why", new DateOnly(2026, 3, 1), []))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        Assert.Equal([1L], await Desk.Rows<long>("SELECT COUNT(*) FROM Couples"));
    }

    [Fact]
    public async Task The_frozen_record_is_read_but_not_changed()
    {
        await Desk.Send(Practice.Therapist, new WriteFormulationCommand(Given.Id, 0, new FormulationText(["jealousy"])));
        await Separate();
        Assert.Equal(["jealousy"], (await Desk.Send(Practice.Therapist, new GetFormulationQuery(Given.Id))).Codes);
        await Desk.Send(Practice.Therapist, new WriteFormulationCommand(Given.Id, null, new FormulationText([]))).ShouldRefuse(RefusalKind.Conflict, "record-frozen");
        await Desk.Send(Practice.Therapist, new UpdateCoupleCommand(Given.Id, null, new CoupleChange(Distance: Distance.LongDistance))).ShouldRefuse(RefusalKind.Conflict, "record-frozen");
        await Become(CoupleStatus.Active).ShouldRefuse(RefusalKind.Conflict, "status-not-possible");
    }

    [Fact]
    public async Task A_closed_case_can_still_be_frozen()
    {
        await Become(CoupleStatus.Closed);
        Assert.NotNull((await Separate(2)).Couple.FrozenAt);
    }

    [Fact]
    public async Task A_partner_can_be_in_another_couple_later_and_sees_nothing_of_the_first()
    {
        await Separate(null, Given.A);
        var later = await Desk.Send(Practice.OtherTherapist, new CreateCoupleCommand(new NewCouple([new NewPartner(Given.B), new NewPartner(FirstName: "New", LastName: "Love")])));
        Assert.Equal([Given.Id, later.Id], (await Desk.Send(Practice.Frontdesk, new GetClientQuery(Given.B))).CaseIds);
        Assert.Equal([later.Id], (await Desk.Send(Practice.OtherTherapist, new ListCouplesQuery(default, null, null))).Items.Select(couple => couple.Id));
        await Desk.Send(Practice.OtherTherapist, new GetFormulationQuery(Given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
    }
}
