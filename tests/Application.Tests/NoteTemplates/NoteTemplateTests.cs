using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.NoteTemplates;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.NoteTemplates;

public sealed class NoteTemplateTests : OnePractice
{
    private static NoteTemplateText Text(string name = "First session", NoteFormat format = NoteFormat.Dap, string section = "plan", string text = "Next steps:\n- ") =>
        new(name, format, new Dictionary<string, string>(StringComparer.Ordinal) { [section] = text });

    private Task<NoteTemplate> Create(NoteTemplateText? body = null, Caller? caller = null) =>
        Desk.Send(caller ?? Practice.Admin, new CreateNoteTemplateCommand(body ?? Text()));

    [Fact]
    public async Task Administrators_and_supervisors_write_and_everybody_who_writes_notes_reads()
    {
        var template = await Create();
        Assert.Equal(
            [("data", ""), ("assessment", ""), ("plan", "Next steps:\n- ")],
            template.Sections.Select(section => (section.Key, section.Value)));
        var changed = await Desk.Send(Practice.Supervisor, new UpdateNoteTemplateCommand(template.Id, template.Version, Text("Intake", NoteFormat.Soap)));
        Assert.Equal((2, "Intake", NoteFormat.Soap, 4), (changed.Version, changed.Name, changed.Format, changed.Sections.Count));
        foreach (var caller in new[] { Practice.Admin, Practice.Supervisor, Practice.Therapist, Practice.Associate })
        {
            Assert.Equal("Intake", (await Desk.Send(caller, new GetNoteTemplateQuery(template.Id))).Name);
            Assert.Equal([new NoteTemplateEntry(template.Id, "Intake", NoteFormat.Soap, changed.UpdatedAt)], (await Desk.Send(caller, new ListNoteTemplatesQuery(default, null))).Items);
        }

        foreach (var caller in new[] { Practice.Therapist, Practice.Associate, Practice.Frontdesk })
        {
            await Create(Text("Other"), caller).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new UpdateNoteTemplateCommand(template.Id, null, Text())).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new DeleteNoteTemplateCommand(template.Id, null)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        await Desk.Send(Practice.Frontdesk, new GetNoteTemplateQuery(template.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.Admin, new DeleteNoteTemplateCommand(template.Id, 1)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Practice.Admin, new DeleteNoteTemplateCommand(template.Id, 2));
        await Desk.Send(Practice.Admin, new GetNoteTemplateQuery(template.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Another_practices_is_not_there()
    {
        var template = await Create();
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Admin, new GetNoteTemplateQuery(template.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Admin, new UpdateNoteTemplateCommand(template.Id, null, Text())).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Admin, new DeleteNoteTemplateCommand(template.Id, null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Empty((await Desk.Send(other.Admin, new ListNoteTemplatesQuery(default, null))).Items);
        var couple = await other.Couple();
        await Desk.Draft(other.Therapist, couple, GivenNotes.Full() with { TemplateId = template.Id }).ShouldRefuse(RefusalKind.Invalid, "no-such-template");
        await Create(caller: other.Admin);
    }

    [Fact]
    public async Task Names_are_one_of_a_kind_whatever_their_capitals()
    {
        var template = await Create();
        await Create(Text(" FIRST session ")).ShouldRefuse(RefusalKind.Conflict, "name-taken");
        var second = await Create(Text("Second"));
        await Desk.Send(Practice.Admin, new UpdateNoteTemplateCommand(second.Id, null, Text())).ShouldRefuse(RefusalKind.Conflict, "name-taken");
        Assert.Equal("First Session", (await Desk.Send(Practice.Admin, new UpdateNoteTemplateCommand(template.Id, null, Text("First Session")))).Name);
    }

    [Fact]
    public async Task Listed_by_page_and_format_and_no_more_than_there_is_room_for()
    {
        for (var i = 0; i < NoteTemplateLimits.Most; i++)
            await Create(Text($"Template {i}", i == 0 ? NoteFormat.Soap : NoteFormat.Dap));
        await Create(Text("One more")).ShouldRefuse(RefusalKind.Conflict, "too-many-templates");
        Assert.Equal("Template 0", Assert.Single((await Desk.Send(Practice.Therapist, new ListNoteTemplatesQuery(default, NoteFormat.Soap))).Items).Name);
        var page = await Desk.Send(Practice.Therapist, new ListNoteTemplatesQuery(new PageRequest(60, null), null));
        var rest = await Desk.Send(Practice.Therapist, new ListNoteTemplatesQuery(new PageRequest(60, page.NextCursor), null));
        Assert.Equal((60, 40, null), (page.Items.Count, rest.Items.Count, rest.NextCursor));
        Assert.Equal("Template 0", rest.Items[^1].Name);
    }

    [Fact]
    public async Task A_draft_begins_with_it_and_keeps_what_its_author_wrote()
    {
        var template = await Create(new NoteTemplateText("Both", NoteFormat.Dap, new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = "Who came:", ["plan"] = "Next:" }));
        var given = await Practice.Couple();
        var draft = GivenNotes.Full() with { TemplateId = template.Id, Sections = new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = "Both came.", ["plan"] = " " } };
        var note = await Desk.Draft(Practice.Therapist, given, draft);
        Assert.Equal([("data", "Both came."), ("assessment", ""), ("plan", "Next:")], note.Sections.Select(section => (section.Key, section.Value)));

        await Desk.Send(Practice.Admin, new DeleteNoteTemplateCommand(template.Id, null));
        Assert.Equal("Next:", (await Desk.Send(Practice.Therapist, new GetNoteQuery(note.Id))).Sections["plan"]);
        await Desk.Draft(Practice.Therapist, given, draft).ShouldRefuse(RefusalKind.Invalid, "no-such-template");
        await Desk.Send(Practice.Therapist, new UpdateNoteCommand(note.Id, null, draft)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var soap = await Create(Text("Soap", NoteFormat.Soap));
        await Desk.Draft(Practice.Therapist, given, draft with { TemplateId = soap.Id }).ShouldRefuse(RefusalKind.Invalid, "other-format");
    }

    [Fact]
    public async Task Refuses_what_is_no_template_naming_the_field()
    {
        (NoteTemplateText Body, string Field)[] wrong =
        [
            (Text(""), "body.name"), (Text("a\nb"), "body.name"), (Text(new string('a', 101)), "body.name"), (Text(format: (NoteFormat)9), "body.format"),
            (Text(text: " "), "body.sections"),
            (Text() with { Sections = new Dictionary<string, string>(StringComparer.Ordinal) }, "body.sections"), (Text() with { Sections = null! }, "body.sections"),
            (Text(text: new string('a', NoteTemplateLimits.Section + 1)), "body.sections.plan"), (Text(text: "a\0b"), "body.sections.plan"), (Text(text: null!), "body.sections"),
        ];
        foreach (var (body, field) in wrong)
        {
            var refusal = await Create(body).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            Assert.Equal(field, refusal.Faults!.Errors[0].PropertyName);
        }

        var unknown = await Create(Text(section: "subjective")).ShouldRefuse(RefusalKind.Invalid, "unknown-section");
        Assert.Equal("body.sections", Assert.Single(unknown.Faults!.Errors).PropertyName);
        await Create(Text(text: new string('a', NoteTemplateLimits.Section)));
    }
}
