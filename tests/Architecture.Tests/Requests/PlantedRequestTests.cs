using CounselDesk.Api.Http;
using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Layers;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Architecture.Tests.Requests;

/// <summary>Proves the request gate by requests that each break one rule.</summary>
public class PlantedRequestTests
{
    [Theory]
    [InlineData(RequestGate.Form, typeof(OpenQuery))]
    [InlineData(RequestGate.Form, typeof(ClassQuery))]
    [InlineData(RequestGate.Form, typeof(BareQuery))]
    [InlineData(RequestGate.Form, typeof(MisnamedQuery))]
    [InlineData(RequestGate.Form, typeof(Nameless))]
    [InlineData(RequestGate.Access, typeof(UnguardedQuery))]
    [InlineData(RequestGate.Access, typeof(TwofoldQuery))]
    [InlineData(RequestGate.PublicListed, typeof(UnlistedPublicQuery))]
    [InlineData(RequestGate.NotAuditedListed, typeof(UnlistedQuietQuery))]
    [InlineData(RequestGate.Case, typeof(CaselessQuery))]
    [InlineData(RequestGate.Handler, typeof(UnhandledQuery))]
    [InlineData(RequestGate.Handler, typeof(HandledTwiceQuery))]
    [InlineData(RequestGate.Validator, typeof(UncheckedCommand))]
    [InlineData(RequestGate.Sent, typeof(UnsentQuery))]
    [InlineData(RequestGate.Sent, typeof(SentTwiceQuery))]
    [InlineData(RequestGate.Version, typeof(UnmatchedCommand))]
    [InlineData(RequestGate.Version, typeof(NeedlesslyMatchedCommand))]
    [InlineData(RequestGate.Verb, typeof(PostedQuery))]
    [InlineData(RequestGate.Verb, typeof(GottenCommand))]
    public void Catches(string rule, Type request) =>
        Faults.AssertOnly(rule, Gate(request, new RequestLists { Public = new HashSet<string>(request == typeof(TwofoldQuery) ? [nameof(TwofoldQuery)] : [], StringComparer.Ordinal) }).Check());

    [Theory]
    [InlineData(typeof(RightQuery))]
    [InlineData(typeof(RightCommand))]
    [InlineData(typeof(SearchQuery))]
    public void Takes(Type request) => Faults.AssertNone(Gate(request).Check());

    [Fact]
    public void Catches_a_listed_exception_that_nothing_needs() => Faults.AssertOnly(
        "stale-list",
        Gate(typeof(RightQuery), new RequestLists { Public = new HashSet<string>(["RightQuery"], StringComparer.Ordinal) }).Check());

    [Fact]
    public void Takes_a_listed_exception() => Faults.AssertNone(Gate(typeof(CaselessQuery), new RequestLists
    {
        WithoutCase = new Dictionary<string, string>(StringComparer.Ordinal) { ["CaselessQuery"] = "Planted." },
    }).Check());

    [Theory]
    [InlineData(typeof(TimeHelper))]
    [InlineData(typeof(NoteDto))]
    [InlineData(typeof(NoteResponse))]
    [InlineData(typeof(CaseManager))]
    [InlineData(typeof(ListVm<int>))]
    public void Catches_an_empty_name(Type type) => Faults.AssertOnly(NameGate.Rule, [.. NameGate.Check([type])]);

    // The gate sees the one request, every handler and validator of this class, and the actions that send the request.
    private static RequestGate Gate(Type request, RequestLists? lists = null) => new(
        [request, .. typeof(PlantedRequestTests).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(type => !typeof(IBaseRequest).IsAssignableFrom(type))],
        [.. ControllerGate.Actions([typeof(PlantedController)]).Where(action => action.GetCustomAttributes(inherit: false).OfType<SendsAttribute>().Any(sends => sends.Request == request))],
        lists ?? new RequestLists());

    private sealed class TimeHelper;

    private sealed record NoteDto;

    private sealed record NoteResponse;

    private sealed class CaseManager;

    private sealed record ListVm<T>(T Value);

    private sealed record SomeBody(string Text);

    [Access(Roles.Staff)]
    private sealed record RightQuery(Guid CoupleId) : IQuery<Unit>, ICaseRequest
    {
        public CaseKey Case => CaseKey.Couple(CoupleId);
    }

    [Access(Roles.Staff)]
    private sealed record RightCommand(Guid Id, int? Version, SomeBody Body) : ICommand<Unit>, IVersionedCommand;

#pragma warning disable MA0053 // That it is not sealed is the fault.
    [Access(Roles.Staff)]
    private record OpenQuery : IQuery<Unit>;
#pragma warning restore MA0053

    [Access(Roles.Staff)]
    private sealed class ClassQuery : IQuery<Unit>;

    [Access(Roles.Staff)]
    private sealed record BareQuery : IRequest<Unit>;

    [Access(Roles.Staff)]
    private sealed record MisnamedQuery : ICommand<Unit>;

    [Access(Roles.Staff)]
    private sealed record Nameless : IQuery<Unit>;

    private sealed record UnguardedQuery : IQuery<Unit>;

    [Access(Roles.Staff), Public("Planted.")]
    private sealed record TwofoldQuery : IQuery<Unit>;

    [Public("Planted.")]
    private sealed record UnlistedPublicQuery : IQuery<Unit>;

    [Access(Roles.Staff), NotAudited("Planted.")]
    private sealed record UnlistedQuietQuery : IQuery<Unit>;

    [Access(Roles.Staff)]
    private sealed record CaselessQuery(Guid NoteId) : IQuery<Unit>;

