using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Application.Tests.Sql;

public sealed class DatabaseFaultsTests
{
    [Theory]
    [InlineData(18456, "the user and the password")]
    [InlineData(4060, "does not exist, or the login may not open it")]
    [InlineData(916, "has no user in the database")]
    [InlineData(229, "may not read or write one of the program's tables")]
    [InlineData(262, "may not create databases or tables")]
    [InlineData(15247, "may not make this change of the database's set-up")]
    [InlineData(297, "may not look at the server's state")]
    public void Every_missing_right_on_SQL_Server_has_a_line_of_its_own(int number, string line)
    {
        var text = DatabaseFaults.OfSqlServer(number);
        Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text!);
    }

    [Fact]
    public void Other_numbers_are_told_in_the_engines_own_words() => Assert.Null(DatabaseFaults.OfSqlServer(547));

    [Theory]
    [InlineData(13, "Free space")]
    [InlineData(10, "Free space")]
    [InlineData(778, "Free space")]
    [InlineData(8, "read-only")]
    [InlineData(5, "in use by another process")]
    [InlineData(11, "damaged")]
    public void What_the_embedded_file_lacks_is_said_and_that_nothing_was_changed(int code, string line)
    {
        var text = DatabaseFaults.Line(new SqliteException("disk", code, code), "/data/x.db");
        Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.Contains("'/data/x.db'", text, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_under_a_file_is_a_full_disk() =>
        Assert.Contains("The disk is full", DatabaseFaults.Line(new IOException("no space", 28), "/data/x.db"), StringComparison.Ordinal);

    [Fact]
    public void Every_other_fault_says_where_to_look()
    {
        Assert.Contains("Make its folder writable", DatabaseFaults.Line(new SqliteException("odd\nerror", 1), "/data/x.db"), StringComparison.Ordinal);
        Assert.Contains("Check ConnectionStrings:CounselDesk", DatabaseFaults.Line(new IOException("odd"), null), StringComparison.Ordinal);
    }
}
