using CounselDesk.Infrastructure.Moving;

namespace CounselDesk.Application.Tests.Moving;

public sealed class ProgressLineTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StepClock _clock = new();

    private ProgressLine Line(bool rewrites) => new(_output, rewrites, _clock);

    [Fact]
    public void On_a_terminal_one_line_is_written_over()
    {
        using var line = Line(rewrites: true);
        line.Begin(MovePhase.Copying, 200_000, 0);
        _clock.Seconds = 10;
        line.Advance(50_000);
        line.Advance(1);
        _clock.Seconds = 40;
        line.Advance(149_999);
        line.End();
        Assert.Equal(
            [
                "",
                "Copying   [                        ]   0 %  0 of 200,000 rows",
                "Copying   [######                  ]  25 %  50,000 of 200,000 rows  5,000/s  0:30 left",
                "Copying   [########################] 100 %  200,000 of 200,000 rows  5,000/s  0:40 taken",
            ],
            _output.ToString().Split('\r', '\n').Select(part => part.TrimEnd()).Take(4));
        Assert.EndsWith("\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_each_tenth_is_a_line_and_what_an_earlier_run_did_is_not_its_speed()
    {
        using var line = Line(rewrites: false);
        line.Begin(MovePhase.Copying, 1000, 400);
        for (var i = 0; i < 600; i++)
        {
            _clock.Seconds += 0.1;
            line.Advance(1);
        }

        line.End();
        var lines = _output.ToString().TrimEnd().Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.Equal("Copying    50 %  500 of 1,000 rows  10/s  0:50 left", lines[0]);
        Assert.Equal("Copying   100 %  1,000 of 1,000 rows  10/s  1:00 taken", lines[^1]);
    }

    [Fact]
    public void A_line_left_half_written_is_ended()
    {
        using (var line = Line(rewrites: true))
            line.Begin(MovePhase.Copying, 10, 0);
        Assert.EndsWith("of 10 rows\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_do_is_all_done()
    {
        using var line = Line(rewrites: false);
        line.Begin(MovePhase.Checking, 0, 0);
        line.End();
        Assert.Equal("Checking  100 %  0 of 0 rows\n", _output.ToString());
    }

    private sealed class StepClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)Math.Round(Seconds * 1000);
    }
}
