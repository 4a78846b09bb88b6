using System.Net;
using System.Net.Http.Headers;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Uploads;

/// <summary>Files that name the album they are to join: one's own, or one that others share for adding.</summary>
public sealed class AlbumUploadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_contributor_adds_to_the_album_and_keeps_what_is_theirs(bool byTus)
    {
        await using var world = await World.StartAsync();
        var album = await SharedWithBenAsync(world, AlbumRole.Contributor);
        using var ben = await world.ProgramOfAsync(world.Ben);
        var picture = Pictures.Png(64, 48, 1);

        var id = byTus ? await ByTusAsync(ben, picture, album.Id.ToString()) : await ByFormAsync(ben, picture, album.Id.ToString());

        Assert.Equal([id], (await world.Get<IAlbumCatalog>().PageAsync(album.Id, AlbumOrder.TakenOldest, null, 10, Cancel)).Items.Select(item => item.Id));
        Assert.Equal([id], (await world.ItemsAsync(world.Ben)).Select(item => item.Id));
        Assert.Empty(await world.ItemsAsync(world.Ada));
        using var ada = await world.ProgramOfAsync(world.Ada);
        Assert.Equal(picture, await ada.GetByteArrayAsync($"/albums/{album.Id}/media/{id}/original", Cancel));
    }

    [Theory]
    [InlineData(AlbumRole.Viewer)]
    [InlineData(null)]
    [Trait("trust", "A03")]
    public async Task Who_may_not_add_is_refused_before_the_first_byte_as_if_there_were_no_album(AlbumRole? role)
    {
        await using var world = await World.StartAsync();
        var album = await SharedWithBenAsync(world, role);
        using var ben = await world.ProgramOfAsync(world.Ben);
        var tus = new Tus(ben);

        foreach (var named in new[] { album.Id.ToString(), AlbumId.New(TimeProvider.System).ToString(), "no id" })
        {
            using var answer = await tus.SendAsync(
                HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", "100"), ("Upload-Metadata", Tus.Metadata(("filename", "a.png"), ("album", named))));
            Assert.Equal((HttpStatusCode.NotFound, "no_such_album"), (answer.StatusCode, await Tus.CodeAsync(answer)));
            using var form = Form(Pictures.Png(8, 8, 1), named);
            using var posted = await ben.PostAsync("/api/v1/media", form, Cancel);
            Assert.Equal((HttpStatusCode.NotFound, "no_such_album"), (posted.StatusCode, await Tus.CodeAsync(posted)));
        }

        Assert.Empty(await world.ItemsAsync(world.Ben));
        Assert.Equal(0, (await world.Get<IAlbumCatalog>().FindAsync(album.Id, Cancel))!.Items);
    }

    [Fact]
    public async Task What_is_here_already_joins_the_album_without_being_stored_again()
    {
        await using var world = await World.StartAsync();
        var album = await SharedWithBenAsync(world, AlbumRole.Contributor);
        using var ben = await world.ProgramOfAsync(world.Ben);
        var picture = Pictures.Png(64, 48, 1);
        var id = await World.UploadAsync(ben, picture);

        using var form = Form(picture, album.Id.ToString());
        using var answer = await ben.PostAsync("/api/v1/media", form, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([id], (await world.Get<IAlbumCatalog>().PageAsync(album.Id, AlbumOrder.TakenOldest, null, 10, Cancel)).Items.Select(item => item.Id));
        Assert.Single(await world.ItemsAsync(world.Ben));
    }

    [Fact]
    public async Task A_part_that_ends_while_the_file_is_on_its_way_leaves_the_file_in_its_library_alone()
    {
        await using var world = await World.StartAsync();
        var album = await SharedWithBenAsync(world, AlbumRole.Contributor);
        using var ben = await world.ProgramOfAsync(world.Ben);
        var tus = new Tus(ben);
        var picture = Pictures.Png(64, 48, 1);
        using var begun = await tus.SendAsync(
            HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", $"{picture.Length}"), ("Upload-Metadata", Tus.Metadata(("filename", "a.png"), ("album", album.Id.ToString()))));

        await world.Get<IAlbumMembers>().RemoveAsync(album.Id, world.Ben.Id, Cancel);
        using var sent = await tus.PatchAsync(begun.Headers.Location!.OriginalString, 0, picture);

        Assert.Equal([Tus.ItemOf(sent)], (await world.ItemsAsync(world.Ben)).Select(item => item.Id));
        Assert.Equal(0, (await world.Get<IAlbumCatalog>().FindAsync(album.Id, Cancel))!.Items);
    }

    [Fact]
    public async Task The_upload_page_offers_just_the_albums_that_take_something()
    {
        await using var world = await World.StartAsync();
        var shared = await SharedWithBenAsync(world, AlbumRole.Contributor);
        await SharedWithBenAsync(world, AlbumRole.Viewer);
        var own = await world.AlbumAsync(world.Ben);
        using var ben = await world.BrowserOfAsync(world.Ben);

        var page = await ben.PageAsync($"/upload?album={shared.Id}");

        Assert.Equal(["", $"{own.Id}", $"{shared.Id}"], page.QuerySelectorAll("select[name=album] option").Select(option => option.GetAttribute("value")));
        Assert.Equal($"{shared.Id}", page.QuerySelector("select[name=album] option[selected]")?.GetAttribute("value"));
        Assert.NotNull((await ben.PageAsync($"/albums/{shared.Id}")).QuerySelector($"a[href='/upload?album={shared.Id}']"));
    }

    private static async Task<Album> SharedWithBenAsync(World world, AlbumRole? role)
    {
        var album = await world.AlbumAsync(world.Ada);
        if (role is { } given) await world.Get<IAlbumMembers>().SetAsync(album.Id, world.Ben.Id, given, Cancel);
        return album;
    }

    private static async Task<MediaId> ByTusAsync(HttpClient program, byte[] content, string album)
    {
        using var answer = await new Tus(program).SendAsync(
            HttpMethod.Post, Tus.Place, content, ("Upload-Length", $"{content.Length}"), ("Upload-Metadata", Tus.Metadata(("filename", "a.png"), ("album", album))));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return Tus.ItemOf(answer);
    }

    private static async Task<MediaId> ByFormAsync(HttpClient program, byte[] content, string album)
    {
        using var form = Form(content, album);
        using var answer = await program.PostAsync("/api/v1/media", form, Cancel);
        Assert.True(MediaId.TryParse((await answer.JsonAsync()).Ids()[0], out var id));
        return id;
    }

    /// <summary>The album behind the file: fields hold wherever they stand.</summary>
    private static MultipartFormDataContent Form(byte[] content, string album)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = "\"a.png\"" };
        return new MultipartFormDataContent { file, { new StringContent(album), "\"album\"" } };
    }
}
