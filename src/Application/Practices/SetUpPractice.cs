using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Domain;
using CounselDesk.Domain.Hours;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Practices;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Practices;

/// <summary>A new practice and its first administrator.</summary>
/// <param name="SetupCode">The operator's code, printed when an empty database is first started, or configured.</param>
/// <param name="PracticeName">The practice's name, at most 200 characters.</param>
/// <param name="TimeZone">Its time zone's IANA name; calendar days are counted there.</param>
/// <param name="AdministratorName">The administrator's name, at most 100 characters.</param>
/// <param name="AdministratorEmail">The administrator signs in with it.</param>
/// <param name="AdministratorPassword">At least 12 characters, 5 of them different.</param>
public sealed record NewPractice(
    string SetupCode,
    string PracticeName,
    string TimeZone,
    string AdministratorName,
    string AdministratorEmail,
    string AdministratorPassword);

[Public("No account exists before it; the operator's setup code stands in for a sign-in.")]
public sealed record SetUpPracticeCommand(NewPractice Body) : ICommand<PracticeSetUp>;

/// <param name="PracticeId">The new practice.</param>
/// <param name="AdministratorId">Its first administrator, who can sign in now.</param>
public sealed record PracticeSetUp(Guid PracticeId, Guid AdministratorId);

public sealed class SetUpPracticeValidator : AbstractValidator<SetUpPracticeCommand>
{
    public SetUpPracticeValidator()
    {
        RuleFor(x => x.Body.SetupCode).Line(Limits.Name);
        RuleFor(x => x.Body.PracticeName).Line(Limits.PracticeName);
        RuleFor(x => x.Body.TimeZone).TimeZone();
        RuleFor(x => x.Body.AdministratorName).Line(Limits.Name);
        RuleFor(x => x.Body.AdministratorEmail).Email();
        RuleFor(x => x.Body.AdministratorPassword).Password();
    }
}

public sealed class SetUpPracticeHandler(
    IDb db, IIds ids, ISetupCode setupCode, Accounts accounts, IAccountSecurity security, RequestScope scope, TimeProvider clock)
    : IRequestHandler<SetUpPracticeCommand, PracticeSetUp>, IPreparation<SetUpPracticeCommand>
{
    private const string InsertSql = """
        INSERT INTO Practices (Id, Name, TimeZone, SecretsPolicy, HitsCutoff, AcuteBetrayalWeeks, LateCancellationHours, DraftDays, NoAnswerWeeks,
          HomeworkStalledDays, AgreementBrokenOffDays, QuietFrom, QuietTo, RetentionYears,
          SafetyContacts, CreatedAt, Version)
        VALUES (@PracticeId, @Name, @TimeZone, @SecretsPolicy, @HitsCutoff, @AcuteBetrayalWeeks, @LateCancellationHours, @DraftDays, @NoAnswerWeeks,
          @HomeworkStalledDays, @AgreementBrokenOffDays, @QuietFrom, @QuietTo, @RetentionYears,
          @SafetyContacts, @CreatedAt, 1)
        """;

    private readonly Account _administrator = new();

    public async Task Prepare(SetUpPracticeCommand request, CancellationToken cancellationToken)
    {
        if (!await setupCode.IsSetupCode(request.Body.SetupCode, cancellationToken))
            throw Refused.Forbidden("wrong-setup-code", "The setup code is not this installation's; its operator has it.");
        await security.RequirePassword(_administrator, request.Body.AdministratorPassword, "administratorPassword");
        _administrator.PasswordHash = security.HashPassword(_administrator, request.Body.AdministratorPassword);
    }

    public async Task<PracticeSetUp> Handle(SetUpPracticeCommand request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var practiceId = ids.New();
        scope.Caller = scope.Caller with { PracticeId = practiceId, TimeZone = request.Body.TimeZone };
        await db.Execute(
            InsertSql,
            new
            {
                Name = request.Body.PracticeName.Trim(),
                request.Body.TimeZone,
                SecretsPolicy = SecretsPolicy.NoSecrets,
                PracticeDefaults.HitsCutoff,
                PracticeDefaults.AcuteBetrayalWeeks,
                PracticeDefaults.LateCancellationHours,
                PracticeDefaults.DraftDays,
                PracticeDefaults.NoAnswerWeeks,
                PracticeDefaults.HomeworkStalledDays,
                PracticeDefaults.AgreementBrokenOffDays,
                QuietFrom = QuietTime.Usual.FromMinute,
                QuietTo = QuietTime.Usual.ToMinute,
                PracticeDefaults.RetentionYears,
                SafetyContacts = JsonSerializer.Serialize(PracticeDefaults.SafetyContacts),
                CreatedAt = now,
            },
            cancellationToken);

        _administrator.Fill(ids, practiceId, request.Body.AdministratorEmail, request.Body.AdministratorName, Roles.Admin, now);
        await accounts.Add(_administrator, cancellationToken);
        scope.SubjectId = _administrator.Id;
        return new PracticeSetUp(practiceId, _administrator.Id);
    }
}
