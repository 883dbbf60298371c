using System.Text.RegularExpressions;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>
/// An alert may be about what one partner said alone. Whatever reads alerts stands here with who reads its answer, and none of
/// them is a partner, a third party, the front desk or an administrator.
/// </summary>
public sealed partial class AlertReaderTests
{
    private static readonly Dictionary<string, string> Readers = new(StringComparer.Ordinal)
    {
        ["Alerts/AcknowledgeAlertHandler.UpdateSql"] = "Clinicians of the case.",
        ["Alerts/AlertRow.SelectSql"] = "Clinicians of the case: the list, one alert and the brief.",
        ["Alerts/Alerts.FindSql"] = "Clinicians of the case.",
        ["Alerts/ListAlertsHandler.ListSql"] = "Clinicians, of their own and supervised cases.",
        ["Alerts/RaiseAlert.InsertSql"] = "Nobody: one cause raises no second.",
        ["Alerts/FindSilence.NewestSinceSql"] = "Nobody: one run raises no second.",
        ["Briefs/GetBriefHandler.AlertsSql"] = "Clinicians of the case.",
        ["Common/CaseFiles.ByAlertSql"] = "Nobody: opens the case of an alert that clinicians name.",
        ["Progress/CaseProgress.AlertsSql"] = "Clinicians of the case: counts by kind.",
        ["Progress/ResponseAlerts.WorseningsSql"] = "Nobody: one run of worse answers raises no second.",
        ["Timeline/ProgressTimeline.AlertsSql"] = "Clinicians of the case: the kind, never a text.",
    };

    [Fact]
    public void Alerts_are_read_by_nothing_that_is_not_known_to_be_for_clinicians()
    {
        var reading = StatementTests.All.Where(statement => Alerts().IsMatch(statement.Text)).Select(statement => statement.Name);
        Assert.Equal(Readers.Keys.Order(StringComparer.Ordinal), reading.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE)\s+Alerts\b", RegexOptions.None, 1000)]
    private static partial Regex Alerts();
}
