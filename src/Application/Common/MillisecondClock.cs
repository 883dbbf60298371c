namespace CounselDesk.Application.Common;

/// <summary>Both engines keep whole milliseconds, so nothing finer is ever handed out: what is answered is what was stored.</summary>
public sealed class MillisecondClock(TimeProvider source) : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        var now = source.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }
}
