using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests.Accessibility;

/// <summary>The same of all that is shared: albums, links, what guests add, what is public.</summary>
public sealed class SharingAccessibilityTests(BrowserFixture chromium) : LookingStory(chromium)
{
    /// <summary>As long as a title may be, nearly, and with no good place to break.</summary>
    private const string LongTitle = "Sunday: the long walk along the cliffs, with everybody, the dogs, and Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 4 * Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_of_albums_passes_axe(ColorScheme scheme, int width)
    {
        var id = await PictureAsync();
        var page = await OpenAsync(World.Ada, "/albums", Like(scheme, width));
        await LookAsync(page, "no albums");
        var (album, inside) = await NestedAsync(id);
        await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ben.Id, AlbumRole.Editor, Cancel);
        await LookAtAsync(
            page, "/albums", "/albums/new", $"/albums/{album.Id}", $"/albums/{inside.Id}", $"/albums/{album.Id}/edit", $"/albums/{album.Id}/place", $"/albums/{album.Id}/members", $"/albums/{album.Id}?as=Viewer",
            $"/albums/{album.Id}/media/{id}", $"/upload?album={album.Id}");

        await page.GotoAsync($"/albums/{album.Id}");
        await page.GetByText("More", new() { Exact = true }).ClickAsync();
        await LookAsync(page, "what an album offers");
        await page.GotoAsync("/");
        await new Pages.Library(page).TickAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to album" }).ClickAsync();
        await LookAsync(page, "to which album?");
        await page.GotoAsync($"/albums/{inside.Id}/edit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete album" }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("?");
        await LookAsync(page, "delete it?");
        Done();
    }

    [Theory(Timeout = 4 * Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_of_links_passes_axe(ColorScheme scheme, int width)
    {
        var id = await PictureAsync();
        var (album, inside) = await NestedAsync(id);
        var page = await OpenAsync(World.Ada, "/shares", Like(scheme, width));
        await LookAsync(page, "no links");
        var (link, open) = await World.LinkAsync(World.Ada, new NewLink { Name = "Grandma", Album = album.Id, CanDownload = true });
        var (_, locked) = await World.LinkAsync(World.Ada, new NewLink { Name = "Uncle", Album = album.Id, Password = World.Password });
        var (_, counted) = await World.LinkAsync(World.Ada, new NewLink { Name = "Aunt", Album = inside.Id, MaxOpens = 1 });
        var (_, single) = await World.LinkAsync(World.Ada, new NewLink { Name = "Friend", Items = [id], ExpiresAt = DateTimeOffset.UtcNow.AddDays(1) });
        await LookAtAsync(
            page, "/shares", $"/shares/new?album={album.Id}", $"/shares/new?item={id}", $"/shares/{link.Id}/view", $"/shares/{link.Id}/media/{id}", $"/shares/{link.Id}/albums/{inside.Id}",
            $"/shares/{link.Id}/albums/{inside.Id}/media/{id}");
        await page.GotoAsync("/");
        await new Pages.Library(page).TickAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Share" }).ClickAsync();
        await LookAsync(page, "share what is picked");
        await new AlbumAndLinks(page).CreateLinkAsync("Cousin");
        await LookAsync(page, "the link is ready");
        await GiveAnAddressAsync(page, album);

        var stranger = await OpenAsync(null, $"/s/{open}", Like(scheme, width));
        await LookAtAsync(
            stranger, $"/s/{open}", $"/s/{open}/albums/{inside.Id}", $"/s/{open}/media/{id}", $"/s/{open}/albums/{inside.Id}/media/{id}", $"/s/{locked}", $"/s/{counted}", $"/s/{single}");
        await stranger.GotoAsync($"/s/{counted}");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await LookAsync(stranger, "opened for the only time");
        var late = await OpenAsync(null, $"/s/{counted}", Like(scheme, width));
        await LookAsync(late, "opened too often");
        Done();
    }

    [Theory(Timeout = 2 * Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_of_guests_passes_axe(ColorScheme scheme, int width)
    {
        var album = await World.AlbumAsync(World.Ada);
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "Party", Album = album.Id, Guests = new GuestRules { MaxFiles = 5 } });
        var guest = await OpenAsync(null, $"/s/{token}/add", Like(scheme, width));
        await LookAsync(guest, "who are you");
        var box = new DropBox(guest);
        await box.GreetAsync("Zoë");
        await box.AddAsync(NewFile("note.bin", 300), Path.Combine(NewFolder("party", 1), "photo-1.png"));
        await Expect(box.Mine).ToHaveCountAsync(2);
        await LookAsync(guest, "what I added");

        var owner = await OpenAsync(World.Ada, "/", Like(scheme, width));
        await LookAsync(owner, "with a notice");
        await LookAtAsync(owner, $"/albums/{album.Id}", $"/albums/{album.Id}/incoming", $"/upload?album={album.Id}", "/shares");
        await owner.GotoAsync($"/albums/{album.Id}/incoming");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Reject all 2" }).ClickAsync();
        await LookAsync(owner, "nothing waits");
        await LookAtAsync(owner, "/incoming");
        Done();
    }

    [Theory(Timeout = 2 * Patience)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1366)]
    public async Task Every_page_of_what_is_public_passes_axe(ColorScheme scheme, int width)
    {
        var id = await PictureAsync();
        var (album, inside) = await NestedAsync(id);
        var stranger = await OpenAsync(null, "/public", Like(scheme, width));
        await LookAsync(stranger, "nothing on the front page");
        var page = await OpenAsync(World.Ada, "/shares/public", Like(scheme, width));
        await LookAsync(page, "nothing public");
        var item = await World.SettledAsync(id);
        var (ofAlbum, ofItem) = (await World.PublishAsync(album, canDownload: true), await World.PublishAsync(item, Visibility.Unlisted, showMetadata: true));
        await LookAtAsync(page, "/", "/albums", $"/albums/{album.Id}", $"/media/{id}", $"/publish?album={album.Id}", $"/publish?item={id}", "/shares/public");
        await page.GotoAsync($"/publish?album={album.Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await LookAsync(page, "the question");

        var address = $"/p/{ofAlbum.Address}";
        await LookAtAsync(
            stranger, address, $"{address}/media/{id}", $"{address}/albums/{inside.Id}", $"{address}/albums/{inside.Id}/media/{id}", $"/p/{ofItem.Address}", "/people/Ada", "/public");
        Done();
    }

    private async Task<MediaId> PictureAsync()
    {
        var id = await World.UploadAsync(World.Ada);
        await World.SettledAsync(id);
        return id;
    }

    /// <summary>An album in an album, both with the item in them.</summary>
    private async Task<(Album Album, Album Inside)> NestedAsync(MediaId id)
    {
        var (album, inside) = (await World.AlbumAsync(World.Ada, AlbumOrder.ByHand, [id]), await World.AlbumAsync(World.Ada, id));
        await World.Get<IAlbumCatalog>().EditAsync(inside.Id, new AlbumEdit { Title = LongTitle }, null, Cancel);
        await World.Get<IAlbumCatalog>().NestAsync(inside.Id, album.Id, Cancel);
        return (album, inside);
    }

    /// <summary>To a link that a rebuild brought back.</summary>
    private async Task GiveAnAddressAsync(IPage page, Album album)
    {
        var id = LinkId.New(World.Get<TimeProvider>());
        var lost = new ShareLink
        {
            Id = id,
            Owner = World.Ada.Id,
            TokenHash = ShareLink.NoAddress(id),
            Name = "Cousin",
            Album = album.Id,
            PasswordHash = "",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        Assert.True(await World.Get<ILinkCatalog>().AddAsync(lost, TestContext.Current.CancellationToken));
        await LookAtAsync(page, ["/shares", $"/shares/{id}/address"]);
        await page.Locator("#password").FillAsync(World.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Give it a new address" }).ClickAsync();
        await page.Locator("#link").WaitForAsync();
        await LookAsync(page, "a new address");
    }
}
