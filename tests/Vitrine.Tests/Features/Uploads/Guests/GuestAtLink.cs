using System.Net;
using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Tests.Uploads;

namespace Vitrine.Tests.Uploads.Guests;

/// <summary>Somebody without an account in a browser of their own, at a link that takes something.</summary>
internal sealed class GuestAtLink : IDisposable
{
    private GuestAtLink(Browser browser, string token) => (Browser, Token, Tus) = (browser, token, new Tus(browser.Client));

    public Browser Browser { get; }

    public string Token { get; }

    public Tus Tus { get; }

    public string Uploads => $"/s/{Token}/uploads";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Ada's album with a link that takes something.</summary>
    public static async Task<(Album Album, ShareLink Link, string Token)> LinkAsync(
        World world, GuestRules? rules = null, bool canView = false, DateTimeOffset? expiresAt = null)
    {
        var album = await world.AlbumAsync(world.Ada);
        var (link, token) = await world.LinkAsync(
            world.Ada, new NewLink { Name = "Guests", Album = album.Id, CanView = canView, ExpiresAt = expiresAt, Guests = rules ?? new GuestRules() });
        return (album, link, token);
    }

    /// <summary>Opens the link and says a name, if any.</summary>
    public static async Task<GuestAtLink> ComeAsync(World world, string token, string? name = "Zoë")
    {
        var guest = new GuestAtLink(world.Browser(), token);
        guest.Browser.Client.DefaultRequestHeaders.Remove("Origin");
        if (name is null) return guest;
        using var said = await guest.SayAsync(name);
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        return guest;
    }

    public Task<HttpResponseMessage> SayAsync(string name) => Browser.SubmitAsync($"/s/{Token}/add", $"/s/{Token}/guest", ("name", name));

    public Task<HttpResponseMessage> BeginAsync(long length, string fileName = "picture.png") => Tus.SendAsync(
        HttpMethod.Post, Uploads, (byte[]?)null, ("Accept", "application/json"), ("Upload-Length", $"{length}"),
        ("Upload-Metadata", Tus.Metadata(("filename", fileName))));

    /// <summary>A whole file in one request.</summary>
    public Task<HttpResponseMessage> SendAsync(byte[] content, string fileName = "picture.png") => Tus.SendAsync(
        HttpMethod.Post, Uploads, content, ("Accept", "application/json"), ("Upload-Length", $"{content.Length}"),
        ("Upload-Metadata", Tus.Metadata(("filename", fileName))));

    public async Task<MediaId> AddAsync(int seed = 1, string fileName = "picture.png")
    {
        using var answer = await SendAsync(Pictures.Png(64, 48, seed), fileName);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return Tus.ItemOf(answer);
    }

    /// <summary>What the guest is told of their own files: id and standing, newest first.</summary>
    public async Task<IReadOnlyList<(string Id, string Standing)>> MineAsync()
    {
        using var json = JsonDocument.Parse(await Browser.Client.GetStringAsync(Uploads, Cancel));
        return [.. json.RootElement.GetProperty("items").EnumerateArray()
            .Select(item => (item.GetProperty("id").GetString()!, item.GetProperty("standing").GetString()!))];
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await Browser.GetAsync($"/s/{Token}{path}");
        return answer.StatusCode;
    }

    public async Task<HttpStatusCode> TakeBackAsync(MediaId id)
    {
        using var answer = await Browser.Client.PostAsync($"/s/{Token}/mine/{id}/remove", new FormUrlEncodedContent([]), Cancel);
        return answer.StatusCode;
    }

    public void Dispose() => Browser.Dispose();
}
