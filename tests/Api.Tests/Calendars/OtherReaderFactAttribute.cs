namespace CounselDesk.Api.Tests.Calendars;

/// <summary>For what is read by a parser of somebody else's: ical.js, run by node.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OtherReaderFactAttribute : FactAttribute
{
    private const string Setting = "COUNSELDESK_TEST_ICAL";

    public OtherReaderFactAttribute()
    {
        if (Folder is null)
            Skip = $"Needs node and the npm package ical.js: set {Setting} to the folder where it is installed, as .ci/run does where npm is.";
    }

    /// <summary>Where <c>node_modules/ical.js</c> is, if it is.</summary>
    public static string? Folder =>
        Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } folder && Directory.Exists(Path.Combine(folder, "node_modules", "ical.js")) ? folder : null;
}
