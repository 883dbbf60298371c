using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.NotePrefill;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.Safety;

namespace CounselDesk.Application.Tests.NotePrefill;

public sealed class PrefillNoteTests : HomeworkTest
{
    private static readonly DateOnly Monday = GivenHomework.Monday;

    private Task<Application.NotePrefill.NotePrefill> Prefill(string scope = "joint", Guid? sessionId = null, NoteFormat format = NoteFormat.Dap, Caller? caller = null) =>
        Desk.Send(caller ?? Practice.Therapist, new PrefillNoteQuery(Pair.Id, sessionId, format, scope));

    private async Task<string[]> Facts(string scope = "joint", Guid? sessionId = null) =>
        (await Prefill(scope, sessionId)).Sections["data"].Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Half past nine in the practice's morning.</summary>
    private async Task<Session> Held(DateOnly day, Guid? alone = null, params Guid[] attended)
    {
        Desk.Clock.Now = new DateTimeOffset(day.ToDateTime(new TimeOnly(15, 30)), TimeSpan.Zero);
        var booked = await Desk.Book(Practice.Therapist, Pair, alone is { } one ? Desk.At(0).With(one) : Desk.At(0));
        Desk.Clock.Now = Desk.Clock.Now.AddHours(2);
        return await Desk.Send(Practice.Therapist, new HoldSessionCommand(booked.Id, null, new SessionAttendance(attended.Length > 0 ? attended : [Pair.A, Pair.B])));
    }

    private Task Pulse(Caller partner, DateOnly day, int each) => Desk.Send(partner, new AnswerTrustPulseCommand(new TrustPulseAnswers([each, each, each, each, each], day)));

    [Fact]
    public async Task Nothing_known_is_empty_in_every_section()
    {
        foreach (var format in Enum.GetValues<NoteFormat>())
        {
            var prefill = await Prefill(format: format);
            Assert.Equal(format.Sections(), prefill.Sections.Keys);
            Assert.All(prefill.Sections.Values, text => Assert.Equal("", text));
            Assert.Null(prefill.SessionId);
        }
    }

    [Fact]
    public async Task Facts_go_to_one_section_of_each_format_and_the_others_stay_empty()
    {
        await Held(Monday);
        foreach (var (format, section) in new[] { (NoteFormat.Soap, "objective"), (NoteFormat.Dap, "data"), (NoteFormat.Birp, "behavior"), (NoteFormat.Girp, "response"), (NoteFormat.Narrative, "narrative") })
            Assert.Equal([section], (await Prefill(format: format)).Sections.Where(pair => pair.Value.Length > 0).Select(pair => pair.Key));
    }

    [Fact]
    public async Task Tells_of_the_session_and_who_attended_it()
    {
        var session = await Held(Monday);
        Assert.Equal(["Conjoint session on 2 March 2026 at 09:30, 50 minutes, in the office.", "Robin Reed and Kit Lark attended."], await Facts());
        Assert.Equal(session.Id, (await Prefill()).SessionId);
        await Held(Monday.AddDays(7), null, Pair.B);
        Assert.Equal(["Kit Lark attended.", "Robin Reed did not attend."], (await Facts())[1..]);
        Assert.Equal(["Robin Reed did not attend."], (await Facts(Pair.A.ToString()))[1..]);
        Assert.Equal(["Kit Lark attended."], (await Facts(Pair.B.ToString()))[1..]);
        Assert.Equal("Robin Reed and Kit Lark attended.", (await Facts(sessionId: session.Id))[1]);

        var booked = await Desk.Book(Practice.Therapist, Pair);
        Assert.Equal(["Conjoint session on 10 March 2026 at 12:30, 50 minutes, in the office."], await Facts(sessionId: booked.Id));
        Desk.Clock.Now = Desk.Clock.Now.AddDays(2);
        await Desk.Send(Practice.Therapist, new RecordNoShowCommand(booked.Id, null));
        Assert.Equal("Nobody came.", (await Facts(sessionId: booked.Id))[1]);
    }

    [Fact]
    public async Task Counts_outcomes_since_the_session_before_in_both_names_for_both_and_in_one_name_for_one()
    {
        var assignment = await Practice.Assign(Pair);
        await Desk.Log(Pair.PartnerA, assignment.Id, Monday, LogOutcome.Skipped);
        await Held(Monday.AddDays(1));
        Desk.GoTo(Monday.AddDays(8));
        foreach (var (day, outcome) in new[] { (2, LogOutcome.Done), (3, LogOutcome.Done), (4, LogOutcome.Partly) })
            await Desk.Log(Pair.PartnerA, assignment.Id, Monday.AddDays(day), outcome);
        await Desk.Log(Pair.PartnerB, assignment.Id, Monday.AddDays(2), LogOutcome.Skipped);
        await Held(Monday.AddDays(7));

        var title = assignment.Title;
        Assert.Equal($"Homework \"{title}\", 3 March 2026 to 9 March 2026: Robin Reed done 2, partly 1, skipped 0; Kit Lark done 0, partly 0, skipped 1.", (await Facts())[2]);
        Assert.Equal($"Homework \"{title}\", 3 March 2026 to 9 March 2026: Kit Lark done 0, partly 0, skipped 1.", (await Facts(Pair.B.ToString()))[2]);
    }

