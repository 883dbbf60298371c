using CounselDesk.Application.Common;

namespace CounselDesk.Benchmarks;

/// <summary>A case of the filled database, as far as requests need to know it.</summary>
internal sealed record FilledCouple(Guid Id, Guid PartnerA, Guid PartnerB, Guid[] Assignments, string[] Exercises);

/// <summary>A filled database and who signs in to it.</summary>
internal sealed record Filled(
    int Entries, string DatabaseFile, string KeysFolder, Caller Therapist, string Email, IReadOnlyList<FilledCouple> Couples, DateOnly FirstDay);
