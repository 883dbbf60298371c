using System.Data.Common;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Application.Tests.Sql;
using CounselDesk.Application.Timeline;
using CounselDesk.Domain.Homework;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Alerts;

/// <summary>Files from when alerts were of fewer kinds, whose table is written anew on its way to the program's schema.</summary>
public sealed class AlertsBeforeTests
{
    private const string Columns =
        "Id, PracticeId, Seq, CoupleId, ClientId, Kind, Cause, Basis, RaisedAt, AcknowledgedAt, AcknowledgedBy, AcknowledgedNote, Version, AssignmentIds";

    private const string TableOf = "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'Alerts' ORDER BY type, name";

    private const string AllOf = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY type, name";

    private const string KeysOf = "SELECT * FROM pragma_foreign_key_list('Alerts')";

    private static readonly DateOnly Monday = GivenHomework.Monday;

    private readonly string _folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;
    private readonly EarlierFile _file;
    private GivenPractice _practice = null!;
    private GivenCouple _given = null!;

    public AlertsBeforeTests() => _file = new EarlierFile(_folder);

    [Theory]
    [InlineData("0023", AlertKind.RiskAnswer)]
    [InlineData("0026", AlertKind.AgreementBrokenOff)]
    public async Task Every_alert_is_as_it_was_and_the_table_as_a_new_file_has_it(string before, AlertKind newest)
    {
        // The kinds were added at the end, in this order.
        var kinds = Enum.GetValues<AlertKind>().Where(kind => kind <= newest).ToList();
        var columns = newest == AlertKind.RiskAnswer ? Columns : $"{Columns}, SinceOn";
        await using (var now = await TestDesk.OpenEmbedded())
        {
            await Raise(now, kinds);
            await _file.Fill(now, before);
        }

        var rows = await _file.Rows($"SELECT {columns} FROM Alerts ORDER BY Id");
        Assert.Equal((2 * kinds.Count) + 1, rows.Count);
        var told = await Told();
        Assert.Equal(rows.Count, told.Count);

        await using var desk = await TestDesk.OpenOn(_folder);
        Assert.Equal(rows, await _file.Rows($"SELECT {columns} FROM Alerts ORDER BY Id"));
        Assert.Equal(told, await Told());
        Assert.Empty(await _file.Rows("SELECT * FROM pragma_foreign_key_check"));
        Assert.Empty(await _file.Rows("SELECT name FROM sqlite_master WHERE name = 'AlertsBefore'"));
        await using (var fresh = await TestDesk.OpenEmbedded())
        {
            var made = new EarlierFile(Path.GetDirectoryName(fresh.Get<Infrastructure.Sql.Database>().FilePath!)!);
            foreach (var (sql, least) in new[] { (TableOf, 4), (KeysOf, 4), (AllOf, 60) })
            {
                var expected = await made.Rows(sql);
                Assert.InRange(expected.Count, least, int.MaxValue);
                Assert.Equal(expected, await _file.Rows(sql));
            }
        }

        await IsInUse(desk, kinds);
    }

    [Fact]
    public async Task Homework_completed_before_ended_with_its_last_entry_and_practices_keep_the_days_they_had()
    {
        Guid done, open;
        await using (var now = await TestDesk.OpenEmbedded())
        {
            await Begin(now);
            done = (await _practice.Assign(_given, GivenHomework.Some(cadence: Cadence.Once))).Id;
            open = (await _practice.Assign(_given)).Id;
            foreach (var (partner, day) in new[] { (_given.PartnerA, 1), (_given.PartnerB, 3) })
            {
                now.GoTo(Monday.AddDays(day));
                await now.Log(partner, done, Monday.AddDays(day));
                await now.Log(partner, open, Monday.AddDays(day));
            }

            await _file.Fill(now, "0028");
        }

        Assert.DoesNotContain("CompletedAt", await _file.Rows("SELECT name FROM pragma_table_info('Assignments')"));
        await using var desk = await TestDesk.OpenOn(_folder);
        desk.GoTo(Monday.AddDays(9));
        var end = Assert.Single((await desk.Send(_practice.Therapist, new GetTimelineQuery(_given.Id, default, TimelineKind.AssignmentEnd))).Items);
        Assert.Equal((done, "completed", Monday.AddDays(3)), (end.Id!.Value, end.State, end.On));
        var practice = await desk.Send(_practice.Admin, new GetPracticeQuery());
        Assert.Equal((21, 14), (practice.HomeworkStalledDays, practice.AgreementBrokenOffDays));
        foreach (var sql in new[] { "UPDATE Practices SET HomeworkStalledDays = 6", "UPDATE Practices SET AgreementBrokenOffDays = 181" })
            await Assert.ThrowsAnyAsync<DbException>(() => _file.Run(sql));
        Assert.Empty(await _file.Rows("SELECT * FROM pragma_foreign_key_check"));
    }

