using System.Reflection;
using CounselDesk.Application.Common;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application;

public static class DependencyInjection
{
    /// <summary>Registers every handler and validator of this assembly, and the pipeline around them.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        TextRules.Configure();
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(RequestPipeline<,>));
        services.AddScoped<RequestScope>();
        services.AddScoped<CaseFiles>();
        services.AddScoped<Idempotency>();
        services.AddScoped<PracticeDays>();
        services.AddScoped<IOutbox, Outbox>();
        services.AddScoped<Clients.ClientWords>();
        services.AddScoped<Clients.NewClients>();
        services.AddScoped<Couples.Couples>();
        services.AddScoped<Safety.SafetyStates>();
        services.AddScoped<Safety.CautionedAssignments>();
        services.AddScoped<Alerts.RaiseAlert>();
        services.AddScoped<Clients.ClientRecords>();
        services.AddScoped<Couples.NewCases>();
        services.AddScoped<Couples.StatusChanges>();
        services.AddScoped<Couples.Formulations>();
        services.AddScoped<Consents.ConsentRecords>();
        services.AddScoped<Consents.DisclosureAccounting>();
        services.AddScoped<Consents.Releases>();
        services.AddScoped<People.StaffDuties>();
        services.AddScoped<Practices.Practices>();
        services.AddScoped<Safety.Screenings>();
        services.AddScoped<Alerts.Alerts>();
        services.AddScoped<Alerts.NextSteps>();
        services.AddScoped<Alerts.UnansweredMeasures>();
        services.AddScoped<Alerts.FindSilence>();
        services.AddScoped<Sessions.Sessions>();
        services.AddScoped<Sessions.SessionSlots>();
        services.AddScoped<Sessions.SessionBookings>();
        services.AddScoped<Sessions.SessionCancellations>();
        services.AddScoped<Sessions.SeriesRecords>();
        services.AddScoped<Hours.StaffCalendars>();
        services.AddScoped<Hours.WorkingWeeks>();
        services.AddScoped<Hours.TimesOff>();
        services.AddScoped<Notes.Notes>();
        services.AddScoped<Notes.LastPlans>();
        services.AddScoped<Notes.SealJournal>();
        services.AddScoped<Notes.Addenda>();
        services.AddScoped<NoteSearch.ReadableNotes>();
        services.AddScoped<NoteTemplates.NoteTemplates>();
        services.AddScoped<Notes.NoteReturns>();
        services.AddScoped<Notes.NoteVersions>();
        services.AddScoped<Progress.BaselineChoices>();
        services.AddScoped<Progress.PartnerBaselines>();
        services.AddScoped<Progress.ResponseSeries>();
        services.AddScoped<Measures.PracticeMeasures>();
        services.AddScoped<Measures.OwnMeasures>();
        services.AddScoped<Measures.MeasureWordings>();
        services.AddScoped<Measures.WordingRecords>();
        services.AddScoped<Measures.AskedMeasures>();
        services.AddScoped<Measures.MeasureRequests>();
        services.AddScoped<Portal.PortalMeasures>();
        services.AddScoped<Portal.ResponseDrafts>();
        services.AddScoped<Progress.ResponseAlerts>();
        services.AddScoped<Progress.ResponseEntry>();
        services.AddScoped<Progress.CaseProgress>();
        services.AddScoped<Progress.JointRecords>();
        services.AddScoped<Progress.PulseShares>();
        services.AddScoped<Homework.HomeworkRecords>();
        services.AddScoped<Reports.ReportCases>();
        services.AddScoped<Reports.Outcomes>();
        services.AddScoped<Reports.HomeworkDoneInPractice>();
        services.AddScoped<Toolkit.SafetyContacts>();
        services.AddScoped<Toolkit.PracticeToolkit>();
        services.AddScoped<Toolkit.OwnExercises>();
        services.AddScoped<Toolkit.Translations>();
        services.AddScoped<Portal.ReadingLanguages>();
        services.AddScoped<Toolkit.CoupleSituations>();
        services.AddScoped<Toolkit.CoupleRecommender>();
        services.AddScoped<Homework.Schedules>();
        services.AddScoped<Homework.AssignmentPauses>();
        services.AddScoped<Toolkit.AssignmentHandouts>();
        services.AddScoped<Homework.Assignments>();
        services.AddScoped<Homework.AssignmentGiver>();
        services.AddScoped<Homework.SafetyHolds>();
        services.AddScoped<Homework.LogWriter>();
        services.AddScoped<Homework.LogHistory>();
        services.AddScoped<Homework.Attachments>();
        services.AddScoped<Homework.AttachmentWriter>();
        services.AddScoped<Homework.TellExpired>();
        services.AddScoped<Homework.RemindPartners>();
        services.AddScoped<Clients.SafeContacts>();
        services.AddScoped<Homework.HomeworkReviews>();
        services.AddScoped<Agreements.AgreementVersions>();
        services.AddScoped<Agreements.AgreementTicks>();
        services.AddScoped<Pathways.PathwayBook>();
        services.AddScoped<Pathways.PathwayRuns>();
        services.AddScoped<Pathways.PathwaySteps>();
        services.AddScoped<Pathways.OpenDueSteps>();
        services.AddScoped<Portal.PortalCases>();
        services.AddScoped<Portal.PortalAssignments>();
        services.AddScoped<Portal.PortalLogs>();
        services.AddScoped<Portal.PortalMessages>();
        services.AddScoped<Portal.OwnRecords>();
        services.AddScoped<Messages.Messages>();
        services.AddScoped<Timeline.CareTimeline>();
        services.AddScoped<Timeline.HomeworkTimeline>();
        services.AddScoped<Timeline.ProgressTimeline>();
        services.AddScoped<Events.CaseEvents>();
        services.AddScoped<Events.PortalEvents>();
        services.AddScoped<Goals.Goals>();
        services.AddScoped<Goals.GoalRatings>();
        services.AddScoped<Goals.CaseGoals>();
        services.AddScoped<Goals.GoalCourses>();
        services.AddScoped<Goals.PortalGoals>();

        foreach (var type in Assembly.GetExecutingAssembly().GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }))
        {
            var ports = type.GetInterfaces().Where(port => port.IsGenericType).ToList();
            if (!ports.Any(port => port.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
                continue;
            services.AddScoped(type);
            foreach (var port in ports.Where(port => port.GetGenericTypeDefinition() is var open
                && (open == typeof(IRequestHandler<,>) || open == typeof(IPreparation<>))))
                services.AddScoped(port, provider => provider.GetRequiredService(type));
        }

        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(Assembly.GetExecutingAssembly()))
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        return services;
    }
}
