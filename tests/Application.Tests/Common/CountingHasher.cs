using CounselDesk.Application.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CounselDesk.Application.Tests.Common;

/// <summary>How often a password was checked, which is what its time would tell.</summary>
public sealed class HashCount
{
    private int _checks;

    public int Checks => _checks;

    public void Add() => Interlocked.Increment(ref _checks);
}

public sealed class CountingHasher(IOptions<PasswordHasherOptions> options, HashCount count) : PasswordHasher<Account>(options)
{
    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        count.Add();
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
