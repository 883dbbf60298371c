namespace CounselDesk.Api.Demo;

/// <summary>The plainly fictional people of the demo practice, who exist in Development only.</summary>
public static class DemoPeople
{
    public const string PracticeName = "Willow Bridge Couples Practice (demo)";
    public const string TimeZone = "America/Chicago";
    public const string Password = "demo-only-password";

    public static DemoSignIn Admin { get; } = new("Adrian Admin", "administrator", "admin@demo.example");

    public static DemoSignIn Supervisor { get; } = new("Suri Supervisor", "supervisor", "supervisor@demo.example");

    public static DemoSignIn Therapist { get; } = new("Theo Therapist", "therapist", "therapist@demo.example");

    public static DemoSignIn Associate { get; } = new("Asha Associate", "associate", "associate@demo.example");

    public static DemoSignIn Frontdesk { get; } = new("Finn Frontdesk", "front desk", "frontdesk@demo.example");

    /// <summary>The couple that improves.</summary>
    public static IReadOnlyList<DemoSignIn> Reeds { get; } =
        [new("Robin Reed", "partner, improving couple", "robin@demo.example"), new("Kit Reed", "partner, improving couple", "kit@demo.example")];

    /// <summary>The couple that is stuck, and does little of the homework.</summary>
    public static IReadOnlyList<DemoSignIn> Vales { get; } =
        [new("Sam Vale", "partner, stuck couple", "sam@demo.example"), new("Noor Vale", "partner, stuck couple", "noor@demo.example")];

    /// <summary>The couple that gets worse, with a positive screening.</summary>
    public static IReadOnlyList<DemoSignIn> Stones { get; } =
        [new("Dana Stone", "partner, worsening couple", "dana@demo.example"), new("Eli Stone", "partner, worsening couple", "eli@demo.example")];

    /// <summary>Who can sign in to the demo practice, in the order shown.</summary>
    public static IReadOnlyList<DemoSignIn> SignIns { get; } = [Therapist, Associate, Supervisor, Admin, Frontdesk, .. Reeds, .. Vales, .. Stones];

    /// <summary>What the page offers as one click: nothing where no demo is planted.</summary>
    public static object SignInsShown(IConfiguration configuration, IHostEnvironment environment) =>
        DemoPractice.IsWanted(configuration, environment)
            ? new { password = (string?)Password, people = SignIns }
            : new { password = (string?)null, people = (IReadOnlyList<DemoSignIn>)[] };
}

/// <param name="Name">The person's name.</param>
/// <param name="Role">What the person is in the story.</param>
/// <param name="Email">To sign in with.</param>
public sealed record DemoSignIn(string Name, string Role, string Email);

/// <summary>Ids that the API document's examples name. They belong to the couple that improves, unless they say otherwise.</summary>
public static class DemoIdentities
{
    public static readonly Guid Therapist = new("01900000-0000-7000-8000-000000000001");
    public static readonly Guid Associate = new("01900000-0000-7000-8000-000000000002");
    public static readonly Guid Couple = new("01900000-0000-7000-8000-000000000010");
    public static readonly Guid PartnerA = new("01900000-0000-7000-8000-000000000011");
    public static readonly Guid PartnerB = new("01900000-0000-7000-8000-000000000012");
    /// <summary>The next session, booked.</summary>
    public static readonly Guid Session = new("01900000-0000-7000-8000-000000000020");
    /// <summary>That one and the two that follow it.</summary>
    public static readonly Guid Series = new("01900000-0000-7000-8000-000000000021");
    /// <summary>The newest note, a draft.</summary>
    public static readonly Guid Note = new("01900000-0000-7000-8000-000000000030");
    /// <summary>The practice's template of notes.</summary>
    public static readonly Guid Template = new("01900000-0000-7000-8000-000000000039");
    /// <summary>What it said before it was saved again.</summary>
    public static readonly Guid NoteVersion = new("01900000-0000-7000-8000-000000000031");
    /// <summary>The therapist's own exercise, copied from the apology.</summary>
    public const string OwnExercise = "apology-in-writing";
    /// <summary>The apology, once a week, for partner B.</summary>
    public static readonly Guid Assignment = new("01900000-0000-7000-8000-000000000040");
    /// <summary>Partner B's first entry of it.</summary>
    public static readonly Guid Log = new("01900000-0000-7000-8000-000000000044");
    /// <summary>The page that partner B wrote for it.</summary>
    public static readonly Guid Attachment = new("01900000-0000-7000-8000-000000000045");
    /// <summary>The trust agreement's first version.</summary>
    public static readonly Guid Agreement = new("01900000-0000-7000-8000-000000000043");
    /// <summary>To both partners.</summary>
    public static readonly Guid Message = new("01900000-0000-7000-8000-000000000042");
    /// <summary>A pathway that is to start in three weeks.</summary>
    public static readonly Guid PathwayRun = new("01900000-0000-7000-8000-000000000041");
    public static readonly Guid Consent = new("01900000-0000-7000-8000-000000000050");
    public static readonly Guid Screening = new("01900000-0000-7000-8000-000000000060");
    public static readonly Guid Response = new("01900000-0000-7000-8000-000000000070");
    /// <summary>Asks partner A for the check-in before each session.</summary>
    public static readonly Guid MeasureRequest = new("01900000-0000-7000-8000-000000000071");

    /// <summary>The therapist's calendar address.</summary>
    public static readonly Guid Calendar = new("01900000-0000-7000-8000-000000000090");

    /// <summary>The therapist's next days away.</summary>
    public static readonly Guid TimeOff = new("01900000-0000-7000-8000-000000000091");

    /// <summary>The couple's joint goal.</summary>
    public static readonly Guid Goal = new("01900000-0000-7000-8000-000000000044");

    /// <summary>What partner B noted as managed.</summary>
    public static readonly Guid Milestone = new("01900000-0000-7000-8000-000000000045");

    /// <summary>Of the couple that gets worse.</summary>
    public static readonly Guid Alert = new("01900000-0000-7000-8000-000000000080");
}
