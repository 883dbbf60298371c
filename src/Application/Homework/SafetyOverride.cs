using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using FluentValidation;

namespace CounselDesk.Application.Homework;

/// <summary>A clinician's decision against the safety rule.</summary>
/// <param name="Rationale">Why it is right all the same, 10 to 4000 characters. Kept encrypted; that it was done is audited.</param>
public sealed record SafetyOverride(string Rationale);

/// <summary>For every request that may carry one: an assignment that is given, resumed or changed, a step of a pathway.</summary>
public sealed class SafetyOverrideValidator : AbstractValidator<SafetyOverride>
{
    public SafetyOverrideValidator()
    {
        RuleFor(x => x.Rationale).NotNull().Prose(HomeworkLimits.Rationale);
        RuleFor(x => x.Rationale).Must(text => text is null || text.Trim().Length >= HomeworkLimits.RationaleMinimum)
            .WithMessage($"Give at least {HomeworkLimits.RationaleMinimum} characters.");
    }
}
