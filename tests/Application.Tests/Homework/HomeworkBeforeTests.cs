using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

/// <summary>A database from when an assignment had one cadence and weekly entries were numbered by week.</summary>
public sealed class HomeworkBeforeTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;

    private string File => Path.Combine(_folder, "test.db");

    [Fact]
    public async Task Cadences_and_entries_are_as_they_were_and_go_on()
    {
        GivenPractice practice;
        Guid weekly, often;
        await using (var before = await TestDesk.OpenEmbedded())
        {
            practice = await GivenPractice.Open(before);
            var couple = await practice.Couple();
            weekly = (await practice.Assign(couple, Some(to: couple.A.ToString(), cadence: Cadence.Weekly))).Id;
            often = (await practice.Assign(couple, Some(to: couple.A.ToString(), cadence: Cadence.PerWeek(3)))).Id;
            for (var week = 0; week < 10; week++)
            {
                before.GoTo(Monday.AddDays(7 * week));
                await before.Log(couple.PartnerA, weekly, Monday.AddDays(7 * week));
                await before.Log(couple.PartnerA, often, Monday.AddDays(7 * week));
            }

            await SetBack(before);
        }

        await using var desk = await TestDesk.OpenOn(_folder);
        desk.GoTo(Monday.AddDays(70));
        var read = await desk.Send(practice.Therapist, new GetAssignmentQuery(weekly));
        Assert.Equal((Cadence.Weekly, new AdherenceTally(20, 10)), (read.Cadence, read.Adherence.Couple));
        Assert.Equal(Cadence.PerWeek(3), (await desk.Send(practice.Therapist, new GetAssignmentQuery(often))).Cadence);
        foreach (var id in new[] { weekly, often })
        {
            var logs = await desk.Send(practice.Therapist, new ListLogsQuery(id, default));
            Assert.Equal(Enumerable.Range(0, 10).Reverse().Select(week => (7 * week) + 1), logs.Items.Select(log => log.Period));
        }
    }

    private async Task SetBack(TestDesk now)
    {
        var from = now.Get<Database>().FilePath!;
        Directory.CreateDirectory(Path.Combine(_folder, "keys"));
        foreach (var key in Directory.GetFiles(Path.Combine(Path.GetDirectoryName(from)!, "keys")))
            System.IO.File.Copy(key, Path.Combine(_folder, "keys", Path.GetFileName(key)));
        await using var source = new SqliteConnection($"Data Source={from};Pooling=False");
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await source.OpenAsync();
        await connection.OpenAsync();
        source.BackupDatabase(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            ALTER TABLE Assignments ADD COLUMN CadenceKind TEXT NOT NULL DEFAULT '' CONSTRAINT CK_Assignments_CadenceKind CHECK (CadenceKind IN ('', 'Once', 'Daily', 'Weekly', 'TimesPerWeek'));
            ALTER TABLE Assignments ADD COLUMN TimesPerWeek INT NULL;
            UPDATE Assignments SET (CadenceKind, TimesPerWeek) = (SELECT s.CadenceKind, s.TimesPerWeek FROM AssignmentSegments s WHERE s.AssignmentId = Id);
            UPDATE AssignmentLogs SET Period = 1000 + (Period - 1) / 7 + 1 WHERE AssignmentId IN (SELECT a.Id FROM Assignments a WHERE a.CadenceKind = 'Weekly');
            UPDATE AssignmentLogs SET Period = Period - 1000 WHERE Period > 1000;
            DROP TABLE AssignmentSegments;
            DROP TABLE AssignmentPauses;
            DROP TABLE AssignmentReviews;
            ALTER TABLE AssignmentLogs DROP COLUMN Quality;
            ALTER TABLE AssignmentLogs DROP COLUMN ReviewedVersion;
            ALTER TABLE AssignmentLogs DROP COLUMN BarrierCode;
            ALTER TABLE AssignmentLogHistory DROP COLUMN BarrierCode;
            DELETE FROM SchemaMigrations WHERE Name LIKE '0017%';
            """;
        await command.ExecuteNonQueryAsync();
    }
}
