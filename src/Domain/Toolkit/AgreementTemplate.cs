using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Toolkit;

/// <summary>The need is a code of the vocabulary.</summary>
public sealed record AgreementTemplateRow(string Need, string Action, Cadence Frequency);

/// <summary>The rows a couple's trust agreement starts with; they edit them with their therapist.</summary>
public sealed record AgreementTemplate(IReadOnlyList<AgreementTemplateRow> Rows);
