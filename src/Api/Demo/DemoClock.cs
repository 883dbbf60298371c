using CounselDesk.Application.Common;

namespace CounselDesk.Api.Demo;

/// <summary>The demo's time: set by the story, and moving on a little with each look, so that nothing happens at once.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now = _now.AddMilliseconds(1);

    public void Set(DateTimeOffset now) => _now = now > _now ? now : _now;
}

/// <summary>Ids as ever, save that the story can say what the next one is: those that the document's examples name.</summary>
internal sealed class DemoIds(IIds source) : IIds
{
    private readonly Queue<Guid> _next = new();

    public void NextAre(params Guid[] ids)
    {
        foreach (var id in ids)
            _next.Enqueue(id);
    }

    public Guid New() => _next.TryDequeue(out var id) ? id : source.New();

    public long NextSequence() => source.NextSequence();
}
