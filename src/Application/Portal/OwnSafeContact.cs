using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Domain;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>How the practice may reach the caller. It never shows a text, so that whoever looks over a shoulder learns of none.</summary>
/// <param name="Method">Any, email, phone or portal-only: then nobody writes or calls.</param>
/// <param name="Voicemail">Whether a message may be left where others may hear it.</param>
/// <param name="Reminders">Whether homework may be reminded of.</param>
/// <param name="QuietHours">Hours in which nobody calls, writes or reminds, by the practice's clocks; null: none beside the practice's own.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record PortalSafeContact(SafeContactMethod Method, bool Voicemail, bool Reminders, QuietHours? QuietHours, int Version) : IVersioned
{
    internal static PortalSafeContact Of(PartnerSafeContact contact) => new(
        contact.SafeContact.Method, contact.SafeContact.Voicemail, contact.SafeContact.Reminders, contact.SafeContact.QuietHours, contact.Version);
}

[Access(Roles.Partner)]
public sealed record GetOwnSafeContactQuery : IQuery<PortalSafeContact>;

public sealed class GetOwnSafeContactHandler(PortalCases cases, SafeContacts contacts, RequestScope scope)
    : IRequestHandler<GetOwnSafeContactQuery, PortalSafeContact>
{
    public async Task<PortalSafeContact> Handle(GetOwnSafeContactQuery request, CancellationToken cancellationToken)
    {
        scope.SubjectId = cases.ClientId;
        return PortalSafeContact.Of(await contacts.Find(cases.ClientId, cancellationToken));
    }
}

/// <param name="Method">Any, email, phone or portal-only.</param>
/// <param name="Voicemail">Whether a message may be left where others may hear it.</param>
/// <param name="Reminders">Whether homework may be reminded of.</param>
/// <param name="QuietHours">Hours in which nobody calls, writes or reminds; left out: none beside the practice's own.</param>
/// <param name="Word">Anything for the therapist to know, at most 4000 characters. Only those who work with the caller read it, and it is not shown here again; left out, what was said before stays.</param>
public sealed record OwnSafeContact(SafeContactMethod Method, bool Voicemail, bool Reminders, QuietHours? QuietHours = null, string? Word = null);

[Access(Roles.Partner)]
public sealed record WriteOwnSafeContactCommand(int? Version, OwnSafeContact Body) : ICommand<PortalSafeContact>, IVersionedCommand;

public sealed class WriteOwnSafeContactValidator : AbstractValidator<WriteOwnSafeContactCommand>
{
    public WriteOwnSafeContactValidator()
    {
        RuleFor(x => x.Body.Method).IsInEnum();
        RuleFor(x => x.Body.QuietHours).SetValidator(new QuietHoursValidator()!);
        RuleFor(x => x.Body.Word).Prose(ClientLimits.Word);
    }
}

public sealed class WriteOwnSafeContactHandler(PortalCases cases, SafeContacts contacts, RequestScope scope)
    : IRequestHandler<WriteOwnSafeContactCommand, PortalSafeContact>
{
    public async Task<PortalSafeContact> Handle(WriteOwnSafeContactCommand request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        scope.SubjectId = cases.ClientId;
        var current = await contacts.Find(cases.ClientId, cancellationToken);
        request.RequireCurrent(current.Version);
        var safe = current.SafeContact with { Method = body.Method, Voicemail = body.Voicemail, Reminders = body.Reminders, QuietHours = body.QuietHours };
        await contacts.Write(current with { SafeContact = safe, Word = body.Word ?? current.Word }, cancellationToken);
        return PortalSafeContact.Of(await contacts.Find(cases.ClientId, cancellationToken));
    }
}
