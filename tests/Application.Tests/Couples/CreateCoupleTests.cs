using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Tests.Couples;

public sealed class CreateCoupleTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.Open();
        _practice = await GivenPractice.Open(_desk);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Opens_a_case_in_intake_for_the_therapist_who_asks()
    {
        var given = await _practice.Couple();
        var read = await _desk.Send(_practice.Therapist, new GetCoupleQuery(given.Id));
        Assert.Equal(CoupleStatus.Intake, read.Status);
        Assert.Equal(_practice.Therapist.AccountId, read.TherapistId);
        Assert.Equal(["Robin", "Kit"], read.Partners.Select(partner => partner.FirstName));
        Assert.Equal(_desk.Clock.Now, read.CreatedAt);
    }

    [Fact]
    public async Task Refuses_the_same_client_twice()
    {
        var given = await _practice.Couple();
        await _desk.Send(_practice.Therapist, new CreateCoupleCommand(new NewCouple([new NewPartner(given.A), new NewPartner(given.A)])))
            .ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task The_front_desk_opens_a_case_without_a_word_on_distance_or_why_they_came()
    {
        var body = new NewCouple([new NewPartner(FirstName: "A", LastName: "B"), new NewPartner(FirstName: "C", LastName: "D")], _practice.Therapist.AccountId);
        await _desk.Send(_practice.Frontdesk, new CreateCoupleCommand(body with { Distance = Distance.LongDistance })).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_practice.Frontdesk, new CreateCoupleCommand(body with { Formulation = new FormulationText([]) })).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        Assert.Equal(Distance.Together, (await _desk.Send(_practice.Frontdesk, new CreateCoupleCommand(body))).Distance);
    }

    [Fact]
    public async Task Refuses_a_second_open_case_of_the_same_two_whichever_comes_first()
    {
        var given = await _practice.Couple();
        foreach (var (first, second) in new[] { (given.A, given.B), (given.B, given.A) })
        {
            var refusal = await Together(_practice.OtherTherapist, first, second).ShouldRefuse(RefusalKind.Conflict, "case-already-open");
            Assert.Equal(given.Id, refusal.ConflictsWith);
        }

        Assert.Equal([1L], await _desk.Rows<long>("SELECT COUNT(*) FROM Couples"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_two_may_begin_anew_once_their_case_is_closed(bool separated)
    {
        var given = await _practice.Couple();
        if (separated)
            await _desk.Send(_practice.Therapist, new SeparateCoupleCommand(given.Id, null, new Separation("They part", new DateOnly(2026, 3, 1), [given.A])));
        else
            await _desk.Send(_practice.Therapist, new ChangeCoupleStatusCommand(given.Id, null, new CoupleStatusChange(CoupleStatus.Closed, "Done")));
        var again = await Together(_practice.Therapist, given.B, given.A);
        Assert.Equal([given.B, given.A], again.Partners.Select(partner => partner.ClientId));
    }

    [Fact]
    public async Task Two_who_ask_at_once_open_one_case()
    {
        var given = await _practice.Couple();
        await _desk.Send(_practice.Therapist, new ChangeCoupleStatusCommand(given.Id, null, new CoupleStatusChange(CoupleStatus.Closed, "Done")));
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async turn =>
        {
            try
            {
                await (turn % 2 == 0 ? Together(_practice.Therapist, given.A, given.B) : Together(_practice.OtherTherapist, given.B, given.A));
            }
            catch (Refused refusal) when (refusal.Code == "case-already-open")
            {
                Interlocked.Increment(ref refused);
            }
        }));
        Assert.Equal(7, refused);
    }

    private Task<Couple> Together(Caller caller, Guid first, Guid second) =>
        _desk.Send(caller, new CreateCoupleCommand(new NewCouple([new NewPartner(first), new NewPartner(second)])));

    [Fact]
    public async Task Names_the_field_of_a_partner_that_breaks_a_rule()
    {
        var refusal = await _desk.Send(_practice.Therapist, new CreateCoupleCommand(new NewCouple(
            [new NewPartner(FirstName: "Robin", LastName: "Reed"), new NewPartner(FirstName: "Kit", LastName: "Lark", Email: "no address")])))
            .ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(["body.partners[1].email"], refusal.Faults!.Errors.Select(fault => fault.PropertyName));
        Assert.DoesNotContain("no address", refusal.Faults!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_practice_cannot_tell_that_it_exists()
    {
        var given = await _practice.Couple();
        var other = await GivenPractice.Open(_desk);
        await _desk.Send(other.Therapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(other.Therapist, new CreateCoupleCommand(new NewCouple([new NewPartner(given.A), new NewPartner(given.B)])))
            .ShouldRefuse(RefusalKind.Invalid, "no-such-client");
    }

    [Fact]
    public async Task Only_the_cases_therapist_and_supervisor_open_it()
    {
        var given = await _practice.Couple(_practice.Associate);
        await _desk.Send(_practice.Supervisor, new GetCoupleQuery(given.Id));
        await _desk.Send(_practice.OtherTherapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send(given.PartnerA, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task The_same_key_makes_one_couple_and_gives_one_answer()
    {
        var command = new CreateCoupleCommand(new NewCouple([new NewPartner(FirstName: "A", LastName: "B"), new NewPartner(FirstName: "C", LastName: "D")]));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _desk.Send(_practice.Therapist, command, "one")));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        var other = command with { Body = command.Body with { Distance = Distance.LongDistance } };
        await _desk.Send(_practice.Therapist, other, "one").ShouldRefuse(RefusalKind.Rule, "idempotency-key-reused");
        Assert.Equal([1L], await _desk.Rows<long>("SELECT COUNT(*) FROM Couples"));
    }

    [Fact]
    public async Task Every_read_and_refusal_is_in_the_audit()
    {
        var given = await _practice.Couple();
        await _desk.Send(_practice.Therapist, new GetCoupleQuery(given.Id));
        await _desk.Send(_practice.OtherTherapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var rows = await _desk.Rows<string>("SELECT CONCAT(Action, ':', Outcome, ':', Code) FROM AuditEntries WHERE CoupleId = @Id ORDER BY Seq", new { given.Id });
        Assert.Equal(["get-couple:Allowed:", "get-couple:Refused:not-your-case"], rows);
    }
}
