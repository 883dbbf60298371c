using System.ComponentModel.DataAnnotations;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Http;

/// <summary>Which page of a list.</summary>
public sealed record PageQuery
{
    /// <summary>Entries a page, 1 to 200; 50 unless told.</summary>
    [FromQuery(Name = "limit")]
    [Range(1, Limits.PageMaximum)]
    public int? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    public static implicit operator PageRequest(PageQuery query) => new(query.Limit, query.Cursor);
}
