using System.Text.Json;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;
using Vitrine.Library.Publishing;
using Vitrine.Storage;

namespace Vitrine.Tests.Library.Closing;

/// <summary>Ben with all that an account can have, some of it among Ada's; and what of Ada's stands among Ben's.</summary>
internal sealed class FullAccount(World world)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Account Ben => world.Ben;

    /// <summary>Ada's, in an album of Ben's.</summary>
    public MediaItem AdasItem { get; private set; } = null!;

    /// <summary>Ada's, with an item of Ben's in it.</summary>
    public Album AdasAlbum { get; private set; } = null!;

    /// <summary>Ben's, in Ada's album.</summary>
    public MediaItem Lent { get; private set; } = null!;

    public async Task FillAsync()
    {
        var (catalog, albums, members) = (world.Get<IMediaCatalog>(), world.Get<IAlbumCatalog>(), world.Get<IAlbumMembers>());
        var own = new Scope.Own(Ben.Id);
        var items = new List<MediaItem>();
        for (var n = 0; n < 5; n++)
            items.Add(await world.PlantAsync(Ben, Planting.Bytes(100, n), $"{n}.jpg", renditions: [("tile", Planting.Bytes(50, n))]));
        await catalog.PutInTrashAsync(own, items[3].Id, Cancel);
        Assert.True(await catalog.BeginPurgeAsync(own, items[4].Id, Cancel)); // and then its process died
        Lent = items[1];
        AdasItem = await world.PlantAsync(world.Ada, Planting.Bytes(100, 99), "ada.jpg");

        var album = await world.AlbumAsync(Ben, items[0].Id, items[1].Id);
        var inside = await world.AlbumAsync(Ben, items[0].Id);
        Assert.Equal(Nesting.Done, await albums.NestAsync(inside.Id, album.Id, Cancel));
        await members.SetAsync(album.Id, world.Ada.Id, AlbumRole.Manager, Cancel);
        await albums.AddAsync(album.Id, new Scope.Own(world.Ada.Id), [AdasItem.Id], Cancel);
        AdasAlbum = await world.AlbumAsync(world.Ada, AdasItem.Id);
        await members.SetAsync(AdasAlbum.Id, Ben.Id, AlbumRole.Contributor, Cancel);
        await albums.AddAsync(AdasAlbum.Id, own, [Lent.Id], Cancel);

        await world.LinkAsync(Ben, new NewLink { Name = "One", Items = [items[2].Id] });
        await world.LinkAsync(world.Ada, new NewLink { Name = "By a manager", Album = album.Id });
        var (box, _) = await world.LinkAsync(Ben, new NewLink { Name = "Box", Album = album.Id, Guests = new GuestRules() });
        await GuestAddsAsync(box);
        await PublishAsync(new Publication { Owner = Ben.Id, Album = album.Id, Address = Ids.NewToken(), Visibility = Visibility.Public, Since = Now });
        await PublishAsync(new Publication { Owner = Ben.Id, Item = items[2].Id, Address = Ids.NewToken(), Visibility = Visibility.Unlisted, Since = Now });
        await world.Get<IUploadCatalog>().BeginAsync(NewUpload(MediaId.New(world.Get<TimeProvider>())), new UploadLimits(null, 200), Cancel);
        await world.Get<ISiteCatalog>().SetAsync($"{SiteValues.DigestPrefix}{Ben.Id}", "told", Cancel);
        await SigningInAsync();
        await ChangingAsync(items[2].Id);
    }

    /// <summary>What of the catalog and the store still names Ben, in words for a failed test; what others did is told in the audit log by his name alone.</summary>
    public async Task<IReadOnlyList<string>> TracesAsync()
    {
        var traces = new List<string>();
        foreach (var part in Enum.GetValues<CatalogPart>())
        {
            await foreach (var row in world.Get<ICatalogRows>().ReadAsync(part, DateTimeOffset.UnixEpoch, Cancel))
            {
                // A job that ended is forgotten by itself, and so, within a week, is what an upload that ended answers.
                if (row is CatalogRow.OfDeed or CatalogRow.OfJob or CatalogRow.OfUpload) continue;
                var text = JsonSerializer.Serialize(row, row.GetType());
                if (text.Contains($"{Ben.Id.Value:D}", StringComparison.Ordinal) || text.Contains($"{Ben.Id}", StringComparison.Ordinal)) traces.Add(text);
            }
        }

        await foreach (var blob in world.Get<IBlobStore>().ListAsync("", Cancel))
        {
            if (!blob.Key.Value.Contains("json", StringComparison.Ordinal)) continue;
            await using var found = await world.Get<IBlobStore>().OpenReadAsync(blob.Key, null, Cancel);
            using var reader = new StreamReader(found!.Content);
            if ((await reader.ReadToEndAsync(Cancel)).Contains($"{Ben.Id}", StringComparison.Ordinal)) traces.Add(blob.Key.Value);
        }

        return traces;
    }

    private DateTimeOffset Now => world.Get<TimeProvider>().GetUtcNow();

    private Upload NewUpload(MediaId id) => new()
    {
        Id = id,
        Owner = Ben.Id,
        Length = 1000,
        Reserved = 1000,
        FileName = "photo.jpg",
        CreatedAt = Now,
        ExpiresAt = Now.AddDays(7),
    };

    /// <summary>Something that waits in the album for a yes.</summary>
    private async Task GuestAddsAsync(ShareLink box)
    {
        var uploads = world.Get<IUploadCatalog>();
        var id = MediaId.New(world.Get<TimeProvider>());
        var upload = NewUpload(id) with { Album = box.Album, Guest = new GuestUpload(box.Id, "visitor", "Zoë", Reviewed: true, AcceptedKinds.Anything) };
        Assert.Equal(BeginOutcome.Begun, await uploads.BeginAsync(upload, new UploadLimits(null, 200), Cancel));
        var fence = await uploads.TakeOverAsync(Scope.Everything, id, Cancel);
        var item = AdasItem with { Id = id, Owner = Ben.Id, Bytes = 1000, OriginalKey = Keys.Original(id, "guest.jpg", ".jpg"), GuestName = "Zoë", WaitsIn = box.Album, Recipe = null, Renditions = [] };
        Assert.True(await uploads.ReceiveAsync(item, fence!.Value, null, box.Album, Cancel));
    }

    private async Task PublishAsync(Publication wanted) => Assert.NotNull(await world.Get<IPublicationCatalog>().PublishAsync(wanted, Cancel));

    private async Task SigningInAsync()
    {
        (await world.ProgramOfAsync(Ben)).Dispose();
        (await world.BrowserOfAsync(Ben)).Dispose();
        await world.Get<IPasskeyCatalog>().AddAsync(new Passkey { CredentialId = [1, 2], Account = Ben.Id, Name = "Phone", PublicKey = [3], SignCount = 0, CreatedAt = Now }, Cancel);
        await world.Get<IExternalAccountCatalog>().AddAsync(new ExternalAccount("https://id.example.org", "ben", Ben.Id, "ben", Now), Cancel);
        await world.Get<IAuthenticatorCatalog>().SetAsync(new Authenticator(Ben.Id, "sealed", Now, 1), 7, ["code"], Cancel);
        await world.Get<OneTimeLinks>().ForPasswordAsync(world.Ada, Ben.Id, Cancel);
        await world.Get<OneTimeLinks>().InviteAsync(Ben, new NewInvitation("somebody", false, null, 7), Cancel);
    }

    /// <summary>A change of many items that has ended and could be undone.</summary>
    private async Task ChangingAsync(MediaId item)
    {
        var changes = world.Get<BulkChanges>();
        var begun = await changes.StartAsync(Ben.Id, BulkChangeKind.Trash, new Selection { Ids = [item] }, 1, Cancel);
        for (var deadline = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < deadline; await Task.Delay(20, Cancel))
            if ((await changes.FindAsync(Ben.Id, begun!.Id, Cancel))!.EndedAt is not null) return;
        Assert.Fail("The change did not end.");
    }
}
