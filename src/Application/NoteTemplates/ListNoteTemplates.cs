using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.NoteTemplates;

/// <summary>The practice's templates without their texts. Newest first.</summary>
[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("A template holds nothing of a case.")]
public sealed record ListNoteTemplatesQuery(PageRequest Page, NoteFormat? Format) : IQuery<Page<NoteTemplateEntry>>;

/// <summary>A template without its texts.</summary>
/// <param name="Id">The template.</param>
/// <param name="Name">What it is chosen by.</param>
/// <param name="Format">Which sections it has.</param>
/// <param name="UpdatedAt">When it was last written.</param>
public sealed record NoteTemplateEntry(Guid Id, string Name, NoteFormat Format, DateTimeOffset UpdatedAt);

public sealed class ListNoteTemplatesHandler(IDb db) : IRequestHandler<ListNoteTemplatesQuery, Page<NoteTemplateEntry>>
{
    private const string List = "note-templates";

    private const string ListSql = """
        SELECT t.Id, t.Seq, t.Name, t.Format, t.UpdatedAt
        FROM NoteTemplates t
        WHERE t.PracticeId = @PracticeId AND t.Seq < @Before AND (@Format IS NULL OR t.Format = @Format)
        ORDER BY t.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<NoteTemplateEntry>> Handle(ListNoteTemplatesQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<Row>(ListSql, new { Before = request.Page.Before(List), request.Page.Take, request.Format }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => new NoteTemplateEntry(row.Id, row.Name, row.Format, row.UpdatedAt));
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public string Name { get; init; } = "";

        public NoteFormat Format { get; init; }

        public DateTimeOffset UpdatedAt { get; init; }
    }
}
