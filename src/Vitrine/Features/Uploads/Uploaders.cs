using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Uploads;

/// <summary>
/// Turns who is asking into whose library they upload into: their own, or by a link that takes something that of the album's owner
/// (RULES 25).
/// </summary>
public sealed class Uploaders(IAlbumCatalog albums, IAccountCatalog accounts)
{
    /// <summary>For routes that take bytes; the endpoint gets its uploader by <see cref="UploaderAccess.Uploader"/>.</summary>
    internal static async ValueTask<object?> FindAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var (by, refusal) = await context.RequestServices.GetRequiredService<Uploaders>().FindAsync(context.Visitor(), context.RequestAborted);
        if (by is null) return Problems.Of(refusal);
        context.Features.Set(by);
        return await next(invocation);
    }

    public async Task<(Uploader? By, ProblemCode Refusal)> FindAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        if (visitor is not Visitor.LinkHolder { Link: var link, Guest: var guest })
            return visitor.Account is { } own ? (new Uploader(own), default) : (null, ProblemCode.SignInRequired);
        if (link is not { Guests: not null, Album: { } id }) return (null, ProblemCode.UploadsNotOffered);
        if (guest is null) return (null, ProblemCode.GuestNameMissing);
        if (await albums.FindAsync(id, cancellationToken) is not { } album) return (null, ProblemCode.NotFound);
        return await accounts.FindAsync(album.Owner, cancellationToken) is { Disabled: false } owner
            ? (new Uploader(owner, link, guest), default)
            : (null, ProblemCode.NotFound);
    }
}

internal static class UploaderAccess
{
    public static Uploader Uploader(this HttpContext context) =>
        context.Features.Get<Uploader>() ?? throw new InvalidOperationException("This route has no uploader: add the filter Uploaders.FindAsync.");
}
