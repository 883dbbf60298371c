using CounselDesk.Application.Audit;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Tests.Shared;

namespace CounselDesk.Application.Tests.Audit;

public sealed class VerifyAuditTests : OnePractice
{
    private const string Copy = """
        INSERT INTO AuditEntries (PracticeId, Seq, At, AccountId, Roles, Action, Outcome, Code, CoupleId, SubjectId, ResourceId, Reason, Address, TraceId, Seal)
        SELECT e.PracticeId, @To, e.At, e.AccountId, e.Roles, 'forged', e.Outcome, e.Code, e.CoupleId, e.SubjectId, e.ResourceId, e.Reason, e.Address, e.TraceId, e.Seal
        FROM AuditEntries e WHERE e.PracticeId = @PracticeId AND e.Seq = @From
        """;

    private async Task<long> Last() => (await Desk.Rows<long>("SELECT MAX(Seq) FROM AuditEntries WHERE PracticeId = @Id", new { Practice.Id }))[0];

    private Task<AuditCheck> Check() => Desk.Send(Practice.Admin, new VerifyAuditQuery());

    private async Task ShouldFind(long sequence, AuditFaultKind kind)
    {
        var check = await Check();
        Assert.False(check.Intact);
        Assert.Equal(new AuditFault(sequence, kind), check.FirstFault);
    }

    // Two steps, since the primary key forbids passing through a neighbour's place.
    private async Task Shift(long from, int by)
    {
        await Tamper("UPDATE AuditEntries SET Seq = -Seq WHERE PracticeId = @PracticeId AND Seq >= @From", new { From = from });
        await Tamper("UPDATE AuditEntries SET Seq = -Seq + @By WHERE PracticeId = @PracticeId AND Seq < 0", new { By = by });
        await Tamper("UPDATE AuditTails SET Seq = Seq + @By WHERE PracticeId = @PracticeId", new { By = by });
    }

    [Fact]
    public async Task An_untouched_audit_is_intact_and_counts_its_entries()
    {
        var given = await Practice.Couple();
        await Desk.Send(Practice.OtherTherapist, new GetCoupleQuery(given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        var last = await Last();
        Assert.Equal(new AuditCheck(true, last, null), await Check());
        Assert.Equal(new AuditCheck(true, last + 1, null), await Check());
    }

    [Fact]
    public async Task It_is_intact_while_others_write()
    {
        var given = await Practice.Couple();
        var reads = Enumerable.Range(0, 40).Select(_ => Desk.Send(Practice.Therapist, new GetCoupleQuery(given.Id))).ToList();
        var checks = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Check()));
        await Task.WhenAll(reads);
        Assert.All(checks, check => Assert.True(check.Intact));
        Assert.True((await Check()).Intact);
    }

