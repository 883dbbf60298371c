namespace CounselDesk.Application.Homework;

/// <summary>Whose an entry is, for what lies beside it.</summary>
internal sealed record LogHead
{
    public const string FindSql = """
        SELECT l.Id, l.ClientId, l.Version FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId AND l.Id = @Id AND l.AssignmentId = @AssignmentId
        """;

    public Guid Id { get; init; }

    public Guid ClientId { get; init; }

    public int Version { get; init; }
}
