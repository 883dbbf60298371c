using CounselDesk.Application.Common;

namespace CounselDesk.Application.Tests.Common;

public static class Refusals
{
    /// <summary>Asserts that the request is refused in this way, and gives the refusal.</summary>
    public static async Task<Refused> ShouldRefuse<T>(this Task<T> request, RefusalKind kind, string code)
    {
        var refusal = await Assert.ThrowsAsync<Refused>(() => request);
        Assert.Equal((kind, code), (refusal.Kind, refusal.Code));
        return refusal;
    }
}
