namespace CounselDesk.Application.Common;

/// <summary>Both engines keep whole milliseconds, so nothing finer is ever handed out: what is answered is what was stored.</summary>
public sealed class MillisecondClock(TimeProvider source) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => Whole(source.GetUtcNow());

    /// <summary>An instant in UTC as it is kept.</summary>
    public static DateTimeOffset Whole(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
