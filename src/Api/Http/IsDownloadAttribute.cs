namespace CounselDesk.Api.Http;

/// <summary>The answer is somebody's file: a browser that shows it all the same gives it no origin, no scripts and no forms.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IsDownloadAttribute : Attribute;
