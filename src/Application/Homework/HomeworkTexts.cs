using System.Globalization;
using System.Text.Json;
using CounselDesk.Application.Common;

namespace CounselDesk.Application.Homework;

/// <summary>The places of encrypted texts, so that a text put into another place does not open there.</summary>
internal static class HomeworkTexts
{
    public const string Instructions = "assignment.instructions";
    public const string Rationale = "assignment.override-rationale";
    public const string Withdrawal = "assignment.withdrawn-reason";
    public const string Pause = "assignment.pause-reason";
    public const string Review = "assignment-review.comment";
    public const string Answers = "assignment-log.answers";
    public const string Barrier = "assignment-log.barrier";
    public const string AttachmentName = "attachment.name";

    public static string AttachmentPart(Guid id, int number) => string.Create(CultureInfo.InvariantCulture, $"attachment.part:{id:N}:{number}");

    public static string? Seal(this ITextProtector protector, string purpose, string? text) =>
        text is null ? null : protector.Protect(purpose, text);

    public static string? Open(this ITextProtector protector, string purpose, string? text) =>
        text is null ? null : protector.Unprotect(purpose, text);

    public static IReadOnlyDictionary<string, JsonElement> OpenAnswers(this ITextProtector protector, string? answers) =>
        protector.Open(Answers, answers) is { } text
            ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)!
            : new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}
