using FluentValidation;

namespace CounselDesk.Application.Common;

/// <summary>A range of calendar days, both included, each end open unless given.</summary>
public sealed record DayRange(DateOnly? From = null, DateOnly? To = null)
{
    private static readonly DateOnly First = new(1900, 1, 1);
    private static readonly DateOnly Last = new(2199, 12, 31);

    public static IValidator<DayRange> Rules { get; } = MakeRules();

    public DateTimeOffset Start(PracticeDays days) => days.StartOf(From ?? First);

    /// <summary>The first instant after the range.</summary>
    public DateTimeOffset End(PracticeDays days) => days.StartOf((To ?? Last).AddDays(1));

    private static InlineValidator<DayRange> MakeRules()
    {
        var rules = new InlineValidator<DayRange>();
        rules.RuleFor(x => x.From).Must(day => day is null || (day >= First && day <= Last)).WithMessage("Give a day from 1900 to 2199.");
        rules.RuleFor(x => x.To).Must(day => day is null || (day >= First && day <= Last)).WithMessage("Give a day from 1900 to 2199.");
        rules.RuleFor(x => x.To).Must((x, to) => to is null || x.From is null || to >= x.From).WithErrorCode("ends-before-start").WithMessage("Must not be before from.");
        return rules;
    }
}
