using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Practices;

public sealed class SetUpPracticeTests : OnePractice
{
    private static readonly NewPractice Good = new(TestDesk.SetupCode, "Harbour", "Europe/Berlin", "Ada", "ada@harbour.test", TestDesk.Password);

    private Task<PracticeSetUp> SetUp(NewPractice body) => Desk.Send(Caller.Anonymous, new SetUpPracticeCommand(body));

    [Fact]
    public async Task Makes_a_practice_whose_administrator_can_sign_in()
    {
        var made = await SetUp(Good);
        var tokens = await Desk.Send(Caller.Anonymous, new SignInCommand(new Credentials(Good.AdministratorEmail, Good.AdministratorPassword)));
        var caller = (await BearerOf(tokens))!;
        Assert.Equal((made.AdministratorId, made.PracticeId, "Europe/Berlin"), (caller.AccountId, caller.PracticeId, caller.TimeZone));
        Assert.Equal("Harbour", (await Desk.Send(caller, new GetPracticeQuery())).Name);
    }

    [Fact]
    public async Task Only_the_operators_code_lets_anybody() =>
        await SetUp(Good with { SetupCode = "guess" }).ShouldRefuse(RefusalKind.Forbidden, "wrong-setup-code");

    [Fact]
    public async Task Names_every_field_that_breaks_a_rule()
    {
        var refusal = await SetUp(Good with { TimeZone = "Berlin", AdministratorEmail = "none", AdministratorPassword = "short" })
            .ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(
            ["body.administratorEmail", "body.administratorPassword", "body.timeZone"],
            refusal.Faults!.Errors.Select(fault => fault.PropertyName).Order(StringComparer.Ordinal));
    }
}
