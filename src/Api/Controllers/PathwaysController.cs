using CounselDesk.Api.Http;
using CounselDesk.Application.Pathways;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Pathways: the catalogue's and the practice's own, and those that a couple walks.</summary>
[Tags("Pathways")]
public sealed class PathwaysController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>List pathways</summary>
    /// <remarks>The catalogue's, then the practice's own without the archived ones.</remarks>
    [HttpGet("toolkit/pathways"), Sends<ListPathwaysQuery>]
    public Task<IActionResult> ListPathways([FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListPathwaysQuery(page), cancellationToken);

    /// <summary>Read a pathway</summary>
    [HttpGet("toolkit/pathways/{key}"), Sends<GetPathwayQuery>]
    public Task<IActionResult> GetPathway(string key, CancellationToken cancellationToken) => Answer(new GetPathwayQuery(key), cancellationToken);

    /// <summary>Write a pathway of one's own</summary>
    /// <remarks>409: <c>key-taken</c>, <c>too-many-pathways</c>. An exercise that there is not: 400 <c>unknown-exercise</c>.</remarks>
    [HttpPost("toolkit/pathways"), Sends<CreatePathwayCommand>, Creates]
    public Task<IActionResult> CreatePathway(NewPathway body, CancellationToken cancellationToken) =>
        Created(new CreatePathwayCommand(body), pathway => $"toolkit/pathways/{pathway.Key}", cancellationToken);

    /// <summary>Change a pathway of one's own</summary>
    /// <remarks>Those that couples walk stay as they were when they were started. 409: <c>built-in</c>, <c>pathway-archived</c>.</remarks>
    [HttpPut("toolkit/pathways/{key}"), Sends<ChangePathwayCommand>]
    public Task<IActionResult> ChangePathway(string key, PathwayText body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ChangePathwayCommand(key, ifMatch.Version, body), cancellationToken);

    /// <summary>Archive a pathway of one's own</summary>
    /// <remarks>It can no longer be started; those under way go on. Its key stays taken. 409: <c>built-in</c>, <c>pathway-archived</c>.</remarks>
    [HttpPost("toolkit/pathways/{key}/archive"), Sends<ArchivePathwayCommand>]
    public Task<IActionResult> ArchivePathway(string key, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ArchivePathwayCommand(key, ifMatch.Version), cancellationToken);

    /// <summary>Start a pathway with a couple</summary>
    /// <remarks>
    /// Keeps a copy of its steps. A step that opens is assigned, to whom its exercise is made for: to each, where that is one
    /// chosen partner; to the partner with the role after a betrayal, where it is for one. What recurs is done after two weeks'
    /// worth. A step that the safety rule holds back, or that nobody has the role for, is <c>held</c> until a clinician
    /// advances or skips it. 400: <c>unknown-pathway</c>, <c>unknown-step</c>, <c>date-missing</c>; 409: <c>already-running</c>, <c>not-a-couple</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/pathways"), Sends<StartPathwayCommand>, Creates]
    public Task<IActionResult> StartPathway(Guid coupleId, NewPathwayRun body, CancellationToken cancellationToken) =>
        Created(new StartPathwayCommand(coupleId, body), run => $"couples/{coupleId}/pathways/{run.Id}", cancellationToken);

    /// <summary>List a couple's pathways</summary>
    /// <remarks>Where they are in each, the last started first.</remarks>
    [HttpGet("couples/{coupleId:guid}/pathways"), Sends<ListPathwayRunsQuery>]
    public Task<IActionResult> ListPathwayRuns(Guid coupleId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListPathwayRunsQuery(coupleId, page), cancellationToken);

    /// <summary>Read where a couple is in a pathway</summary>
    [HttpGet("couples/{coupleId:guid}/pathways/{runId:guid}"), Sends<GetPathwayRunQuery>]
    public Task<IActionResult> GetPathwayRun(Guid coupleId, Guid runId, CancellationToken cancellationToken) =>
        Answer(new GetPathwayRunQuery(coupleId, runId), cancellationToken);

    /// <summary>Open the next step</summary>
    /// <remarks>
    /// The first that is not opened, whatever its own time. While a screening is positive, a joint exercise with the
    /// <c>violence-or-coercion</c> caution is refused (422 <c>safety-caution</c>) unless <c>override</c> gives a rationale. 409:
    /// <c>nothing-to-open</c>, <c>pathway-over</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/pathways/{runId:guid}/advance"), Sends<AdvancePathwayCommand>]
    public Task<IActionResult> AdvancePathway(Guid coupleId, Guid runId, PathwayAdvance body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new AdvancePathwayCommand(coupleId, runId, ifMatch.Version, body), cancellationToken);

    /// <summary>Skip a step</summary>
    /// <remarks>What waits for it goes on as if it were done. An assignment that it opened runs on until it is withdrawn. 409: <c>step-over</c>, <c>pathway-over</c>.</remarks>
    [HttpPost("couples/{coupleId:guid}/pathways/{runId:guid}/skip"), Sends<SkipStepCommand>]
    public Task<IActionResult> SkipStep(Guid coupleId, Guid runId, StepSkip body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new SkipStepCommand(coupleId, runId, ifMatch.Version, body), cancellationToken);

    /// <summary>Stop a pathway</summary>
    /// <remarks>Nothing more of it opens. What it opened runs on until it is withdrawn. 409: <c>pathway-over</c>.</remarks>
    [HttpPost("couples/{coupleId:guid}/pathways/{runId:guid}/stop"), Sends<StopPathwayCommand>]
    public Task<IActionResult> StopPathway(Guid coupleId, Guid runId, PathwayStop body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new StopPathwayCommand(coupleId, runId, ifMatch.Version, body), cancellationToken);
}
