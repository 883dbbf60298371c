using System.Text.RegularExpressions;

namespace CounselDesk.Api.Http;

/// <summary>Names that came from outside, fit to be shown in an answer.</summary>
internal static partial class FieldNames
{
    /// <summary>The name, unless it is none that anybody would give a field.</summary>
    public static string Safe(string name) => Plain().IsMatch(name) ? name : "(unreadable name)";

    [GeneratedRegex(@"^[A-Za-z0-9_.\-\[\]$]{1,100}$", RegexOptions.None, 1000)]
    private static partial Regex Plain();
}
