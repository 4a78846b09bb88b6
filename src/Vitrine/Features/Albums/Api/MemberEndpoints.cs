using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Albums.Api;

/// <summary>Whom an album is shared with, for the site's own pages: no key lets others in (RULES 20).</summary>
public static class MemberEndpoints
{
    public static void MapMembersApi(this IEndpointRouteBuilder app)
    {
        var members = app.MapApi("Albums", Who.People);
        members.MapGet("/albums/{album}/members", ListAsync)
            .WithName("listMembers")
            .WithSummary("List whom an album is shared with")
            .Produces<MembersJson>()
            .Refuses();
        members.MapPut("/albums/{album}/members/{name}", SetAsync).Audits(AuditAct.MemberChanged)
            .WithName("setMember")
            .WithSummary("Share an album with somebody, by their name here, or change what they may do")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses();
        members.MapDelete("/albums/{album}/members/{name}", RemoveAsync).Audits(AuditAct.MemberRemoved)
            .WithName("removeMember")
            .WithSummary("Stop sharing an album with somebody")
            .WithDescription("Members may leave by themselves. Idempotent.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses();
    }

    private static void Refuses(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ListAsync(
        HttpContext context, AlbumAccess access, IAlbumMembers members, IAccountCatalog accounts, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayShare) return Problems.Of(ProblemCode.NotYourPart);
        var rows = new List<MemberJson>();
        foreach (var member in await members.OfAlbumAsync(seen.Album.Id, cancellationToken))
            if (await accounts.FindAsync(member.Account, cancellationToken) is { } account) rows.Add(new MemberJson(account.Name, member.Role, member.Since));
        return Results.Ok(new MembersJson(rows));
    }

    private static async Task<IResult> SetAsync(
        HttpContext context, AlbumAccess access, IAlbumMembers members, IAccountCatalog accounts, MemberRoleJson body, string album, string name,
        CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayShare) return Problems.Of(ProblemCode.NotYourPart);
        if (body.Role is < AlbumRole.Viewer or > AlbumRole.Manager) return Problems.Of(ProblemCode.InvalidField, "role is viewer, contributor, editor or manager.");
        if (await accounts.FindByNameAsync(name, cancellationToken) is not { Disabled: false } account)
            return Problems.Of(ProblemCode.InvalidField, "Nobody here has that name. Check how it is written.");
        context.Audit().Name = $"{account.Name} in {seen.Album.Title}";
        return await members.SetAsync(seen.Album.Id, account.Id, body.Role, cancellationToken) switch
        {
            MemberChange.Changed => Results.NoContent(),
            MemberChange.TooMany => Problems.Of(ProblemCode.InvalidField, $"An album is shared with {IAlbumMembers.MostMembers} people at most."),
            _ => Problems.Of(ProblemCode.InvalidField, "That is who made the album."),
        };
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext context, AlbumAccess access, IAlbumMembers members, IAccountCatalog accounts, string album, string name, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        var account = await accounts.FindByNameAsync(name, cancellationToken);
        if (!seen.MayShare && account?.Id != context.Visitor().Account!.Id) return Problems.Of(ProblemCode.NotYourPart);
        if (account is not null) await members.RemoveAsync(seen.Album.Id, account.Id, cancellationToken);
        return Results.NoContent();
    }
}
