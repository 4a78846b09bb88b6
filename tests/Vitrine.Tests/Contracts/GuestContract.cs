using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Contracts;

/// <summary>A link that takes something, and guests who add to it.</summary>
public abstract class GuestContract(CatalogWorld world) : CatalogContract(world)
{
    protected const string Zoe = "visitor-zoe", Yan = "visitor-yan";

    protected IGuestCatalog Guests => World.Guests;

    protected async Task<ShareLink> LinkAsync(GuestRules? rules)
    {
        var link = new ShareLink
        {
            Id = LinkId.New(World.Time),
            Owner = World.Anna,
            TokenHash = Ids.HashSecret(Ids.NewToken()),
            Name = "Guests",
            Album = (await World.MakeAlbumAsync(World.Anna)).Id,
            Guests = rules,
            CreatedAt = World.Time.GetUtcNow(),
        };
        Assert.True(await World.Links.AddAsync(link, Cancel));
        return link;
    }

    protected Upload UploadOf(ShareLink link, string visitor, long? length = 1000, MediaId? id = null)
    {
        World.Time.Advance(TimeSpan.FromMilliseconds(1));
        return World.NewUpload(World.Anna, length, id) with
        {
            Album = link.Album,
            Guest = new GuestUpload(link.Id, visitor, "Zoë", link.Guests?.Reviewed ?? true, link.Guests?.Accepts ?? AcceptedKinds.Anything),
        };
    }

    protected Task<BeginOutcome> BeginAsync(Upload upload) => World.Uploads.BeginAsync(upload, CatalogWorld.NoLimits, Cancel);

    /// <summary>Takes a guest's file the whole way.</summary>
    protected async Task<MediaItem> AddAsync(ShareLink link, string visitor)
    {
        var item = World.NewItem(World.Anna) with { GuestName = "Zoë", WaitsIn = link.Guests!.Reviewed ? link.Album : null };
        return await World.ReceiveAsync(item, UploadOf(link, visitor, item.Bytes, item.Id), World.TileWork);
    }

    protected async Task<IReadOnlyList<GuestFile>> FilesAsync(ShareLink link, string visitor) => (await Guests.OfGuestAsync(link.Id, visitor, null, 100, Cancel)).Items;

    protected async Task<IReadOnlyList<MediaItem>> WaitingAsync(ShareLink link) => (await Guests.WaitingAsync(link.Album!.Value, null, 100, Cancel)).Items;

    protected async Task<(long Files, long Bytes)> TakenAsync(ShareLink link) =>
        (await World.Links.FindAsync(link.Id, Cancel))!.Guests is { } rules ? (rules.Files, rules.Bytes) : (0, 0);
}