    [Access(Roles.Staff)]
    private sealed record UnhandledQuery : IQuery<Unit>;

    [Access(Roles.Staff)]
    private sealed record HandledTwiceQuery : IQuery<Unit>;

    [Access(Roles.Staff)]
    private sealed record UncheckedCommand(SomeBody Body) : ICommand<Unit>;

    [Access(Roles.Staff)]
    private sealed record UnsentQuery : IQuery<Unit>;

    [Access(Roles.Staff)]
    private sealed record SentTwiceQuery : IQuery<Unit>;

    [Access(Roles.Staff)]
    private sealed record UnmatchedCommand(int? Version) : ICommand<Unit>, IVersionedCommand;

    [Access(Roles.Staff)]
    private sealed record NeedlesslyMatchedCommand : ICommand<Unit>;

    [Access(Roles.Staff)]
    private sealed record PostedQuery : IQuery<Unit>;

    [Access(Roles.Staff)]
    private sealed record GottenCommand : ICommand<Unit>;

    [Access(Roles.Staff)]
    private sealed record SearchQuery : IQuery<Unit>;

    private sealed class RightValidator : AbstractValidator<RightCommand>;

    private abstract class Handles<T> : IRequestHandler<T, Unit>
        where T : IRequest<Unit>
    {
        public Task<Unit> Handle(T request, CancellationToken cancellationToken) => Unit.Task;
    }

    private sealed class RightQueryHandler : Handles<RightQuery>;

    private sealed class RightCommandHandler : Handles<RightCommand>;

    private sealed class OpenHandler : Handles<OpenQuery>;

    private sealed class ClassHandler : Handles<ClassQuery>;

    private sealed class BareHandler : Handles<BareQuery>;

    private sealed class MisnamedHandler : Handles<MisnamedQuery>;

    private sealed class NamelessHandler : Handles<Nameless>;

    private sealed class UnguardedHandler : Handles<UnguardedQuery>;

    private sealed class TwofoldHandler : Handles<TwofoldQuery>;

    private sealed class UnlistedPublicHandler : Handles<UnlistedPublicQuery>;

    private sealed class UnlistedQuietHandler : Handles<UnlistedQuietQuery>;

    private sealed class CaselessHandler : Handles<CaselessQuery>;

    private sealed class FirstHandler : Handles<HandledTwiceQuery>;

    private sealed class SecondHandler : Handles<HandledTwiceQuery>;

    private sealed class UncheckedHandler : Handles<UncheckedCommand>;

    private sealed class UnsentHandler : Handles<UnsentQuery>;

    private sealed class SentTwiceHandler : Handles<SentTwiceQuery>;

    private sealed class UnmatchedHandler : Handles<UnmatchedCommand>;

    private sealed class NeedlesslyMatchedHandler : Handles<NeedlesslyMatchedCommand>;

    private sealed class PostedHandler : Handles<PostedQuery>;

    private sealed class GottenHandler : Handles<GottenCommand>;

    private sealed class SearchHandler : Handles<SearchQuery>;

    private sealed class PlantedController(IMediator mediator) : ApiController(mediator)
    {
        [HttpGet, Sends<RightQuery>]
        public Task<IActionResult> Right(CancellationToken cancellationToken) => Answer(new UnguardedQuery(), cancellationToken);

        [HttpPut, Sends<RightCommand>]
        public Task<IActionResult> Put(IfMatch ifMatch, CancellationToken cancellationToken) => Done(new UnmatchedCommand(ifMatch.Version), cancellationToken);

        [HttpGet, Sends<OpenQuery>]
        public Task<IActionResult> Open(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<ClassQuery>]
        public Task<IActionResult> Class(CancellationToken cancellationToken) => Right(cancellationToken);

        [Sends<BareQuery>]
        public Task<IActionResult> Bare(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpPost, Sends<MisnamedQuery>]
        public Task<IActionResult> Misnamed(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<Nameless>]
        public Task<IActionResult> Unnamed(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<UnguardedQuery>]
        public Task<IActionResult> Unguarded(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<TwofoldQuery>]
        public Task<IActionResult> Twofold(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<UnlistedPublicQuery>]
        public Task<IActionResult> UnlistedPublic(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<UnlistedQuietQuery>]
        public Task<IActionResult> UnlistedQuiet(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<CaselessQuery>]
        public Task<IActionResult> Caseless(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<UnhandledQuery>]
        public Task<IActionResult> Unhandled(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<HandledTwiceQuery>]
        public Task<IActionResult> HandledTwice(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpPost, Sends<UncheckedCommand>]
        public Task<IActionResult> Unchecked(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<SentTwiceQuery>]
        public Task<IActionResult> SentOnce(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<SentTwiceQuery>]
        public Task<IActionResult> SentAgain(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpPut, Sends<UnmatchedCommand>]
        public Task<IActionResult> Unmatched(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpPost, Sends<NeedlesslyMatchedCommand>]
        public Task<IActionResult> NeedlesslyMatched(IfMatch ifMatch, CancellationToken cancellationToken) => Put(ifMatch, cancellationToken);

        [HttpPost, Sends<PostedQuery>]
        public Task<IActionResult> Posted(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpPost("things/search"), Sends<SearchQuery>]
        public Task<IActionResult> Search(CancellationToken cancellationToken) => Right(cancellationToken);

        [HttpGet, Sends<GottenCommand>]
        public Task<IActionResult> Gotten(CancellationToken cancellationToken) => Right(cancellationToken);
    }
}
