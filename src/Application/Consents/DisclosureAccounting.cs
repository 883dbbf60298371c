using CounselDesk.Application.Common;
using CounselDesk.Domain.Consents;

namespace CounselDesk.Application.Consents;

/// <summary>Which part of a case's record is meant: <c>joint</c>, or a partner's id for that partner's own compartment.</summary>
public static class RecordScope
{
    public const string Joint = "joint";

    public static bool IsScope(string text) => string.Equals(text, Joint, StringComparison.Ordinal) || Guid.TryParseExact(text, "D", out _);

    /// <summary>The partner whose compartment it is; null for the joint record.</summary>
    public static Guid? Partner(string scope) => Guid.TryParseExact(scope, "D", out var partner) ? partner : null;

    public static string Of(Guid? partner) => partner?.ToString("D") ?? Joint;
}

/// <summary>What is entered of a disclosure: what the law wants to be told of one (45 CFR 164.528(b)(2)).</summary>
public sealed record DisclosureEntry(Guid CoupleId, Guid? PartnerId, DisclosureBasis Basis, string Recipient, string Description, string Purpose);

/// <summary>Enters disclosures in the accounting. There is no way to change or remove one.</summary>
public sealed class DisclosureAccounting(IDb db, IIds ids, ITextProtector protector, PracticeDays days, RequestScope scope)
{
    private const string RecipientPurpose = "disclosures.recipient";
    private const string DescriptionPurpose = "disclosures.description";
    private const string PurposePurpose = "disclosures.purpose";

    private const string InsertSql = """
        INSERT INTO Disclosures (Id, PracticeId, Seq, CoupleId, ClientId, Basis, Recipient, Description, Purpose, DisclosedOn, ByAccountId, At)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @PartnerId, @Basis, @Recipient, @Description, @Purpose, @DisclosedOn, @ByAccountId, @At)
        """;

    /// <summary>Enters what is disclosed now, by the caller.</summary>
    public async Task<Guid> Enter(DisclosureEntry entry, CancellationToken cancellationToken)
    {
        var id = ids.New();
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                entry.CoupleId,
                entry.PartnerId,
                entry.Basis,
                Recipient = protector.Protect(RecipientPurpose, entry.Recipient.Trim()),
                Description = protector.Protect(DescriptionPurpose, entry.Description.Trim()),
                Purpose = protector.Protect(PurposePurpose, entry.Purpose.Trim()),
                DisclosedOn = days.Today,
                ByAccountId = scope.Caller.AccountId,
                At = days.Now,
            },
            cancellationToken);
        return id;
    }

    public string Recipient(string kept) => protector.Unprotect(RecipientPurpose, kept);

    public string Description(string kept) => protector.Unprotect(DescriptionPurpose, kept);

    public string Purpose(string kept) => protector.Unprotect(PurposePurpose, kept);
}
