using CounselDesk.Application.Common;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Toolkit;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Application.Tests.Toolkit;

public sealed class ImportTests : OnePractice
{
    private static readonly Csv Csv = new();

    [Fact]
    public async Task Tells_on_a_dry_run_what_it_does_afterwards()
    {
        await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some("first"));
        await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some("second"));
        var import = List(GivenExercises.Some("first"), GivenExercises.Some("second", "Another title"), GivenExercises.Some("third"));
        foreach (var dryRun in new[] { true, false })
        {
            var report = await Import(import, dryRun);
            Assert.Equal(("third", "second", "first"), (Assert.Single(report.Created), Assert.Single(report.Changed), Assert.Single(report.Unchanged)));
            Assert.Equal((!dryRun, 0), (report.Done, report.Faults.Count));
            Assert.Equal(dryRun ? 2 : 3, (await Export()).Exercises.Count);
        }

        Assert.Equal((1, 2), ((await Read("first")).Version, (await Read("second")).Version));
        Assert.Equal(3, (await Import(import, dryRun: false)).Unchanged.Count);
    }

    [Fact]
    public async Task Lists_every_fault_by_row_and_field_and_then_does_nothing()
    {
        var archived = await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some("archived"));
        await Desk.Send(Practice.Therapist, new ArchiveExerciseCommand(archived.Key, archived.Version));
        var import = List(
            GivenExercises.Some("good"), GivenExercises.Some("good") with { Title = "", DurationMinutes = 0 }, GivenExercises.Some("apology"), GivenExercises.Some("archived"),
            GivenExercises.Some("unsworn") with { ConfirmsNeverMonitoring = false }, null!);
        var report = await Import(import, dryRun: true);
        Assert.Equal(
            [(1, "title"), (1, "durationMinutes"), (1, "key"), (2, "key"), (3, "key"), (4, "confirmsNeverMonitoring"), (5, "")],
            report.Faults.Select(fault => (fault.Row, fault.Field)));
        var refusal = await Assert.ThrowsAsync<Refused>(() => Import(import, dryRun: false));
        Assert.Equal(
            ["exercises[1].title", "exercises[1].durationMinutes", "exercises[1].key", "exercises[2].key", "exercises[3].key", "exercises[4].confirmsNeverMonitoring", "exercises[5]"],
            refusal.Faults!.Errors.Select(fault => fault.PropertyName));
        Assert.Empty((await Export()).Exercises);
    }

    [Fact]
    public async Task A_sheet_says_what_cannot_be_read_and_where()
    {
        var good = ExerciseRow(GivenExercises.Some("good"));
        string[] bad = [.. good];
        (bad[3], bad[5], bad[^3]) = ("no-such-category", "ten", "{");
        var report = await Import(new(Csv: Csv.Write(Header, [good, bad])), dryRun: true);
        Assert.Equal([(1, "category"), (1, "durationMinutes"), (1, "reflection"), (1, "key")], report.Faults.Select(fault => (fault.Row, fault.Field)));
        Assert.DoesNotContain(report.Faults, fault => fault.Rule.Contains("no-such", StringComparison.Ordinal));
        Assert.Equal((0, "header"), (await Import(new(Csv: "key,colour\ngood,red\n"), dryRun: true)).Faults.Select(fault => (fault.Row, fault.Field)).First());
        foreach (var broken in new[] { "", "key,key\na,b\n", "key,title\na,b,c\n", "key,title\na,\"b\n" })
            await Import(new(Csv: broken), dryRun: true).ShouldRefuse(RefusalKind.Invalid, "no-sheet");
        await Import(new(Csv: "key\n" + string.Concat(Enumerable.Repeat("a\n", 201))), dryRun: true).ShouldRefuse(RefusalKind.Invalid, "too-many-rows");
        await Import(List([.. Enumerable.Repeat(GivenExercises.Some(), 201)]), dryRun: true).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Import(new(), dryRun: true).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Import(new([], ""), dryRun: true).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task What_goes_out_comes_in_again_as_a_list_and_as_a_sheet()
    {
        await Desk.WriteExercise(Practice.Therapist, GivenExercises.Some("first") with { Title = "=1+1, \"quoted\"", Purpose = "'@ apostrophe\nand a second line of it", Cautions = ["mutual-consent"], Cadence = Cadence.PerWeek(3) });
        await Desk.Send(Practice.Therapist, new CopyExerciseCommand("apology", new("second")));
        var (list, sheet) = (await Export(), await Desk.Send(Practice.Admin, new ExportExerciseSheetQuery()));
        Assert.Contains("\"'=1+1, \"\"quoted\"\"\"", sheet, StringComparison.Ordinal);
        var other = await GivenPractice.Open(Desk);
        foreach (var import in new[] { new ExerciseImport(list.Exercises), new ExerciseImport(Csv: sheet), new ExerciseImport(Csv: "\ufeff" + sheet) })
        {
            var report = await Desk.Send(other.Supervisor, new ImportExercisesCommand(import, DryRun: false));
            Assert.Equal(2, report.Created.Count + report.Unchanged.Count);
        }

        Assert.Equal(sheet, await Desk.Send(other.Admin, new ExportExerciseSheetQuery()));
    }

    [Fact]
    public async Task Only_those_who_may_change_everything_import()
    {
        foreach (var caller in new[] { Practice.Therapist, Practice.Associate, Practice.Frontdesk })
            await Desk.Send(caller, new ImportExercisesCommand(List(GivenExercises.Some()), DryRun: true)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.Frontdesk, new ExportExercisesQuery()).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public void Any_table_comes_back_as_it_went_out_and_no_cell_of_it_is_a_formula()
    {
        var cell = Gen.Elements("=", "+", "-", "@", "'", "\"", ",", "\n", "\r\n", "\t", " ", "a", "é", "1", ";", "＝", "\ufeff", "#").ArrayOf().Select(string.Concat);
        var table = cell.ArrayOf(3).ArrayOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(table.ToArbitrary(), rows =>
        {
            var text = Csv.Write(["one", "two", "three"], rows);
            var read = Csv.Read(text)!;
            Assert.All(rows.SelectMany(row => row), cell => Assert.DoesNotMatch("^[=+@\t\r\n＝＋－＠-]", Sheet(cell)));
            Assert.Equal(rows, read.Select(row => new[] { row["one"], row["two"], row["three"] }));
        }));
    }

    [Fact]
    public void Any_exercise_comes_back_from_a_sheet_as_it_was()
    {
        var word = Gen.Elements("=", "+1", "-", "@", "'", "\"", ",", "\n", "\r\n", " ", "é", "{0}", ";", "**", "|").NonEmptyListOf().Select(parts => $"x{string.Concat(parts)}");
        var texts =
            from exercise in Gen.Elements(new ToolkitFiles().Catalogue.Exercises.ToArray())
            from words in word.ArrayOf(4)
            select OwnExerciseText.Of(exercise) with
            {
                Title = words[0], Purpose = words[1], Source = words[2], Steps = [.. exercise.Steps.Skip(1), new ExerciseStep(words[3], words[0])],
                Reflection = [new("a", words[1], ReflectionKind.Choice, words)], Cadence = Cadence.PerWeek(4),
            };
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var faults = new List<ImportFault>();
            var row = Assert.Single(Csv.Read(Csv.Write(ExerciseSheet.Columns, [ExerciseSheet.Row(text)]))!);
            var read = ExerciseSheet.Read(row, 0, faults);
            Assert.Empty(faults);
            Assert.Equal(System.Text.Json.JsonSerializer.Serialize(text), System.Text.Json.JsonSerializer.Serialize(read));
        }));
    }

    // What a spreadsheet would find in the one cell of a table: all between its quotes.
    private static string Sheet(string cell) => Csv.Write(["x"], [[cell]])["\"x\"\r\n\"".Length..];

    private static ExerciseImport List(params OwnExerciseText[] texts) => new(texts);

    private static IReadOnlyList<string> Header => ExerciseSheet.Columns;

    private static string[] ExerciseRow(OwnExerciseText text) => [.. ExerciseSheet.Row(text)];

    private Task<ImportReport> Import(ExerciseImport import, bool dryRun) => Desk.Send(Practice.Admin, new ImportExercisesCommand(import, dryRun));

    private Task<ExerciseExport> Export() => Desk.Send(Practice.Therapist, new ExportExercisesQuery());

    private Task<CatalogueExercise> Read(string key) => Desk.Send(Practice.Therapist, new GetExerciseQuery(key));
}
