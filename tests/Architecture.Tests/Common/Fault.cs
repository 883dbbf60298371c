namespace CounselDesk.Architecture.Tests.Common;

/// <summary>One finding of a gate: which rule, where, and what to do about it.</summary>
internal sealed record Fault(string Rule, string Where, string Advice)
{
    public override string ToString() => $"{Where}: [{Rule}] {Advice}";
}

internal static class Faults
{
    /// <summary>Fails with every finding on a line of its own, so that one run shows all of them.</summary>
    public static void AssertNone(IReadOnlyCollection<Fault> faults) =>
        Assert.True(faults.Count == 0, $"{faults.Count} findings:\n" + string.Join('\n', faults));

    /// <summary>A planted fault must be caught, and for its own reason only.</summary>
    public static void AssertOnly(string rule, IReadOnlyCollection<Fault> faults)
    {
        Assert.True(faults.Count > 0, $"Nothing was found; expected [{rule}].");
        Assert.True(faults.All(fault => fault.Rule == rule), $"Expected only [{rule}]:\n" + string.Join('\n', faults));
    }

    /// <summary>The entries of a written list that nothing needs any more, so that lists only ever shrink by hand and grow on purpose.</summary>
    public static IEnumerable<Fault> Stale(string list, IEnumerable<string> entries, IReadOnlySet<string> needed) =>
        entries.Where(entry => !needed.Contains(entry))
            .Select(entry => new Fault("stale-list", entry, $"Nothing needs this entry of {list} any more: delete it."));
}
