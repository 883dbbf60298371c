namespace CounselDesk.Application.Couples;

/// <summary>The part of a statement that stands for the cases of one client, <c>@ClientId</c>, whichever partner they are.</summary>
internal static class ClientCases
{
    // Each half is looked up by its own index; with OR in one, SQLite would rather read all the cases of the practice.
    public const string OfClientPartSql = """
        (SELECT x.Id, x.PracticeId, x.Seq, x.Kind, x.TherapistId, x.PartnerAId, x.PartnerBId, x.Status, x.FrozenAt
          FROM Couples x WHERE x.PracticeId = @PracticeId AND x.PartnerAId = @ClientId
          UNION ALL
          SELECT y.Id, y.PracticeId, y.Seq, y.Kind, y.TherapistId, y.PartnerAId, y.PartnerBId, y.Status, y.FrozenAt
          FROM Couples y WHERE y.PracticeId = @PracticeId AND y.PartnerBId = @ClientId)
        """;
}
