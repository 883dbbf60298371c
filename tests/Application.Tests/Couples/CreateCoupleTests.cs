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
