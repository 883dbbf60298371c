using CounselDesk.Api.Http;
using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Layers;
using CounselDesk.Domain;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Architecture.Tests.Requests;

public class RequestTests
{
    private static readonly RequestLists Lists = new()
    {
        Public = new HashSet<string>(["SetUpPracticeCommand", "SignInCommand", "RefreshSignInCommand", "AcceptInvitationCommand", "ReadCalendarFeedQuery"], StringComparer.Ordinal),
        NotAudited = new HashSet<string>(
            [
                "GetMeQuery", "GetPracticeQuery", "GetStaffMemberQuery", "ListStaffQuery", "GetMeasureQuery", "ListMeasuresQuery", "GetMeasureWordingQuery",
                "GetNoteTemplateQuery", "ListNoteTemplatesQuery",
                "GetExerciseQuery", "GetTranslationQuery", "ListTranslationsQuery", "PrintExerciseQuery", "ExportExercisesQuery", "ExportExerciseSheetQuery", "GetToolkitSafetyQuery", "GetVocabularyQuery", "ListExercisesQuery", "ListPathwaysQuery", "GetPathwayQuery",
            ],
            StringComparer.Ordinal),
        WithoutCase = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RequestEmergencyAccessCommand"] = "The case wall would refuse the very person it is for; it opens the case with a written reason and an alert.",
            ["ListAlertsQuery"] = "The case is only a filter: its statement finds the caller's own and supervised cases' alerts.",
        },
        WithoutValidator = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AcceptAgreementCommand"] = "Its body is one id, which the handler looks up among the case's partners.",
            ["OpenIndividualCaseCommand"] = "Its body is one optional id, which the handler looks up.",
        },
    };

    /// <summary>Words of the trade that end like a name of no meaning.</summary>
    private static readonly Dictionary<string, string> DomainWords = new(StringComparer.Ordinal)
    {
        ["ScoredResponse"] = "A client's response to a questionnaire.",
        ["MeasureResponse"] = "A client's response to a questionnaire.",
        ["NewResponse"] = "A client's response to a questionnaire.",
    };

    [Fact]
    public void Every_request_says_who_may_send_it_and_is_handled_checked_and_sent_once() =>
        Faults.AssertNone(new RequestGate(typeof(IDb).Assembly.GetTypes(), [.. ControllerGate.Actions(typeof(ApiController).Assembly.GetTypes())], Lists).Check());

    [Fact]
    public void Names_say_what_a_thing_is() =>
        Faults.AssertNone([.. NameGate.Check(new[] { typeof(Limits), typeof(IDb), typeof(DapperDb), typeof(ApiController) }.SelectMany(type => type.Assembly.GetTypes()), DomainWords)]);
}
