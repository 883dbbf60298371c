using CounselDesk.Infrastructure.Moving;

namespace CounselDesk.Application.Tests.Moving;

public sealed class MoveAddressTests
{
    private const string Source = "/data/source.db";

    [Theory]
    [InlineData("Server=db.example.test;Database=Counsel;User Id=mover;Password=canary", "the database 'Counsel' on SQL Server 'db.example.test'")]
    [InlineData("Data Source=db.example.test,1434;Initial Catalog=Counsel;Integrated Security=true", "the database 'Counsel' on SQL Server 'db.example.test,1434'")]
    [InlineData("Data Source=/data/other.db", "the file '/data/other.db'")]
    [InlineData("Filename=/data/sub/../other.db", "the file '/data/other.db'")]
    public async Task Names_the_place_without_who_signs_in(string to, string place)
    {
        await using var target = MoveAddress.Target(to, Source);
        Assert.Equal(place, target.Place);
    }

    [Theory]
    [InlineData(null, "--to says where to move")]
    [InlineData(" ", "--to says where to move")]
    [InlineData("canary", "--to is no connection string")]
    [InlineData("Host=pg.example.test;Pwd=canary;Username=me", "--to is no connection string")]
    [InlineData("Server=db.example.test;User Id=mover;Password=canary", "--to names no database")]
    [InlineData("Data Source=:memory:", "--to names no database")]
    [InlineData("Data Source=/data/x.db;Mode=ReadOnly", "--to is no connection string")]
    [InlineData("Data Source=/data/source.db", "--to names the file that is to be moved")]
    [InlineData("Data Source=/data/./source.db;Cache=Shared", "--to names the file that is to be moved")]
    public void Refuses_what_is_neither_form(string? to, string said)
    {
        var message = Assert.Throws<MoveFailure>(() => MoveAddress.Target(to, Source)).Message;
        Assert.StartsWith(said, message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", message, StringComparison.Ordinal);
    }
}
