using CounselDesk.Domain.Hours;
using FluentValidation;

namespace CounselDesk.Application.Hours;

/// <summary>Hours of every day in which nobody is reminded, by the clocks of the practice.</summary>
/// <param name="From">When they begin, <c>HH:mm</c>.</param>
/// <param name="To">When they end, <c>HH:mm</c>: earlier than <c>from</c> is the next morning.</param>
public sealed record QuietHours(string From, string To)
{
    internal static QuietHours Of(QuietTime time) => new(ClockTime.Text(time.FromMinute), ClockTime.Text(time.ToMinute));

    internal static QuietTime? Between(int? from, int? to) => from is { } first && to is { } last ? new QuietTime(first, last) : null;

    /// <summary>Of valid ones.</summary>
    internal QuietTime ToTime() => new(ClockTime.Minutes(From)!.Value, ClockTime.Minutes(To)!.Value);
}

public sealed class QuietHoursValidator : AbstractValidator<QuietHours>
{
    public QuietHoursValidator()
    {
        RuleFor(x => x.From).Must(time => ClockTime.Minutes(time) is < ClockTime.EndOfDay).WithMessage("Give HH:mm, 00:00 to 23:59.");
        RuleFor(x => x.To).Must(time => ClockTime.Minutes(time) is < ClockTime.EndOfDay).WithMessage("Give HH:mm, 00:00 to 23:59.");
        RuleFor(x => x.To).Must((x, to) => !string.Equals(x.From, to, StringComparison.Ordinal)).WithMessage("Must differ from from.");
    }
}
