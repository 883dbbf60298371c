using System.Globalization;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>
/// Says how far a move has come: on a terminal one line that is written over, elsewhere a line at every tenth, so that a
/// log file stays short. Disposed, it ends a line that a stopped move left half written.
/// </summary>
public sealed class ProgressLine(TextWriter output, bool rewrites, TimeProvider clock) : IMoveWatcher, IDisposable
{
    private const int Width = 24;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private MovePhase _phase;
    private long _rows;
    private long _before;
    private long _done;
    private long _start;
    private long _shown;
    private int _lastTenth;
    private int _lastLength;

    public void Begin(MovePhase phase, long rows, long alreadyDone)
    {
        (_phase, _rows, _before, _done, _start) = (phase, rows, alreadyDone, alreadyDone, clock.GetTimestamp());
        (_shown, _lastTenth, _lastLength) = (_start, Percent / 10, 0);
        if (rewrites)
            Show();
    }

    public void Advance(int rows)
    {
        _done += rows;
        if (rewrites ? clock.GetElapsedTime(_shown) >= Pause : Percent / 10 > _lastTenth && _done < _rows)
            Show();
    }

    public void End()
    {
        Show();
        Dispose();
    }

    public void Dispose()
    {
        if (_lastLength > 0)
            output.WriteLine();
        _lastLength = 0;
    }

    private int Percent => _rows == 0 ? 100 : (int)(100 * _done / _rows);

    private void Show()
    {
        (_shown, _lastTenth) = (clock.GetTimestamp(), Percent / 10);
        var line = string.Create(CultureInfo.InvariantCulture, $"{_phase,-9} {Bar}{Percent,3} %  {_done:N0} of {_rows:N0} rows{Pace}");
        if (!rewrites)
        {
            output.WriteLine(line);
            return;
        }

        output.Write('\r');
        output.Write(line.PadRight(_lastLength));
        output.Flush();
        _lastLength = line.Length;
    }

    private string Bar => rewrites ? $"[{new string('#', Percent * Width / 100),-Width}] " : "";

    private string Pace
    {
        get
        {
            var seconds = clock.GetElapsedTime(_start).TotalSeconds;
            var rate = seconds > 0 ? (_done - _before) / seconds : 0;
            if (rate < 1)
                return "";
            return _done == _rows
                ? string.Create(CultureInfo.InvariantCulture, $"  {rate:N0}/s  {Clock(seconds)} taken")
                : string.Create(CultureInfo.InvariantCulture, $"  {rate:N0}/s  {Clock((_rows - _done) / rate)} left");
        }
    }

    private static string Clock(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Ceiling(seconds));
        return time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
    }
}
