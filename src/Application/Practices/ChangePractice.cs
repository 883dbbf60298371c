using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Application.People;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Practices;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Practices;

/// <summary>A merge patch: what is left out stays as it is. None of these can be null.</summary>
/// <param name="Name">At most 200 characters.</param>
/// <param name="TimeZone">IANA name. From the next request on every calendar day is counted there; what was recorded keeps the day it has.</param>
/// <param name="SecretsPolicy">Partners accept a policy each; what they accepted before stays on record.</param>
/// <param name="HitsCutoff">10 or 11. Screenings already recorded keep the cut-off they were scored by.</param>
/// <param name="AcuteBetrayalWeeks">1 to 52.</param>
/// <param name="LateCancellationHours">0 to 168; 0 means that no cancellation counts as late.</param>
/// <param name="DraftDays">1 to 60: days after which a note that is still a draft is overdue.</param>
/// <param name="NoAnswerWeeks">1 to 26: weeks without an answer, after what is asked of a partner was due, that raise an alert.</param>
/// <param name="HomeworkStalledDays">7 to 180: days of running homework without an entry of either partner that raise an alert; 21 unless told. Days of rest are not counted.</param>
/// <param name="AgreementBrokenOffDays">7 to 180: days without a row ticked as kept, after the agreement was kept, that raise an alert; 14 unless told. Days of rest are not counted.</param>
/// <param name="QuietHours">By the practice's clocks; they may cross midnight. From the next reminder on.</param>
/// <param name="RetentionYears">1 to 99; the law of the place may ask for more than a practice would choose.</param>
/// <param name="SafetyContacts">1 to 10; replaces all that were there.</param>
public sealed record PracticeChanges(
    Optional<string> Name = default, Optional<string> TimeZone = default, Optional<SecretsPolicy> SecretsPolicy = default,
    Optional<int> HitsCutoff = default, Optional<int> AcuteBetrayalWeeks = default, Optional<int> LateCancellationHours = default,
    Optional<int> RetentionYears = default, Optional<IReadOnlyList<SafetyContact>> SafetyContacts = default, Optional<int> DraftDays = default,
    Optional<QuietHours> QuietHours = default, Optional<int> NoAnswerWeeks = default, Optional<int> HomeworkStalledDays = default,
    Optional<int> AgreementBrokenOffDays = default);

[Access(Roles.Admin)]
public sealed record ChangePracticeCommand(int? Version, PracticeChanges Body) : ICommand<Practice>, IVersionedCommand;

public sealed class ChangePracticeValidator : AbstractValidator<ChangePracticeCommand>
{
    public ChangePracticeValidator()
    {
        RuleFor(x => x.Body.Name.Value).NotNull().Line(Limits.PracticeName)
            .When(x => x.Body.Name.IsSet).OverridePropertyName("body.name");
        RuleFor(x => x.Body.TimeZone.Value).NotNull().TimeZone()
            .When(x => x.Body.TimeZone.IsSet).OverridePropertyName("body.timeZone");
        RuleFor(x => x.Body.SecretsPolicy.Value).IsInEnum()
            .When(x => x.Body.SecretsPolicy.IsSet).OverridePropertyName("body.secretsPolicy");
        RuleFor(x => x.Body.HitsCutoff.Value).InclusiveBetween(PracticeLimits.LowestHitsCutoff, PracticeLimits.HighestHitsCutoff)
            .When(x => x.Body.HitsCutoff.IsSet).OverridePropertyName("body.hitsCutoff");
        RuleFor(x => x.Body.AcuteBetrayalWeeks.Value).InclusiveBetween(PracticeLimits.LeastAcuteBetrayalWeeks, PracticeLimits.MostAcuteBetrayalWeeks)
            .When(x => x.Body.AcuteBetrayalWeeks.IsSet).OverridePropertyName("body.acuteBetrayalWeeks");
        RuleFor(x => x.Body.LateCancellationHours.Value).InclusiveBetween(PracticeLimits.LeastLateCancellationHours, PracticeLimits.MostLateCancellationHours)
            .When(x => x.Body.LateCancellationHours.IsSet).OverridePropertyName("body.lateCancellationHours");
        RuleFor(x => x.Body.DraftDays.Value).InclusiveBetween(PracticeLimits.LeastDraftDays, PracticeLimits.MostDraftDays)
            .When(x => x.Body.DraftDays.IsSet).OverridePropertyName("body.draftDays");
        RuleFor(x => x.Body.NoAnswerWeeks.Value).InclusiveBetween(PracticeLimits.LeastNoAnswerWeeks, PracticeLimits.MostNoAnswerWeeks)
            .When(x => x.Body.NoAnswerWeeks.IsSet).OverridePropertyName("body.noAnswerWeeks");
        RuleFor(x => x.Body.HomeworkStalledDays.Value).InclusiveBetween(PracticeLimits.LeastSilentDays, PracticeLimits.MostSilentDays)
            .When(x => x.Body.HomeworkStalledDays.IsSet).OverridePropertyName("body.homeworkStalledDays");
        RuleFor(x => x.Body.AgreementBrokenOffDays.Value).InclusiveBetween(PracticeLimits.LeastSilentDays, PracticeLimits.MostSilentDays)
            .When(x => x.Body.AgreementBrokenOffDays.IsSet).OverridePropertyName("body.agreementBrokenOffDays");
        RuleFor(x => x.Body.QuietHours.Value).NotNull().SetValidator(new QuietHoursValidator())
            .When(x => x.Body.QuietHours.IsSet).OverridePropertyName("body.quietHours");
        RuleFor(x => x.Body.RetentionYears.Value).InclusiveBetween(PracticeLimits.LeastRetentionYears, PracticeLimits.MostRetentionYears)
            .When(x => x.Body.RetentionYears.IsSet).OverridePropertyName("body.retentionYears");
        RuleFor(x => x.Body.SafetyContacts.Value).Must(contacts => contacts?.Count is >= 1 and <= PracticeDefaults.MostSafetyContacts)
            .When(x => x.Body.SafetyContacts.IsSet).OverridePropertyName("body.safetyContacts")
            .WithMessage($"Give 1 to {PracticeDefaults.MostSafetyContacts} contacts.");
        RuleForEach(x => x.Body.SafetyContacts.Value).NotNull().ChildRules(contact =>
            {
                contact.RuleFor(x => x.Name).NotNull().Line(Limits.Name);
                contact.RuleFor(x => x.Phone).NotNull().Phone();
            })
            .When(x => x.Body.SafetyContacts.IsSet).OverridePropertyName("body.safetyContacts");
    }
}

