using System.Text.Json.Nodes;

namespace CounselDesk.Api.Tests.Common;

/// <summary>A practice with somebody of each role, made over HTTP as its own people would make it.</summary>
public sealed class GivenPractice
{
    public static readonly IReadOnlyList<string> AllRoles = ["admin", "therapist", "associate", "supervisor", "frontdesk", "partner"];

    private static int _count;
    private int _persons;
    private readonly Dictionary<string, ApiClient> _people = new(StringComparer.Ordinal);

    private GivenPractice(TestApi api, string name)
    {
        Api = api;
        Name = name;
    }

    public TestApi Api { get; }

    /// <summary>A word that is in the practice's name and in the names of all its people, and nowhere else.</summary>
    public string Name { get; }

    public ApiClient Admin => _people["admin"];

    public ApiClient Therapist => _people["therapist"];

    public ApiClient OtherTherapist { get; private set; } = null!;

    public ApiClient Associate => _people["associate"];

    public ApiClient Supervisor => _people["supervisor"];

    public ApiClient Frontdesk => _people["frontdesk"];

    /// <summary>Partner A of the therapist's couple.</summary>
    public ApiClient Partner => _people["partner"];

    public ApiClient OtherPartner { get; private set; } = null!;

    /// <summary>The ids of this practice's own things by the name that paths and bodies give them, as seen by a role.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>What differs where the associate and the supervisor look: a case of the associate's own.</summary>
    public Dictionary<string, string> AssociateIds { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids that somebody of this role may use.</summary>
    public IReadOnlyDictionary<string, string> IdsOf(string role)
    {
        // A therapist's hours and time off are their own to write.
        if (role is "therapist")
            return new Dictionary<string, string>(Ids, StringComparer.Ordinal) { ["staffId"] = Ids["therapistId"] };
        if (role is not ("associate" or "supervisor"))
            return Ids;
        var merged = new Dictionary<string, string>(Ids, StringComparer.Ordinal);
        foreach (var (name, id) in AssociateIds)
            merged[name] = id;
        return merged;
    }

    public Dictionary<string, string> OwnIdsOf(string role) => role is "associate" or "supervisor" ? AssociateIds : Ids;

    public ApiClient As(string role) => _people[role];

    public static async Task<GivenPractice> Open(TestApi api)
    {
        var n = Interlocked.Increment(ref _count);
        var practice = new GivenPractice(api, $"Zq{n}word");
        await practice.SetUp();
        return practice;
    }

    /// <summary>A new couple of somebody's, whole.</summary>
    public async Task<JsonNode> NewCouple(ApiClient? by = null) =>
        (await (by ?? Therapist).Post("/api/v1/couples", new
        {
            partners = new[]
            {
                Person("Robin"),
                Person("Kit"),
            },
        })).Expect(201).Json;

    // Each couple's people are new ones, with addresses of their own.
    private object Person(string firstName) => new { firstName, lastName = Name, email = Email($"{firstName.ToLowerInvariant()}{Interlocked.Increment(ref _persons)}") };

    public async Task<ApiClient> SignIn(string email) =>
        new(Api.Http, (string)(await Api.Anonymous().Post("/api/v1/auth/sign-in", new { email, password = TestApi.Password })).Expect(200).Json["accessToken"]!, email);

    private string Email(string who) => $"{who}@{Name.ToLowerInvariant()}.test";

    private async Task SetUp()
    {
        (await Api.Anonymous().Post("/api/v1/setup", new
        {
            setupCode = TestApi.SetupCode,
            practiceName = $"Practice {Name}",
            timeZone = "America/Chicago",
            administratorName = $"Ada {Name}",
            administratorEmail = Email("admin"),
            administratorPassword = TestApi.Password,
        })).Expect(201);
        _people["admin"] = await SignIn(Email("admin"));
        _people["supervisor"] = await Staff("supervisor", "supervisor", null);
        _people["therapist"] = await Staff("therapist", "therapist", null);
        OtherTherapist = await Staff("therapist", "other", null);
        _people["associate"] = await Staff("associate", "associate", Ids["supervisorId"]);
        _people["frontdesk"] = await Staff("frontdesk", "frontdesk", null);
        Ids["language"] = "es";
        Ids["accountId"] = Ids["staffId"] = Ids["otherId"];
        Ids["measure"] = "trust-pulse";
        Ids["measureKey"] = "csi-4";

        Remember(Ids, await NewCouple());
        Remember(AssociateIds, await NewCouple(Associate));
        AssociateIds["therapistId"] = AssociateIds["staffId"] = Ids["associateId"];
        await InvitePartners();
    }

    private static void Remember(Dictionary<string, string> ids, JsonNode couple)
    {
        ids["coupleId"] = (string)couple["id"]!;
        ids["clientId"] = ids["partnerId"] = ids["partnerAId"] = (string)couple["partners"]![0]!["clientId"]!;
        ids["partnerBId"] = (string)couple["partners"]![1]!["clientId"]!;
    }

    private async Task<ApiClient> Staff(string role, string who, string? supervisorId)
    {
        var invited = (await Admin.Post("/api/v1/staff", new { displayName = $"{who} {Name}", email = Email(who), roles = new[] { role }, supervisorId })).Expect(201).Json;
        Ids[$"{who}Id"] = (string)invited["member"]!["id"]!;
        return await Accept(invited["invitation"]!, who);
    }

    private async Task<ApiClient> Accept(JsonNode invitation, string who)
    {
        var tokens = (await Api.Anonymous().Post("/api/v1/auth/accept-invitation", new
        {
            accountId = (string)invitation["accountId"]!,
            token = (string)invitation["token"]!,
            password = TestApi.Password,
        })).Expect(200).Json;
        return new ApiClient(Api.Http, (string)tokens["accessToken"]!, $"{who} of {Name}");
    }

    private async Task InvitePartners()
    {
        _people["partner"] = await Invite(Ids["partnerAId"], "robin");
        OtherPartner = await Invite(Ids["partnerBId"], "kit");

        async Task<ApiClient> Invite(string clientId, string who) =>
            await Accept((await Therapist.Post($"/api/v1/clients/{clientId}/portal-invite")).ExpectGood().Json["invitation"]!, who);
    }
}
