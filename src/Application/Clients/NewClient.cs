using CounselDesk.Application.Common;
using CounselDesk.Domain;
using FluentValidation;

namespace CounselDesk.Application.Clients;

/// <summary>A client person.</summary>
/// <param name="FirstName">At most 100 characters.</param>
/// <param name="LastName">At most 100 characters.</param>
/// <param name="Email">For the portal invitation, if there is to be one.</param>
/// <param name="Phone">Digits, spaces and + ( ) - .</param>
/// <param name="BirthDate">A calendar day in the past.</param>
/// <param name="Pronouns">As the person gives them.</param>
/// <param name="SafeContact">How the client may safely be reached; any way, without voicemail, unless told.</param>
public sealed record NewClient(
    string FirstName, string LastName, string? Email = null, string? Phone = null, DateOnly? BirthDate = null, string? Pronouns = null,
    SafeContact? SafeContact = null);

public sealed class NewClientValidator : AbstractValidator<NewClient>
{
    public NewClientValidator()
    {
        RuleFor(x => x.FirstName).Line(Limits.Name);
        RuleFor(x => x.LastName).Line(Limits.Name);
        RuleFor(x => x.Email).Email();
        RuleFor(x => x.Phone).Phone();
        RuleFor(x => x.BirthDate).Must(day => day is null || day.Value.Year >= 1900).WithMessage("Give a day from 1900 on.");
        RuleFor(x => x.Pronouns).Line(Limits.Pronouns);
        RuleFor(x => x.SafeContact).SetValidator(new SafeContactValidator()!);
    }
}

/// <summary>Adds clients, for the use cases that do.</summary>
public sealed class NewClients(IDb db, IIds ids, ClientWords words, PracticeDays days)
{
    private const string InsertSql = """
        INSERT INTO Clients (Id, PracticeId, Seq, FirstName, LastName, Email, Phone, BirthDate, Pronouns,
          SafeContactMethod, SafeContactVoicemail, SafeContactNote, Reminders, QuietFrom, QuietTo, ArchivedAt, CreatedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @FirstName, @LastName, @Email, @Phone, @BirthDate, @Pronouns,
          @Method, @Voicemail, @Note, @Reminders, @QuietFrom, @QuietTo, NULL, @CreatedAt, 1)
        """;

    public async Task<Guid> Add(NewClient client, string field, CancellationToken cancellationToken)
    {
        if (client.BirthDate > days.Today)
            throw Refused.Invalid($"{field}birthDate", "Must not be in the future.");
        var id = ids.New();
        var safe = client.SafeContact ?? new SafeContact();
        var quiet = safe.QuietHours?.ToTime();
        var (firstName, lastName) = (client.FirstName.Trim(), client.LastName.Trim());
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                FirstName = firstName,
                LastName = lastName,
                Email = client.Email?.Trim(),
                Phone = client.Phone?.Trim(),
                client.BirthDate,
                Pronouns = client.Pronouns?.Trim(),
                safe.Method,
                safe.Voicemail,
                Note = safe.Note?.Trim(),
                safe.Reminders,
                QuietFrom = quiet?.FromMinute,
                QuietTo = quiet?.ToMinute,
                CreatedAt = days.Now,
            },
            cancellationToken);
        await words.Keep(id, firstName, lastName, client.Email, client.Phone, cancellationToken);
        return id;
    }
}
