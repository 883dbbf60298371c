using System.Security.Cryptography;
using System.Text.Json.Serialization;
using CounselDesk.Domain.Homework;
using FluentValidation;

namespace CounselDesk.Application.Homework;

/// <summary>A file as it was sent.</summary>
/// <param name="Name">Whatever the sender calls it; only ever shown, and cleaned before.</param>
/// <param name="Content">Its bytes.</param>
public sealed record AttachedFile(string? Name, [property: JsonIgnore] ReadOnlyMemory<byte> Content)
{
    private string? _digest;

    /// <summary>Stands for the bytes where a repeated request is recognised.</summary>
    public string Digest => _digest ??= Convert.ToHexString(SHA256.HashData(Content.Span));
}

public sealed class AttachedFileValidator : AbstractValidator<AttachedFile>
{
    public AttachedFileValidator() => RuleFor(x => x.Content).Must(content => content.Length is > 0 and <= AttachmentLimits.Bytes)
        .OverridePropertyName("file").WithErrorCode("empty-file").WithMessage($"Send a file of 1 to {AttachmentLimits.Bytes} bytes.");
}
