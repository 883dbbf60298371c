namespace CounselDesk.Api.Demo;

/// <summary>The plainly fictional people of the demo practice, who exist in Development only.</summary>
public static class DemoPeople
{
    public const string Password = "demo-only-password";

    /// <summary>Who can sign in to the demo practice, in the order shown.</summary>
    public static IReadOnlyList<DemoSignIn> SignIns { get; } =
    [
        new("Theo Therapist", "therapist", "therapist@demo.example"),
        new("Asha Associate", "associate", "associate@demo.example"),
        new("Suri Supervisor", "supervisor", "supervisor@demo.example"),
        new("Adrian Admin", "admin", "admin@demo.example"),
        new("Finn Frontdesk", "frontdesk", "frontdesk@demo.example"),
        new("Robin Reed", "partner, improving couple", "robin@demo.example"),
        new("Kit Reed", "partner, improving couple", "kit@demo.example"),
    ];

    /// <summary>What the page offers as one click: nothing outside Development.</summary>
    public static object SignInsShown(IHostEnvironment environment) => new
    {
        password = environment.IsDevelopment() ? Password : null,
        people = environment.IsDevelopment() ? SignIns : [],
    };
}

/// <param name="Name">The person's name.</param>
/// <param name="Role">What the person is in the story.</param>
/// <param name="Email">To sign in with.</param>
public sealed record DemoSignIn(string Name, string Role, string Email);
