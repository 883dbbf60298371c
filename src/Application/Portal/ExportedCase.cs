using System.Text.Json;
using CounselDesk.Application.Agreements;
using CounselDesk.Application.Consents;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Practices;

namespace CounselDesk.Application.Portal;

/// <summary>One case of the reader's, with nothing of any other. Every list is the newest first, sessions the earliest.</summary>
/// <param name="Id">The case.</param>
/// <param name="Kind">A couple's, or of the reader alone.</param>
/// <param name="IsOpen">It goes on. What the other shared is in it only while it does.</param>
/// <param name="TherapistName">Whose case it is.</param>
/// <param name="Consents">What the reader agreed to in writing.</param>
/// <param name="Assignments">Given to the reader, or to both, with the exercise's text and what the therapist said of it to the reader.</param>
/// <param name="Entries">What the reader logged, in the form that stands.</param>
/// <param name="EarlierEntries">The forms that those entries had before they were amended.</param>
/// <param name="SharedWithMe">Answers of the other's that the reader may read at present.</param>
/// <param name="Agreements">Every version of the trust agreement.</param>
/// <param name="Ticks">What the reader kept of the agreement.</param>
/// <param name="Answers">The reader's answers to measures, weekly check-ins among them, as they were given.</param>
/// <param name="Goals">The reader's own and joint ones, with the reader's own ratings.</param>
/// <param name="Events">What the reader noted.</param>
/// <param name="Messages">From the therapist to the reader, or to both.</param>
/// <param name="Sessions">Booked or attended, with both partners; in a case of the reader alone, all.</param>
public sealed record ExportedCase(
    Guid Id, CaseKind Kind, bool IsOpen, string TherapistName, IAsyncEnumerable<ExportedConsent> Consents,
    IAsyncEnumerable<PortalAssignment> Assignments, IAsyncEnumerable<ExportedEntry> Entries, IAsyncEnumerable<ExportedEarlierEntry> EarlierEntries,
    IAsyncEnumerable<ExportedEntry> SharedWithMe, IAsyncEnumerable<ExportedAgreement> Agreements, IAsyncEnumerable<ExportedTick> Ticks,
    IAsyncEnumerable<ExportedAnswers> Answers, IAsyncEnumerable<PortalGoal> Goals, IAsyncEnumerable<PortalEvent> Events, IAsyncEnumerable<PortalMessage> Messages, IAsyncEnumerable<ExportedSession> Sessions);

/// <param name="Kind">Treatment, secrets-policy or release.</param>
/// <param name="SignedOn">The day of the signature.</param>
/// <param name="Policy">For secrets-policy: which policy was accepted.</param>
/// <param name="Recipient">For release: who may be given the record.</param>
/// <param name="Purpose">For release: what for.</param>
/// <param name="ExpiresOn">For release: the last day it holds.</param>
/// <param name="RevokedAt">When it was revoked; null while not.</param>
public sealed record ExportedConsent(
    ConsentKind Kind, DateOnly SignedOn, SecretsPolicy? Policy, string? Recipient, string? Purpose, DateOnly? ExpiresOn, DateTimeOffset? RevokedAt)
{
    internal static ExportedConsent Of(Consent consent) => new(
        consent.Kind, consent.SignedOn, consent.Policy, consent.Recipient, consent.Purpose, consent.ExpiresOn, consent.RevokedAt);
}

/// <param name="AssignmentId">Of which assignment.</param>
/// <param name="Entry">As the portal shows it.</param>
public sealed record ExportedEntry(Guid AssignmentId, PortalLogEntry Entry);

/// <summary>The form that an entry of the reader's had before it was amended.</summary>
/// <param name="EntryId">Of which entry.</param>
/// <param name="Version">Which form, from 1.</param>
/// <param name="Day">When it was said to be done or skipped.</param>
/// <param name="Outcome">What was said to have become of it.</param>
/// <param name="Share">Who might read the answers.</param>
/// <param name="Helpful">0 to 10.</param>
/// <param name="Difficulty">0 to 10.</param>
/// <param name="Answers">By the reflection question's key.</param>
/// <param name="Barrier">What stood in the way.</param>
/// <param name="BarrierCode">The same as one of the listed words.</param>
/// <param name="InSession">The therapist entered it with the reader in session.</param>
/// <param name="EnteredAt">When this form was entered.</param>
/// <param name="AmendedAt">When the next one took its place.</param>
public sealed record ExportedEarlierEntry(
    Guid EntryId, int Version, DateOnly Day, LogOutcome Outcome, LogShare Share, int? Helpful, int? Difficulty,
    IReadOnlyDictionary<string, JsonElement> Answers, string? Barrier, BarrierCode? BarrierCode, bool InSession, DateTimeOffset EnteredAt, DateTimeOffset AmendedAt)
{
    internal static ExportedEarlierEntry Of(Guid entryId, EarlierLogEntry form) => new(
        entryId, form.Version, form.Day, form.Outcome, form.Share, form.Helpful, form.Difficulty, form.Answers, form.Barrier, form.BarrierCode,
        form.InSession, form.EnteredAt, form.AmendedAt);
}

/// <param name="Version">Which version.</param>
/// <param name="Rows">What was agreed.</param>
/// <param name="ReviewOn">The day on which it is, or was, to be revisited.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="AcceptedAt">When the reader accepted it; null where they did not.</param>
/// <param name="InForce">Every partner accepted it.</param>
public sealed record ExportedAgreement(
    int Version, IReadOnlyList<AgreementRow> Rows, DateOnly ReviewOn, DateTimeOffset WrittenAt, DateTimeOffset? AcceptedAt, bool InForce);

/// <param name="AgreementVersion">Of which version of the agreement.</param>
/// <param name="Row">Which row, from 1.</param>
/// <param name="Day">The day that it is about.</param>
/// <param name="IsKept">Whether it was kept.</param>
/// <param name="InSession">A clinician entered it with the reader in session.</param>
/// <param name="EnteredAt">When it was entered in this form.</param>
public sealed record ExportedTick(int AgreementVersion, int Row, DateOnly Day, bool IsKept, bool InSession, DateTimeOffset EnteredAt);

/// <param name="Measure">The measure's key.</param>
/// <param name="AnsweredOn">The day.</param>
/// <param name="Answers">One for each item in order; null: unanswered.</param>
/// <param name="InSession">A clinician entered them with the reader in session.</param>
public sealed record ExportedAnswers(string Measure, DateOnly AnsweredOn, IReadOnlyList<decimal?> Answers, bool InSession);

/// <param name="StartsAt">Its start.</param>
/// <param name="Minutes">Its length.</param>
public sealed record ExportedSession(DateTimeOffset StartsAt, int Minutes);
