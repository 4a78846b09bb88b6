using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests.Screenshots;

/// <summary>
/// The pictures of the documentation, made anew: <c>./run screenshots</c> says by VITRINE_SCREENSHOTS where they go. Without it they go
/// to the artifacts, so that making them is tried, and their size is, whenever stories run.
/// </summary>
public sealed class ScreenshotTests(BrowserFixture chromium) : Story(chromium)
{
    private const int Most = 250_000;

    private static readonly (string File, int Width, int Height, string Day, string Place)[] Photos =
    [
        ("Over the pass.png", 960, 640, "2026-06-28T18:20:00", "Serra da Estrela"), ("First light.png", 900, 640, "2026-06-28T05:50:00", "Serra da Estrela"),
        ("The far side.png", 640, 820, "2026-06-27T14:05:00", "Sortelha"), ("Noon.png", 1100, 640, "2026-06-27T12:00:00", "Sortelha"), ("Above the mist.png", 900, 600, "2026-06-26T08:30:00", "Gouveia"),
        ("On the way.png", 860, 640, "2026-06-26T10:15:00", "Gouveia"), ("Before the rain.png", 1000, 640, "2026-05-17T16:40:00", "Arcos"), ("Home.png", 760, 640, "2026-05-17T20:10:00", "Arcos"),
        ("The long evening.png", 1040, 640, "2026-05-16T21:00:00", "Arcos"), ("Spring.png", 900, 640, "2026-05-02T11:30:00", "Sintra"), ("Quiet.png", 700, 700, "2026-05-01T09:00:00", "Sintra"),
        ("A new road.png", 980, 640, "2026-05-01T17:45:00", "Sintra"),
    ];

    private static string Folder => Environment.GetEnvironmentVariable("VITRINE_SCREENSHOTS") ?? Path.Combine(BrowserFixture.Artifacts, "screenshots");

    private static BrowserNewContextOptions Desk => new() { ViewportSize = new() { Width = 1280, Height = 760 } };

    [Fact(Timeout = 2 * Patience)]
    public async Task The_pictures_of_the_documentation_are_made_and_small()
    {
        Directory.CreateDirectory(Folder);
        var ids = await PhotosAsync();
        await KeepAsync(await OpenAsync(World.Ada, "/", Desk), "gallery-light", ".tile img");
        await KeepAsync(await OpenAsync(World.Ada, "/", new(Desk) { ColorScheme = ColorScheme.Dark }), "gallery-dark", ".tile img");

        var album = await World.AlbumAsync(World.Ada, [.. ids.Take(6)]);
        var page = await OpenAsync(World.Ada, $"/shares/new?album={album.Id}", Desk);
        var url = await new AlbumAndLinks(page).CreateLinkAsync("Grandma");
        await KeepAsync(page, "share", ".share-what img");
        var grandma = await OpenAsync(null, url, Hands.Phone);
        await KeepAsync(grandma, "link-phone", ".tile img");

        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "The hike", Album = album.Id, Guests = new GuestRules { MaxFiles = 200 } });
        var guest = await OpenAsync(null, $"/s/{token}/add", Hands.Phone);
        var box = new DropBox(guest);
        await box.GreetAsync("Zoë");
        await box.AddAsync(await CameraAsync("IMG_2041.png", 31), await CameraAsync("IMG_2042.png", 33));
        await KeepAsync(guest, "drop-box-phone", ".mine .thumb img");

        var late = await OpenAsync(null, $"/s/{token}", Desk);
        await late.GetByRole(AriaRole.Link, new() { Name = "Add yours" }).WaitForAsync();
        await KeepAsync(await OpenAsync(World.Ada, "/admin/audit", Desk), "audit", null);
    }

    private async Task<List<MediaId>> PhotosAsync()
    {
        var ids = new List<MediaId>();
        using var program = await World.ProgramOfAsync(World.Ada);
        foreach (var (photo, n) in Photos.Select((photo, n) => (photo, n)))
        {
            var id = await World.UploadAsync(program, new Landscape(n + 1).Paint(photo.Width, photo.Height), photo.File);
            await World.SettledAsync(id);
            var edit = new MediaEdit { Title = Path.GetFileNameWithoutExtension(photo.File), Place = photo.Place, TakenAt = new TakenAt(DateTime.Parse(photo.Day, System.Globalization.CultureInfo.InvariantCulture)) };
            await World.Get<IMediaCatalog>().EditAsync(new Scope.Own(World.Ada.Id), id, edit, null, TestContext.Current.CancellationToken);
            ids.Add(id);
        }

        return ids;
    }

    private async Task<string> CameraAsync(string name, int seed)
    {
        var path = Path.Combine(NewFolder("camera"), name);
        await File.WriteAllBytesAsync(path, new Landscape(seed).Paint(800, 600), TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>As WebP, which Chromium itself can write.</summary>
    private static async Task KeepAsync(IPage page, string name, string? pictures)
    {
        if (pictures is not null)
        {
            await Expect(page.Locator(pictures).First).ToBeVisibleAsync();
            await page.WaitForFunctionAsync("selector => [...document.querySelectorAll(selector)].every(image => image.complete && image.naturalWidth > 0)", pictures);
        }

        var png = Convert.ToBase64String(await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Scale = ScreenshotScale.Device }));
        var canvas = await page.Context.NewPageAsync();
        var webp = await canvas.EvaluateAsync<string>(
            """
            async png => {
              const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
              const canvas = new OffscreenCanvas(image.width, image.height);
              canvas.getContext('2d').drawImage(image, 0, 0);
              const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: .86 })).arrayBuffer());
              return bytes.toBase64 ? bytes.toBase64() : btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
            }
            """,
            png);
        await canvas.CloseAsync();
        var bytes = Convert.FromBase64String(webp);
        Assert.InRange(bytes.Length, 3_000, Most);
        await File.WriteAllBytesAsync(Path.Combine(Folder, $"{name}.webp"), bytes, TestContext.Current.CancellationToken);
    }
}
