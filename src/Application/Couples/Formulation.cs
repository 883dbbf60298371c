using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain;
using CounselDesk.Domain.Couples;
using FluentValidation;

namespace CounselDesk.Application.Couples;

/// <summary>Why the couple came, as the clinician understands it. For clinicians only.</summary>
/// <param name="CoupleId">The case.</param>
/// <param name="Codes">Needs, trust components, signs, causes, triggers and obstacles from the vocabulary, in alphabetical order.</param>
/// <param name="Severity">How badly trust was breached; null while not judged.</param>
/// <param name="Roles">Each partner's part in the betrayal.</param>
/// <param name="DisclosedOn">When the betrayal came to light.</param>
/// <param name="EarlierBreaches">Whether there were breaches before; null while not known.</param>
/// <param name="Cultures">The cultures and traditions that matter here.</param>
/// <param name="Summary">The formulation in words.</param>
/// <param name="UpdatedAt">When it was last written; null while nothing has been.</param>
/// <param name="Version">Also the start of the <c>ETag</c>; 0 while nothing has been written.</param>
public sealed record Formulation(
    Guid CoupleId, IReadOnlyList<string> Codes, BreachSeverity? Severity, IReadOnlyList<PartnerRole> Roles, DateOnly? DisclosedOn,
    bool? EarlierBreaches, string? Cultures, string? Summary, DateTimeOffset? UpdatedAt, int Version) : IVersioned;

/// <param name="ClientId">The partner.</param>
/// <param name="Role">None, hurt or involved.</param>
public sealed record PartnerRole(Guid ClientId, BetrayalRole Role);

/// <summary>What a clinician writes of a case; it replaces what was written before.</summary>
/// <param name="Codes">At most 60 codes of the vocabulary, each once.</param>
/// <param name="Severity">Mild, moderate or severe.</param>
/// <param name="Roles">At most one for each partner; whoever is not named has none.</param>
/// <param name="DisclosedOn">When the betrayal came to light; not in the future.</param>
/// <param name="EarlierBreaches">Whether there were breaches before.</param>
/// <param name="Cultures">At most 500 characters; kept encrypted.</param>
/// <param name="Summary">At most 20000 characters; kept encrypted.</param>
public sealed record FormulationText(
    IReadOnlyList<string> Codes, BreachSeverity? Severity = null, IReadOnlyList<PartnerRoleText>? Roles = null, DateOnly? DisclosedOn = null,
    bool? EarlierBreaches = null, string? Cultures = null, string? Summary = null);

/// <summary>A partner's part in the betrayal. Name the partner by one of the two.</summary>
/// <param name="Role">None, hurt or involved.</param>
/// <param name="ClientId">The partner's client.</param>
/// <param name="Partner">Or the partner's place in the case, for a partner who is made in the same request and has no id yet.</param>
public sealed record PartnerRoleText(BetrayalRole Role, Guid? ClientId = null, PartnerPlace? Partner = null);

public enum PartnerPlace
{
    /// <summary>The first of a case's partners.</summary>
    A,

    /// <summary>The second.</summary>
    B,
}

public sealed class FormulationTextValidator : AbstractValidator<FormulationText>
{
    public FormulationTextValidator()
    {
        RuleFor(x => x.Codes).Must(codes => codes is null || codes.Count <= FormulationLimits.Codes).WithMessage($"Give at most {FormulationLimits.Codes} codes.");
        RuleFor(x => x.Codes).Must(codes => codes is null || codes.Distinct(StringComparer.Ordinal).Count() == codes.Count).WithMessage("Give each code once.");
        RuleFor(x => x.Severity).IsInEnum();
        RuleFor(x => x.Roles).Must(roles => roles is null || roles.Count <= 2).WithMessage("Give at most one role for each partner.");
        RuleForEach(x => x.Roles).NotNull().ChildRules(role =>
        {
            role.RuleFor(x => x.Role).IsInEnum();
            role.RuleFor(x => x.Partner).IsInEnum();
            role.RuleFor(x => x.ClientId).Must((x, id) => id is null != x.Partner is null).WithMessage("Name the partner either by clientId or by partner.");
        });
        RuleFor(x => x.DisclosedOn).Must(day => day is null || day.Value.Year >= 1900).WithMessage("Give a day from 1900 on.");
        RuleFor(x => x.Cultures).Prose(Limits.ShortText);
        RuleFor(x => x.Summary).Prose(Limits.LongText);
    }
}

/// <summary>Reads and writes formulations, for the use cases that do. Running texts are kept encrypted.</summary>
public sealed class Formulations(IDb db, IToolkit toolkit, ITextProtector protector, PracticeDays days)
{
    private const string CulturesPurpose = "formulations.cultures";
    private const string SummaryPurpose = "formulations.summary";

    private const string FindSql = """
        SELECT f.Severity, f.RoleA, f.RoleB, f.DisclosedOn, f.EarlierBreaches, f.Cultures, f.Summary, f.UpdatedAt, f.Version
        FROM Formulations f WHERE f.CoupleId = @CoupleId AND f.PracticeId = @PracticeId
        """;

    private const string CodesSql = "SELECT k.Code FROM FormulationCodes k WHERE k.CoupleId = @CoupleId AND k.PracticeId = @PracticeId";

