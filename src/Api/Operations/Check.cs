using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Api.Operations;

/// <summary>Says of everything that a start needs whether it is there, one line each; fails if anything would stop the start.</summary>
public static class Check
{
    public static Operation Operation { get; } = new("check", "check", Run);

    private static async Task<int> Run(Asked asked, CancellationToken cancellationToken)
    {
        var findings = await asked.Services.GetRequiredService<DatabaseChecks>().All(cancellationToken);
        foreach (var finding in findings)
            Console.WriteLine($"{finding.Verdict.ToString().ToLowerInvariant(),-4} {finding.Subject,-14} {finding.Text.ReplaceLineEndings(" ")}");
        return findings.Any(finding => finding.Verdict == Verdict.Fail) ? 1 : 0;
    }
}