    [Theory]
    [InlineData("Action = 'list-couples'")]
    [InlineData("Outcome = 'Refused'")]
    [InlineData("At = '2026-03-02T15:00:00.001Z'")]
    [InlineData("AccountId = NULL")]
    [InlineData("Roles = 'Frontdesk'")]
    [InlineData("Code = 'x'")]
    [InlineData("Reason = 'x'")]
    [InlineData("Address = 'x'")]
    [InlineData("TraceId = 'x'")]
    [InlineData("CoupleId = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("SubjectId = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("ResourceId = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("Seal = ''")]
    public async Task A_changed_field_is_found(string change)
    {
        await Tamper($"UPDATE AuditEntries SET {change} WHERE PracticeId = @PracticeId AND Seq = 4");
        await ShouldFind(4, AuditFaultKind.Altered);
    }

    [SkippableFact]
    public async Task A_field_that_is_no_more_of_its_kind_is_found()
    {
        Skip.If(TestDatabase.IsSqlServer, "Only the embedded engine takes a text for an instant.");
        await Tamper("UPDATE AuditEntries SET At = 'nonsense' WHERE PracticeId = @PracticeId AND Seq = 4");
        await ShouldFind(4, AuditFaultKind.Altered);
    }

    [Fact]
    public async Task A_changed_first_and_a_changed_last_entry_are_found()
    {
        var last = await Last();
        await Tamper("UPDATE AuditEntries SET Action = 'x' WHERE PracticeId = @PracticeId AND Seq = @Last", new { Last = last });
        await ShouldFind(last, AuditFaultKind.Altered);
        await Tamper("UPDATE AuditEntries SET Action = 'x' WHERE PracticeId = @PracticeId AND Seq = 1");
        await ShouldFind(1, AuditFaultKind.Altered);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_removed_entry_is_found(long sequence)
    {
        await Tamper("DELETE FROM AuditEntries WHERE PracticeId = @PracticeId AND Seq = @Sequence", new { Sequence = sequence });
        await ShouldFind(sequence, AuditFaultKind.Removed);
    }

    [Fact]
    public async Task A_removed_entry_is_found_although_the_rest_were_renumbered()
    {
        await Tamper("DELETE FROM AuditEntries WHERE PracticeId = @PracticeId AND Seq = 3");
        await Shift(4, -1);
        await ShouldFind(3, AuditFaultKind.Removed);
    }

    [Fact]
    public async Task A_removed_last_entry_is_found()
    {
        var last = await Last();
        await Tamper("DELETE FROM AuditEntries WHERE PracticeId = @PracticeId AND Seq = @Last", new { Last = last });
        await ShouldFind(last, AuditFaultKind.Truncated);
    }

    [Fact]
    public async Task An_emptied_audit_and_a_removed_end_marker_are_found()
    {
        var last = await Last();
        await Tamper("DELETE FROM AuditTails WHERE PracticeId = @PracticeId");
        var check = await Desk.InScope(Practice.Admin, services =>
            Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IAuditVerifier>(services).Verify(CancellationToken.None));
        Assert.Equal(new AuditCheck(false, last, new AuditFault(1, AuditFaultKind.Truncated)), check);
    }

    [Fact]
    public async Task A_set_back_end_marker_is_found()
    {
        await Tamper("UPDATE AuditTails SET Seq = 2, Seal = (SELECT e.Seal FROM AuditEntries e WHERE e.PracticeId = @PracticeId AND e.Seq = 2) WHERE PracticeId = @PracticeId");
        var check = await Desk.InScope(Practice.Admin, services =>
            Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IAuditVerifier>(services).Verify(CancellationToken.None));
        Assert.Equal(new AuditFault(3, AuditFaultKind.Truncated), check.FirstFault);
    }

    [Fact]
    public async Task A_forged_entry_in_the_middle_is_found_although_the_rest_were_renumbered()
    {
        await Shift(3, 1);
        await Tamper(Copy, new { From = 2, To = 3 });
        await ShouldFind(3, AuditFaultKind.Inserted);
    }

    [Fact]
    public async Task A_forged_entry_at_the_end_is_found()
    {
        var last = await Last();
        await Tamper(Copy, new { From = last, To = last + 1 });
        var check = await Desk.InScope(Practice.Admin, services =>
            Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IAuditVerifier>(services).Verify(CancellationToken.None));
        Assert.Equal(new AuditCheck(false, last, new AuditFault(last + 1, AuditFaultKind.Inserted)), check);
    }

    [Fact]
    public async Task A_forged_entry_before_the_beginning_is_found()
    {
        await Tamper(Copy, new { From = 1, To = 0 });
        await ShouldFind(0, AuditFaultKind.Inserted);
    }

    [Fact]
    public async Task Another_practices_entry_does_not_fit_here()
    {
        var other = await GivenPractice.Open(Desk);
        await Tamper("DELETE FROM AuditEntries WHERE PracticeId = @PracticeId AND Seq = 2");
        await Tamper("UPDATE AuditEntries SET PracticeId = @PracticeId WHERE PracticeId = @Other AND Seq = 2", new { Other = other.Id });
        await ShouldFind(2, AuditFaultKind.Altered);
        Assert.Equal(new AuditFault(2, AuditFaultKind.Removed), (await Desk.Send(other.Admin, new VerifyAuditQuery())).FirstFault);
    }

    [Fact]
    public async Task Is_for_admins()
    {
        foreach (var caller in new[] { Practice.Therapist, Practice.Supervisor, Practice.Frontdesk })
            await Desk.Send(caller, new VerifyAuditQuery()).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }
}