    private const string InsertSql = """
        INSERT INTO Formulations (CoupleId, PracticeId, Severity, RoleA, RoleB, DisclosedOn, EarlierBreaches, Cultures, Summary, UpdatedAt, Version)
        VALUES (@CoupleId, @PracticeId, @Severity, @RoleA, @RoleB, @DisclosedOn, @EarlierBreaches, @Cultures, @Summary, @UpdatedAt, @Version + 1)
        """;

    private const string UpdateSql = """
        UPDATE Formulations SET Severity = @Severity, RoleA = @RoleA, RoleB = @RoleB, DisclosedOn = @DisclosedOn, EarlierBreaches = @EarlierBreaches,
          Cultures = @Cultures, Summary = @Summary, UpdatedAt = @UpdatedAt, Version = Version + 1
        WHERE CoupleId = @CoupleId AND PracticeId = @PracticeId AND Version = @Version
        """;

    private const string RemoveCodesSql = "DELETE FROM FormulationCodes WHERE CoupleId = @CoupleId AND PracticeId = @PracticeId AND Code IN @Codes";
    private const string AddCodeSql = "INSERT INTO FormulationCodes (CoupleId, PracticeId, Code) VALUES (@CoupleId, @PracticeId, @Code)";

    /// <summary>What has been written of a case; empty, with version 0, while nothing has.</summary>
    public async Task<Formulation> Of(Guid coupleId, IReadOnlyList<Guid> partners, CancellationToken cancellationToken)
    {
        var row = await db.Find<Row>(FindSql, new { CoupleId = coupleId }, cancellationToken);
        var codes = await Codes(coupleId, cancellationToken);
        return new Formulation(
            coupleId, [.. codes.Order(StringComparer.Ordinal)], row?.Severity,
            [.. partners.Select((id, place) => new PartnerRole(id, (place == 0 ? row?.RoleA : row?.RoleB) ?? BetrayalRole.None))],
            row?.DisclosedOn, row?.EarlierBreaches, Open(CulturesPurpose, row?.Cultures), Open(SummaryPurpose, row?.Summary), row?.UpdatedAt, row?.Version ?? 0);
    }

    /// <summary>Writes over a formulation that was read with this version; 0 writes the first.</summary>
    public async Task Write(Guid coupleId, IReadOnlyList<Guid> partners, int version, FormulationText text, string field, CancellationToken cancellationToken)
    {
        RequireKnown(text, field);
        var roles = Roles(text, partners, field);
        var values = new
        {
            CoupleId = coupleId,
            Version = version,
            text.Severity,
            RoleA = roles[0],
            RoleB = roles[1],
            text.DisclosedOn,
            text.EarlierBreaches,
            Cultures = Seal(CulturesPurpose, text.Cultures),
            Summary = Seal(SummaryPurpose, text.Summary),
            UpdatedAt = days.Now,
        };
        await db.Execute(version == 0 ? InsertSql : UpdateSql, values, cancellationToken).OrStale();

        var before = await Codes(coupleId, cancellationToken);
        var gone = before.Except(text.Codes, StringComparer.Ordinal).ToList();
        if (gone.Count > 0)
            await db.Execute(RemoveCodesSql, new { CoupleId = coupleId, Codes = gone }, cancellationToken);
        foreach (var code in text.Codes.Except(before, StringComparer.Ordinal))
            await db.Execute(AddCodeSql, new { CoupleId = coupleId, Code = code }, cancellationToken);
    }

    private Task<IReadOnlyList<string>> Codes(Guid coupleId, CancellationToken cancellationToken) =>
        db.Query<string>(CodesSql, new { CoupleId = coupleId }, cancellationToken);

    private void RequireKnown(FormulationText text, string field)
    {
        foreach (var (index, code) in text.Codes.Index())
        {
            if (code is null || !toolkit.Catalogue.Vocabulary.IsFormulationCode(code))
                throw Refused.Invalid($"{field}codes[{index}]", "Give a code of the vocabulary's needs, trust components, signs, causes, triggers or obstacles.", "unknown-code");
        }

        if (text.DisclosedOn > days.Today)
            throw Refused.Invalid($"{field}disclosedOn", "Must not be in the future.");
    }

    private static BetrayalRole[] Roles(FormulationText text, IReadOnlyList<Guid> partners, string field)
    {
        var roles = new BetrayalRole?[2];
        foreach (var (index, role) in (text.Roles ?? []).Index())
        {
            var place = role.ClientId is { } id ? partners.ToList().IndexOf(id) : (int)role.Partner!.Value;
            if (place < 0 || place >= partners.Count)
                throw Refused.Invalid($"{field}roles[{index}]", "Name one of this case's partners.", "not-a-partner");
            if (roles[place] is not null)
                throw Refused.Invalid($"{field}roles[{index}]", "Give at most one role for each partner.");
            roles[place] = role.Role;
        }

        return [roles[0] ?? BetrayalRole.None, roles[1] ?? BetrayalRole.None];
    }

    private string? Seal(string purpose, string? text) => text is null ? null : protector.Protect(purpose, text.Trim());

    private string? Open(string purpose, string? kept) => kept is null ? null : protector.Unprotect(purpose, kept);

    private sealed record Row
    {
        public BreachSeverity? Severity { get; init; }

        public BetrayalRole RoleA { get; init; }

        public BetrayalRole RoleB { get; init; }

        public DateOnly? DisclosedOn { get; init; }

        public bool? EarlierBreaches { get; init; }

        public string? Cultures { get; init; }

        public string? Summary { get; init; }

        public DateTimeOffset UpdatedAt { get; init; }

        public int Version { get; init; }
    }
}