public sealed class ChangePracticeHandler(
    IDb db, Practices practices, RequestScope scope, IUnitOfWork unitOfWork, ILiveSignIns live, IOutbox outbox)
    : IRequestHandler<ChangePracticeCommand, Practice>
{
    private const string UpdateSql = """
        UPDATE Practices SET Name = @Name, TimeZone = @TimeZone, SecretsPolicy = @SecretsPolicy, HitsCutoff = @HitsCutoff,
          AcuteBetrayalWeeks = @AcuteBetrayalWeeks, LateCancellationHours = @LateCancellationHours, DraftDays = @DraftDays, NoAnswerWeeks = @NoAnswerWeeks,
          HomeworkStalledDays = @HomeworkStalledDays, AgreementBrokenOffDays = @AgreementBrokenOffDays, QuietFrom = @QuietFrom, QuietTo = @QuietTo, RetentionYears = @RetentionYears,
          SafetyContacts = @SafetyContacts, Version = Version + 1
        WHERE Id = @PracticeId AND Version = @Version
        """;

    public async Task<Practice> Handle(ChangePracticeCommand request, CancellationToken cancellationToken)
    {
        var practice = await practices.Find(cancellationToken);
        request.RequireCurrent(practice.Version);
        scope.ResourceId = practice.Id;
        var body = request.Body;
        var quiet = body.QuietHours.Or(practice.QuietHours).ToTime();
        await db.Execute(
            UpdateSql,
            new
            {
                Name = body.Name.Or(practice.Name).Trim(),
                TimeZone = body.TimeZone.Or(practice.TimeZone),
                SecretsPolicy = body.SecretsPolicy.Or(practice.SecretsPolicy),
                HitsCutoff = body.HitsCutoff.Or(practice.HitsCutoff),
                AcuteBetrayalWeeks = body.AcuteBetrayalWeeks.Or(practice.AcuteBetrayalWeeks),
                LateCancellationHours = body.LateCancellationHours.Or(practice.LateCancellationHours),
                DraftDays = body.DraftDays.Or(practice.DraftDays),
                NoAnswerWeeks = body.NoAnswerWeeks.Or(practice.NoAnswerWeeks),
                HomeworkStalledDays = body.HomeworkStalledDays.Or(practice.HomeworkStalledDays),
                AgreementBrokenOffDays = body.AgreementBrokenOffDays.Or(practice.AgreementBrokenOffDays),
                QuietFrom = quiet.FromMinute,
                QuietTo = quiet.ToMinute,
                RetentionYears = body.RetentionYears.Or(practice.RetentionYears),
                SafetyContacts = JsonSerializer.Serialize(body.SafetyContacts.Or(practice.SafetyContacts)),
                practice.Version,
            },
            cancellationToken).OrStale();

        // Callers carry the time zone: those remembered would go on counting days in the old one.
        unitOfWork.AfterCommit(live.Forget);
        await outbox.Raise("practice.changed", practice.Id, cancellationToken);
        return await practices.Find(cancellationToken);
    }
}
