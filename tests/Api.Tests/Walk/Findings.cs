using System.Collections.Concurrent;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Walk;

/// <summary>Collects what every answer of a walk must be, so that one run names all that is wrong.</summary>
public sealed class Findings(World world)
{
    private const int Shown = 60;
    private readonly ConcurrentBag<string> _faults = [];
    private int _count;
    private readonly IReadOnlyDictionary<string, string> _before = DatabaseState.Of(world.Api);

    public int Count => _count;

    public void Add(string fault) => _faults.Add(fault);

    /// <summary>A refusal must have one of these statuses, be one that the operation documents, and be a good problem answer.</summary>
    public void Refusal(Operation operation, string what, Answer answer, params int[] expected)
    {
        Any(operation, what, answer);
        if (!expected.Contains(answer.Status))
            Add($"{operation} {what}: {answer.Status} {answer.Code} instead of {string.Join(" or ", expected)} ({answer.Call})");
        if (answer.Status >= 400)
        {
            foreach (var fault in answer.ProblemFaults())
                Add($"{operation} {what}: {answer.Status} {fault}");
        }
    }

    /// <summary>Holds for every answer, good or not.</summary>
    public void Any(Operation operation, string what, Answer answer, GivenPractice? stranger = null)
    {
        Interlocked.Increment(ref _count);
        if (answer.Status >= 500)
            Add($"{operation} {what}: {answer.Status}");
        if (!operation.Documents(answer.Status) && answer.Status != 405)
            Add($"{operation} {what}: {answer.Status} {answer.Code} is not in the document");
        if (answer.Body.Contains((stranger ?? world.Two).Name, StringComparison.OrdinalIgnoreCase))
            Add($"{operation} {what}: shows another practice's data");
    }

    /// <summary>Fails with all that was found, and if anything changed.</summary>
    public void Settle(bool mayChange = false)
    {
        Assert.True(Count > 0, "The walk tried nothing.");
        if (!mayChange)
        {
            foreach (var difference in DatabaseState.Differences(_before, DatabaseState.Of(world.Api)))
                Add(difference);
        }

        foreach (var fault in world.Api.Faults)
            Add($"fault in the program: {fault}");
        var faults = _faults.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} findings in {Count} calls:\n{string.Join('\n', faults.Take(Shown))}");
    }
}
