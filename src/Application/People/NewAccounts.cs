using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using FluentValidation.Results;

namespace CounselDesk.Application.People;

/// <summary>What set-up, invitation and password change share.</summary>
public static class NewAccounts
{
    public static void Fill(this Account account, IIds ids, Guid practiceId, string email, string displayName, Roles roles, DateTimeOffset now)
    {
        account.Id = ids.New();
        account.Seq = ids.NextSequence();
        account.PracticeId = practiceId;
        account.Email = email.Trim();
        account.NormalizedEmail = Account.Normalize(email);
        account.DisplayName = displayName.Trim();
        account.Roles = roles.ToText();
        account.Active = true;
        account.CreatedAt = now;
        account.Version = 1;
        account.RenewStamp();
    }

    /// <summary>Ends the use of every token that was made from the stamp before.</summary>
    public static void RenewStamp(this Account account) =>
        account.SecurityStamp = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));

    public static IRuleBuilderOptions<T, string?> Password<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || (text.Length is >= Limits.PasswordMinimum and <= Limits.Password && !text.Any(char.IsControl)))
        .WithMessage(string.Create(CultureInfo.InvariantCulture, $"Give {Limits.PasswordMinimum} to {Limits.Password} characters, without control characters."));

    /// <summary>Refuses a password that breaks Identity's rules, naming the field it came in.</summary>
    public static async Task RequirePassword(this IAccountSecurity security, Account account, string password, string field)
    {
        if (await security.PasswordFaults(account, password) is { Count: > 0 } faults)
            throw Refused.Invalid(new ValidationResult(faults.Select(fault => new ValidationFailure(field, fault))));
    }
}