    [Fact]
    public async Task Tells_a_partners_scores_with_their_change_in_that_partners_scope_alone()
    {
        Desk.GoTo(Monday);
        await Pulse(Pair.PartnerA, Monday, 4);
        await Pulse(Pair.PartnerB, Monday, 9);
        await Held(Monday.AddDays(1));
        Desk.GoTo(Monday.AddDays(7));
        await Pulse(Pair.PartnerA, Monday.AddDays(7), 6);
        await Held(Monday.AddDays(7));
        Assert.Equal("Robin Reed answered Weekly trust pulse on 9 March 2026: 30 points, +10 since 2 March 2026.", (await Facts(Pair.A.ToString()))[2]);
        Assert.Equal(2, (await Facts(Pair.B.ToString())).Length);
        Assert.Equal(2, (await Facts()).Length);
    }

    [Fact]
    public async Task A_joint_one_tells_nothing_that_lies_in_a_partners_compartment_and_a_partners_nothing_of_the_other()
    {
        await Desk.Send(Practice.Therapist, new RecordScreeningCommand(Pair.Id, new NewScreening(Pair.A, Monday, ScreeningMethod.Hits, [4, 4, 4, 4], Remarks: "Zyxcanary")));
        var secret = await Practice.Assign(Pair, GivenHomework.Some("support-network", Pair.A.ToString()));
        var shared = await Practice.Assign(Pair);
        await Desk.Log(Pair.PartnerA, secret.Id);
        await Desk.Log(Pair.PartnerA, shared.Id, noticed: "Zyxcanary");
        await Held(Monday);
        await Pulse(Pair.PartnerA, Monday, 3);
        var alone = await Held(Monday.AddDays(2), Pair.A, Pair.A);

        foreach (var scope in new[] { "joint", Pair.B.ToString() })
        {
            var prefill = await Prefill(scope);
            Assert.NotEqual(alone.Id, prefill.SessionId);
            Assert.DoesNotContain(prefill.Sections.Values, text =>
                text.Contains(secret.Title, StringComparison.Ordinal) || text.Contains("Individual", StringComparison.Ordinal)
                || text.Contains("4 March", StringComparison.Ordinal) || text.Contains("points", StringComparison.Ordinal));
        }

        var own = await Facts(Pair.A.ToString());
        Assert.Equal("Individual session on 4 March 2026 at 09:30, 50 minutes, in the office.", own[0]);
        Assert.Contains(own, fact => fact.Contains(secret.Title, StringComparison.Ordinal));
        Assert.DoesNotContain(await Facts(Pair.B.ToString()), fact => fact.Contains("Robin", StringComparison.Ordinal));
        foreach (var scope in new[] { "joint", Pair.A.ToString(), Pair.B.ToString() })
            Assert.DoesNotContain(await Facts(scope), fact => fact.Contains("Zyxcanary", StringComparison.Ordinal) || fact.Contains("HITS", StringComparison.OrdinalIgnoreCase));

        // Nor is it counted from: the next joint note reaches back to the last joint session.
        Desk.GoTo(Monday.AddDays(5));
        await Desk.Log(Pair.PartnerB, shared.Id, Monday.AddDays(5));
        await Held(Monday.AddDays(7));
        Assert.Contains(await Facts(), fact => fact.Contains("2 March 2026 to 9 March 2026", StringComparison.Ordinal));
        await Prefill("joint", alone.Id).ShouldRefuse(RefusalKind.Invalid, "individual-session");
        await Prefill(Pair.B.ToString(), alone.Id).ShouldRefuse(RefusalKind.Invalid, "individual-session");
    }

    [Fact]
    public async Task What_is_joint_in_a_case_of_one_is_that_persons()
    {
        var single = await Desk.Send(Practice.Therapist, new OpenIndividualCaseCommand(Pair.A, new NewIndividualCase()));
        await Desk.Send(Practice.Therapist, new RecordResponseCommand(single.Id, new NewResponse("csi-4", Pair.A, [4, 3, 3, 4])));
        var prefill = await Desk.Send(Practice.Therapist, new PrefillNoteQuery(single.Id, null, NoteFormat.Narrative, "joint"));
        Assert.StartsWith("Robin Reed answered ", prefill.Sections["narrative"], StringComparison.Ordinal);
        Assert.EndsWith("on 2 March 2026: 14 points.", prefill.Sections["narrative"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_is_not_of_this_case_and_whoever_reads_no_notes()
    {
        var other = await Practice.Couple();
        var session = await Desk.Book(Practice.Therapist, other);
        await Prefill("joint", session.Id).ShouldRefuse(RefusalKind.Invalid, "no-such-session");
        await Prefill(other.A.ToString()).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Prefill("both").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, Pair.PartnerA })
            await Prefill(caller: caller).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Prefill(caller: Practice.OtherTherapist).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Prefill(caller: (await GivenPractice.Open(Desk)).Therapist).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}