    private async Task Begin(TestDesk now)
    {
        _practice = await GivenPractice.Open(now);
        _given = await _practice.Couple();
    }

    /// <summary>Of each kind one that is open, and one of partner A that was acknowledged with a note; and one of another case.</summary>
    private async Task Raise(TestDesk now, IReadOnlyList<AlertKind> kinds)
    {
        await Begin(now);
        var assignment = await _practice.Assign(_given);
        var others = await _practice.Couple();
        await RaiseOne(now, others.Id, null, kinds[0], "other");
        foreach (var kind in kinds)
        {
            await RaiseOne(now, _given.Id, null, kind, "open", assignment.Id, kind > AlertKind.RiskAnswer ? Monday.AddDays(-30) : null);
            await RaiseOne(now, _given.Id, _given.A, kind, "done");
            now.Clock.Now += TimeSpan.FromMinutes(1);
        }

        foreach (var alert in await List(now))
        {
            if (alert.PartnerId is not null)
                await now.Send(_practice.Therapist, new AcknowledgeAlertCommand(alert.Id, null, new Acknowledgement($"Note on {alert.Kind}.")));
        }
    }

    private Task<bool> RaiseOne(TestDesk desk, Guid couple, Guid? partner, AlertKind kind, string which, Guid? assignment = null, DateOnly? since = null) =>
        desk.InScope(_practice.Therapist, services => services.GetRequiredService<IUnitOfWork>().InTransaction(
            () => services.GetRequiredService<RaiseAlert>().Raise(
                couple, partner, kind, $"{which}:{kind}", $"Why: {kind}.", CancellationToken.None, assignment is { } one ? [one] : null, since),
            CancellationToken.None));

    private async Task<IReadOnlyList<AlertItem>> List(TestDesk desk) =>
        (await desk.Send(_practice.Therapist, new ListAlertsQuery(default, CoupleId: _given.Id))).Items;

    // What other systems were told of alerts, each of one that is there.
    private Task<IReadOnlyList<string>> Told() =>
        _file.Rows("SELECT o.Seq, o.EventType, o.ResourceId FROM Outbox o JOIN Alerts a ON a.Id = o.ResourceId WHERE o.EventType = 'alert.raised' ORDER BY o.Seq");

    private async Task IsInUse(TestDesk desk, IReadOnlyList<AlertKind> kinds)
    {
        var alerts = await List(desk);
        foreach (var kind in kinds)
        {
            var (open, done) = (alerts.Single(alert => alert.Cause == $"open:{kind}"), alerts.Single(alert => alert.Cause == $"done:{kind}"));
            Assert.Equal((kind, null, 1, null), (open.Kind, open.PartnerId, open.AssignmentIds.Count, open.AcknowledgedAt));
            Assert.Equal((kind, _given.A, $"Note on {kind}.", "Tess"), (done.Kind, done.PartnerId!.Value, done.Note, done.AcknowledgedByName));
            await desk.Send(_practice.Therapist, new AcknowledgeAlertCommand(open.Id, open.Version, new Acknowledgement("Seen.")));
        }

        // A cause is known again, every kind of today has room, and no other.
        Assert.False(await RaiseOne(desk, _given.Id, null, kinds[0], "open"));
        foreach (var kind in Enum.GetValues<AlertKind>())
            Assert.True(await RaiseOne(desk, _given.Id, _given.B, kind, "later"));
        await Assert.ThrowsAnyAsync<DbException>(() => _file.Run("UPDATE Alerts SET Kind = 'Other'"));
        await Assert.ThrowsAnyAsync<DbException>(() => _file.Run("UPDATE Alerts SET Cause = 'same'"));
    }
}
