using System.Reflection;
using CounselDesk.Api.Http;
using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Domain;
using CounselDesk.Infrastructure.Sql;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Architecture.Tests.Layers;

public class LayerTests
{
    private static readonly string[] DapperDoors =
        ["src/Infrastructure/Sql/DapperDb.cs", "src/Infrastructure/Sql/RowValues.cs", "src/Infrastructure/Sql/SqlArguments.cs"];

    private static readonly Assembly Domain = typeof(Limits).Assembly;
    private static readonly Assembly Application = typeof(IDb).Assembly;
    private static readonly Assembly Infrastructure = typeof(DapperDb).Assembly;
    private static readonly Assembly Api = typeof(ApiController).Assembly;

    [Fact]
    public void Domain_is_plain_rules() =>
        Faults.AssertNone([.. LayerGate.OnlyTheFramework(Domain), .. LayerGate.IsPure(Domain)]);

    [Fact]
    public void Layers_know_only_those_below() => Faults.AssertNone(
    [
        .. LayerGate.References(Application, "Dapper", "Microsoft.AspNetCore", "Microsoft.Data", "Microsoft.EntityFrameworkCore", "CounselDesk.Infrastructure", "CounselDesk.Api"),
        .. LayerGate.References(Infrastructure, "CounselDesk.Api", "Swashbuckle", "Microsoft.AspNetCore.Mvc"),
        .. LayerGate.References(Api, "Dapper", "Microsoft.Data"),
    ]);

    [Fact]
    public void Dapper_has_one_door() => Faults.AssertNone([.. LayerGate.OnlyHereIsDapper(Repository.Sources("src"), DapperDoors)]);

    [Fact]
    public void The_doors_to_Dapper_exist() => Assert.All(DapperDoors, door => Assert.True(Repository.Has(door), door));

    [Fact]
    public void Controllers_only_pass_on() =>
        Faults.AssertNone([.. ControllerGate.Check(Repository.Sources("src/Api/Controllers")), .. ControllerGate.Check(ControllerGate.Actions(Api.GetTypes()))]);

    [Fact]
    public void Catches_a_layer_that_knows_too_much()
    {
        Faults.AssertOnly(LayerGate.Layer, [.. LayerGate.References(Infrastructure, "Dapper")]);
        Faults.AssertOnly(LayerGate.Layer, [.. LayerGate.References(Infrastructure, "Microsoft.Data")]);
        Faults.AssertOnly(LayerGate.Layer, [.. LayerGate.References(Api, "CounselDesk.Application")]);
        Assert.Empty(LayerGate.References(Infrastructure, "Dap"));
    }

    [Fact]
    public void Catches_a_domain_with_packages_clocks_and_files()
    {
        Faults.AssertOnly(LayerGate.PureDomain, [.. LayerGate.OnlyTheFramework(Application)]);
        var faults = LayerGate.IsPure(Infrastructure).ToList();
        Faults.AssertOnly(LayerGate.PureDomain, faults);
        Assert.Contains(faults, fault => fault.Advice.Contains("System.TimeProvider", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Advice.Contains("System.IO.File:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Advice.Contains("System.Security.Cryptography.RandomNumberGenerator", StringComparison.Ordinal));
        Assert.Contains(LayerGate.IsPure(typeof(Microsoft.Data.SqlClient.SqlConnection).Assembly), fault => fault.Advice.Contains("System.Guid.NewGuid", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("using Dapper;")]
    [InlineData("await global::Dapper.SqlMapper.QueryAsync(connection, sql);")]
    public void Catches_a_second_door_to_Dapper(string code) =>
        Faults.AssertOnly(LayerGate.OneDoor, [.. LayerGate.OnlyHereIsDapper([new SourceFile("src/Infrastructure/Planted.cs", code)], DapperDoors)]);

    [Theory]
    [InlineData("// Dapper is fast\n/* Dapper */ var x = \"Dapper\";")]
    [InlineData("/// <summary>Not Dapper.</summary>\nvar y = $\"\"\"\n using Dapper;\n \"\"\";")]
    public void Takes_Dapper_in_comments_and_strings(string code) =>
        Assert.Empty(LayerGate.OnlyHereIsDapper([new SourceFile("src/Infrastructure/Planted.cs", code)], DapperDoors));

    [Theory]
    [InlineData("public Task<IActionResult> X() { if (true) return null; }")]
    [InlineData("try { await Send(); } catch { }")]
    [InlineData("return body.Kind switch { _ => null };")]
    [InlineData("foreach (var item in body.Items) { }")]
    public void Catches_logic_in_a_controller(string code) =>
        Faults.AssertOnly(ControllerGate.NoLogic, [.. ControllerGate.Check([new SourceFile("src/Api/Controllers/Planted.cs", code)])]);

    [Fact]
    public void Takes_the_word_if_in_a_comment() =>
        Assert.Empty(ControllerGate.Check([new SourceFile("src/Api/Controllers/Planted.cs", "/// <remarks>Only if it's the caller's own; try again.</remarks>\nreturn Answer(new Query(\"if\"));")]));

    [Theory]
    [InlineData(nameof(PlantedController.WithoutSends))]
    [InlineData(nameof(PlantedController.WithoutVerb))]
    [InlineData(nameof(PlantedController.WithTwoVerbs))]
    [InlineData(nameof(PlantedController.ReturnsARecord))]
    public void Catches_a_wrong_action(string name) =>
        Faults.AssertOnly(ControllerGate.Action, [.. ControllerGate.Check(ControllerGate.Actions([typeof(PlantedController)]).Where(action => action.Name == name))]);

    [Fact]
    public void Takes_a_right_action() =>
        Assert.Empty(ControllerGate.Check(ControllerGate.Actions([typeof(PlantedController)]).Where(action => action.Name == nameof(PlantedController.Right))));

    private sealed record PlantedQuery : IQuery<Unit>;

    private sealed class PlantedController(IMediator mediator) : ApiController(mediator)
    {
        [HttpGet, Sends<PlantedQuery>]
        public Task<IActionResult> Right(CancellationToken cancellationToken) => Answer(new PlantedQuery(), cancellationToken);

        [HttpGet]
        public Task<IActionResult> WithoutSends(CancellationToken cancellationToken) => Answer(new PlantedQuery(), cancellationToken);

        [Sends<PlantedQuery>]
        public Task<IActionResult> WithoutVerb(CancellationToken cancellationToken) => Answer(new PlantedQuery(), cancellationToken);

        [HttpGet, HttpHead, Sends<PlantedQuery>]
        public Task<IActionResult> WithTwoVerbs(CancellationToken cancellationToken) => Answer(new PlantedQuery(), cancellationToken);

        [HttpGet, Sends<PlantedQuery>]
        public Task<string> ReturnsARecord() => Task.FromResult("");
    }
}
