using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Infrastructure.Security;
using MediatR;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Portal;

public sealed class ExportOwnDataTests : HomeworkTest
{
    [Fact]
    public async Task A_long_history_is_whole_in_batches_by_key()
    {
        var partner = await SignedIn();
        var made = await Practice.Assign(Pair);
        var few = await Taken(partner);
        Assert.Equal((0, 0), (few.Entries, few.Earlier));

        const int Entries = 501;
        foreach (var noticed in new[] { "First", "Second", "Third" })
            await Desk.Log(Pair.PartnerA, made.Id, noticed: noticed);

        for (var n = 1; n < Entries; n++)
        {
            var period = n + 1;
            await Practice.Write(
                """
                INSERT INTO AssignmentLogs (Id, PracticeId, Seq, CoupleId, AssignmentId, ClientId, Period, DoneOn, Outcome, Helpful, Difficulty, Answers, Share, Barrier, EnteredBy, EnteredAt, Version)
                VALUES (@Id, @PracticeId, @Seq, @CoupleId, @AssignmentId, @ClientId, @Period, @DoneOn, 'Done', NULL, NULL, NULL, 'Therapist', NULL, NULL, @At, 1)
                """,
                ids => new { Id = ids.New(), Seq = ids.NextSequence(), CoupleId = Pair.Id, AssignmentId = made.Id, ClientId = Pair.A, Period = period, DoneOn = Monday.AddDays(n), At = Desk.Clock.Now });
        }

        var many = await Taken(partner);
        Assert.Equal((Entries, Entries, 2), (many.Entries, many.Distinct, many.Earlier));
        // Two batches more of the entries, what is attached to each of the three, and one statement for the earlier forms.
        Assert.Equal(few.Statements + 6, many.Statements);
    }

    [Fact]
    public async Task Refuses_whoever_signed_in_too_long_ago()
    {
        var partner = await SignedIn();
        await Desk.Send(partner, new ExportOwnDataQuery());
        Desk.Clock.Now = Desk.Clock.Now.AddMinutes(15);
        await Desk.Send(partner, new ExportOwnDataQuery());
        Desk.Clock.Now = Desk.Clock.Now.AddMilliseconds(1);
        await Desk.Send(partner, new ExportOwnDataQuery()).ShouldRefuse(RefusalKind.Forbidden, "sign-in-again");
        await Desk.Send(Pair.PartnerA, new ExportOwnDataQuery()).ShouldRefuse(RefusalKind.Forbidden, "sign-in-again");
    }

    private async Task<Caller> SignedIn()
    {
        await Desk.Send(Practice.Therapist, new UpdateClientCommand(Pair.A, null, new ClientChange(Email: "robin@example.test")));
        var invited = await Desk.Send(Practice.Therapist, new InvitePartnerCommand(Pair.A));
        var tokens = await Desk.Send(Caller.Anonymous, new AcceptInvitationCommand(
            new InvitationAnswer(invited.Invitation.AccountId, invited.Invitation.Token, TestDesk.Password)));
        var options = Desk.Get<IOptionsMonitor<BearerTokenOptions>>().Get(BearerTokenDefaults.AuthenticationScheme);
        var signIn = AccessTokens.SignInOf(options.BearerTokenProtector.Unprotect(tokens.AccessToken)!.Principal)!.Value;
        return (await Desk.Get<LiveSignIns>().Find(signIn, CancellationToken.None))!;
    }

    private Task<(int Entries, int Distinct, int Earlier, int Statements)> Taken(Caller partner) => Desk.InScope(partner, async services =>
    {
        var export = await services.GetRequiredService<IMediator>().Send(new ExportOwnDataQuery());
        var one = Assert.Single(export.Cases);
        var ids = new List<Guid>();
        await foreach (var entry in one.Entries)
            ids.Add(entry.Entry.Id);
        var earlier = 0;
        await foreach (var _ in one.EarlierEntries)
            earlier++;
        return (ids.Count, ids.Distinct().Count(), earlier, services.GetRequiredService<CountingDb>().Statements);
    });
}
