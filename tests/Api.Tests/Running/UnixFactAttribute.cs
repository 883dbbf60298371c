namespace CounselDesk.Api.Tests.Running;

/// <summary>For what needs a shell, file modes or links as Unix has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Not run on Windows: it needs a shell's limits, file modes or links.";
    }
}
