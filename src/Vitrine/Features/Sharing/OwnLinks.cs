using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Features.Sharing;

/// <summary>What somebody may do with links: make them for what is theirs to share, revoke those they made or that show their album.</summary>
public sealed class OwnLinks(LinkRevoking revoking, LinkAccess access, LinkMaking making, AlbumAccess albums, IMediaCatalog catalog)
{
    private const int AtOnce = 100;

    public async Task<LinkOutcome> MakeAsync(Visitor visitor, NewLink wanted, CancellationToken cancellationToken)
    {
        if (visitor.Account is not { } account) return new LinkOutcome.Refused(ProblemCode.NotFound, null);
        return await RefusalAsync(visitor, wanted, cancellationToken) is { } code
            ? new LinkOutcome.Refused(code, null)
            : await making.MakeAsync(account.Id, wanted, cancellationToken);
    }

    /// <summary>Their own link that came back without an address; null for any other. Only its maker: it lives as long as they may share.</summary>
    public async Task<ShareLink?> FindWithoutAddressAsync(Visitor visitor, LinkId id, CancellationToken cancellationToken) =>
        await access.FindAsync(visitor, id, cancellationToken) is { HasAddress: false } link && link.Owner == visitor.Account?.Id ? link : null;

    /// <summary>False for a link that is absent or somebody else's alike.</summary>
    public async Task<bool> RevokeAsync(Visitor visitor, LinkId id, CancellationToken cancellationToken) =>
        await access.FindAsync(visitor, id, cancellationToken) is not null && await revoking.RevokeAsync(id, cancellationToken);

    private async Task<ProblemCode?> RefusalAsync(Visitor visitor, NewLink wanted, CancellationToken cancellationToken)
    {
        if (wanted.Album is { } album)
        {
            return await albums.FindAsync(visitor, album, cancellationToken) switch
            {
                null => ProblemCode.NotFound,
                { MayShare: false } => ProblemCode.NotYourPart,
                _ => null,
            };
        }

        foreach (var some in wanted.Items.Chunk(AtOnce))
        {
            var found = await catalog.FindManyAsync(visitor.Scope, some, cancellationToken);
            if (found.Count(item => item.TrashedAt is null) < some.Length) return ProblemCode.NotFound;
        }

        return null;
    }
}
