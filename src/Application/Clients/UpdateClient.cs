using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Domain;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Clients;

/// <summary>A merge patch: what is absent stays, null clears.</summary>
/// <param name="FirstName">At most 100 characters; cannot be cleared.</param>
/// <param name="LastName">At most 100 characters; cannot be cleared.</param>
/// <param name="Email">The contact address. A portal account goes on signing in with the address it has.</param>
/// <param name="Phone">Digits, spaces and + ( ) - .</param>
/// <param name="BirthDate">A calendar day in the past.</param>
/// <param name="Pronouns">As the person gives them.</param>
/// <param name="SafeContact">Merged member by member; null goes back to any way, without voicemail.</param>
/// <param name="Language">BCP 47, such as <c>es</c>: in which language the client reads exercises.</param>
public sealed record ClientChange(
    Optional<string> FirstName = default, Optional<string> LastName = default, Optional<string?> Email = default, Optional<string?> Phone = default,
    Optional<DateOnly?> BirthDate = default, Optional<string?> Pronouns = default, Optional<SafeContactChange?> SafeContact = default,
    Optional<string?> Language = default);

/// <param name="Method">Any, email, phone or portal-only.</param>
/// <param name="Voicemail">Whether a message may be left where others may hear it.</param>
/// <param name="Note">One line of at most 500 characters: what to do, never why.</param>
/// <param name="Reminders">Whether the client may be reminded of homework.</param>
/// <param name="QuietHours">Hours in which nobody calls, writes or reminds; null: none of their own.</param>
public sealed record SafeContactChange(
    Optional<SafeContactMethod> Method = default, Optional<bool> Voicemail = default, Optional<string?> Note = default,
    Optional<bool> Reminders = default, Optional<QuietHours?> QuietHours = default);

[Access(Roles.Clinicians | Roles.Frontdesk)]
public sealed record UpdateClientCommand(Guid ClientId, int? Version, ClientChange Body) : ICommand<Client>, IVersionedCommand;

public sealed class UpdateClientValidator : AbstractValidator<UpdateClientCommand>
{
    public UpdateClientValidator()
    {
        RuleFor(x => x.Body.FirstName.Value).NotNull().Line(Limits.Name).When(x => x.Body.FirstName.IsSet).OverridePropertyName("body.firstName");
        RuleFor(x => x.Body.LastName.Value).NotNull().Line(Limits.Name).When(x => x.Body.LastName.IsSet).OverridePropertyName("body.lastName");
        RuleFor(x => x.Body.Email.Value).Email().OverridePropertyName("body.email");
        RuleFor(x => x.Body.Phone.Value).Phone().OverridePropertyName("body.phone");
        RuleFor(x => x.Body.BirthDate.Value).Must(day => day is null || day.Value.Year >= 1900)
            .WithMessage("Give a day from 1900 on.").OverridePropertyName("body.birthDate");
        RuleFor(x => x.Body.Pronouns.Value).Line(Limits.Pronouns).OverridePropertyName("body.pronouns");
        RuleFor(x => x.Body.Language.Value).Language().OverridePropertyName("body.language");
        RuleFor(x => x.Body.SafeContact.Value!.Method.Value).IsInEnum()
            .When(x => x.Body.SafeContact.Value is not null).OverridePropertyName("body.safeContact.method");
        RuleFor(x => x.Body.SafeContact.Value!.Note.Value).Line(Limits.ShortText)
            .When(x => x.Body.SafeContact.Value is not null).OverridePropertyName("body.safeContact.note");
        RuleFor(x => x.Body.SafeContact.Value!.QuietHours.Value).SetValidator(new QuietHoursValidator()!)
            .When(x => x.Body.SafeContact.Value is not null).OverridePropertyName("body.safeContact.quietHours");
    }
}

public sealed class UpdateClientHandler(IDb db, ClientRecords clients, ClientWords words, PracticeDays days, RequestScope scope, IOutbox outbox)
    : IRequestHandler<UpdateClientCommand, Client>
{
    private const string UpdateSql = """
        UPDATE Clients SET FirstName = @FirstName, LastName = @LastName, Email = @Email, Phone = @Phone, BirthDate = @BirthDate,
          Pronouns = @Pronouns, Language = @Language, SafeContactMethod = @Method, SafeContactVoicemail = @Voicemail, SafeContactNote = @Note,
          Reminders = @Reminders, QuietFrom = @QuietFrom, QuietTo = @QuietTo, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    // The account shows the person's name; its address is the person's own to sign in with, and stays.
    private const string RenameAccountSql = """
        UPDATE Accounts SET DisplayName = @DisplayName, Version = Version + 1 WHERE ClientId = @Id AND PracticeId = @PracticeId AND DisplayName <> @DisplayName
        """;

    public async Task<Client> Handle(UpdateClientCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.ClientId;
        var row = await clients.Row(request.ClientId, cancellationToken);
        request.RequireCurrent(row.Version);
        var change = request.Body;
        if (change.BirthDate.Value > days.Today)
            throw Refused.Invalid("birthDate", "Must not be in the future.");

        var (firstName, lastName) = (change.FirstName.Or(row.FirstName).Trim(), change.LastName.Or(row.LastName).Trim());
        var (email, phone) = (change.Email.Or(row.Email)?.Trim(), change.Phone.Or(row.Phone)?.Trim());
        var safe = Merge(row.SafeContact, change.SafeContact);
        var quiet = safe.QuietHours?.ToTime();
        await db.Execute(
            UpdateSql,
            new
            {
                row.Id,
                row.Version,
                FirstName = firstName,
                LastName = lastName,
                Email = email,
                Phone = phone,
                BirthDate = change.BirthDate.Or(row.BirthDate),
                Pronouns = change.Pronouns.Or(row.Pronouns)?.Trim(),
                Language = change.Language.Or(row.Language),
                safe.Method,
                safe.Voicemail,
                safe.Note,
                safe.Reminders,
                QuietFrom = quiet?.FromMinute,
                QuietTo = quiet?.ToMinute,
            },
            cancellationToken).OrStale();
        await words.Keep(row.Id, firstName, lastName, email, phone, cancellationToken);
        await db.Execute(RenameAccountSql, new { row.Id, DisplayName = PartnerAccounts.NameOf(firstName, lastName) }, cancellationToken);
        await outbox.Raise("client.updated", row.Id, cancellationToken);
        return await clients.Find(row.Id, cancellationToken);
    }

    private static SafeContact Merge(SafeContact current, Optional<SafeContactChange?> change) => change switch
    {
        { IsSet: false } => current,
        { Value: null } => new SafeContact(),
        { Value: var safe } => new SafeContact(
            safe.Method.Or(current.Method), safe.Voicemail.Or(current.Voicemail), safe.Note.Or(current.Note)?.Trim(),
            safe.Reminders.Or(current.Reminders), safe.QuietHours.Or(current.QuietHours)),
    };
}
