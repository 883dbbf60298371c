using CounselDesk.Application.Common;
using Microsoft.AspNetCore.DataProtection;

namespace CounselDesk.Infrastructure.Security;

/// <summary>Encrypts with the framework's DataProtection: authenticated, with keys that rotate and lie outside the database.</summary>
public sealed class TextProtector(IDataProtectionProvider provider) : ITextProtector
{
    private readonly IDataProtector _root = provider.CreateProtector("CounselDesk.Texts.v1");

    public string Protect(string purpose, string text) => _root.CreateProtector(purpose).Protect(text);

    public string Unprotect(string purpose, string text) => _root.CreateProtector(purpose).Unprotect(text);

    public byte[] Protect(string purpose, byte[] bytes) => _root.CreateProtector(purpose).Protect(bytes);

    public byte[] Unprotect(string purpose, byte[] bytes) => _root.CreateProtector(purpose).Unprotect(bytes);
}
