using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Domain.Homework;

/// <summary>To whom an assignment is given.</summary>
public enum AssignedTo
{
    /// <summary>Both partners, together.</summary>
    Couple,

    /// <summary>Both partners, each alone.</summary>
    Each,

    /// <summary>One partner; the other does not learn of it.</summary>
    Partner,
}

/// <summary>Which exercises can be given to whom.</summary>
public static class AudienceRule
{
    /// <summary>
    /// A joint exercise goes to the couple. One that is done alone goes to one partner or to each. One for a role after a
    /// betrayal goes to a partner who has that role.
    /// </summary>
    /// <param name="audience">Whom the exercise is made for.</param>
    /// <param name="to">To whom it is to be given.</param>
    /// <param name="kind">A client seen alone can be given nothing that takes two.</param>
    /// <param name="role">The chosen partner's role; none for the couple and for each.</param>
    public static bool Fits(Audience audience, AssignedTo to, CaseKind kind, BetrayalRole role)
    {
        if (to != AssignedTo.Partner && kind == CaseKind.Individual)
            return false;
        return audience switch
        {
            Audience.Couple => to == AssignedTo.Couple,
            Audience.Each or Audience.Partner => to is AssignedTo.Each or AssignedTo.Partner,
            Audience.HurtPartner => to == AssignedTo.Partner && role == BetrayalRole.Hurt,
            Audience.InvolvedPartner => to == AssignedTo.Partner && role == BetrayalRole.Involved,
            _ => false,
        };
    }
}
