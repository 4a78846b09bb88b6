using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Vitrine.Library;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

/// <summary>Names that lie about the type, lead out of a folder or mean something to a shell.</summary>
public sealed class HostileNameTests : IAsyncLifetime
{
    private World world = null!;
    private HttpClient program = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync();
        program = await world.ProgramOfAsync(world.Ada);
    }

    [Theory, Trait("trust", "C02")]
    [InlineData("photo.exe")]
    [InlineData("a.php.png")]
    [InlineData("no-extension")]
    [InlineData("a.mp4")]
    public async Task The_type_is_that_of_the_bytes_whatever_name_and_client_say(string name)
    {
        using var file = new ByteArrayContent(Pictures.Png(20, 20, 3));
        file.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        using var form = new MultipartFormDataContent { { file, "file", name } };
        using var answer = await program.PostAsync("/api/v1/media", form, Cancel);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        var item = json.RootElement.GetProperty("items")[0];
        Assert.Equal(("image/png", "image", name), (item.GetProperty("contentType").GetString(), item.GetProperty("kind").GetString(), item.GetProperty("fileName").GetString()));
        Assert.True(MediaId.TryParse(item.GetProperty("id").GetString(), out var id));
        using var original = await program.GetAsync($"/media/{id}/original", Cancel);
        Assert.Equal("image/png", original.Content.Headers.ContentType?.MediaType);
    }

    [Theory, Trait("trust", "P01"), Trait("trust", "I04")]
    [InlineData("../../x")]
    [InlineData("/etc/x")]
    [InlineData("C:\\x")]
    [InlineData("%2e%2e%2fx")]
    [InlineData("a\u0000b.jpg")]
    [InlineData("a\r\nSet-Cookie: x.jpg")]
    [InlineData("\u202Egpj.exe")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("CON")]
    [InlineData("vitrine.json")]
    [InlineData("-i /etc/passwd")]
    [InlineData("$(id);`id`")]
    [InlineData("\uD800lone")]
    public async Task A_hostile_name_stays_a_name(string name)
    {
        using var sender = new HttpClient { BaseAddress = world.Address };
        sender.DefaultRequestHeaders.Authorization = program.DefaultRequestHeaders.Authorization;
        var tus = new Tus(sender);
        using var answer = await tus.SendAsync(HttpMethod.Post, Tus.Place, Bytes(50), ("Upload-Length", "50"), ("Upload-Metadata", Tus.Metadata(("filename", name))));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await FileIsInItsFolderAsync(Tus.ItemOf(answer));
    }

    [Fact, Trait("trust", "P01")]
    public async Task A_name_of_300_characters_keeps_its_extension()
    {
        var metadata = Tus.Metadata(("filename", new string('å', 300) + ".jpg"));
        using var answer = await new Tus(program).SendAsync(HttpMethod.Post, Tus.Place, Bytes(50), ("Upload-Length", "50"), ("Upload-Metadata", metadata));
        var id = Tus.ItemOf(answer);
        var item = Assert.Single(await world.ItemsAsync(world.Ada));
        Assert.Equal(255, item.FileName.Length);
        Assert.EndsWith("å.jpg", item.FileName, StringComparison.Ordinal);
        await FileIsInItsFolderAsync(id);
    }

    public async ValueTask DisposeAsync()
    {
        program.Dispose();
        await world.DisposeAsync();
    }

    /// <summary>One file and its sidecar in the item's folder, and none anywhere else; the bytes come back by id.</summary>
    private async Task FileIsInItsFolderAsync(MediaId id)
    {
        var file = Assert.Single(world.Originals());
        Assert.Equal(id.ToString(), Path.GetFileName(Path.GetDirectoryName(file)));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, Keys.SidecarName)));
        Assert.Equal(Bytes(50), await OriginalAsync(program, id));
    }
}
