using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vitrine.Library;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

/// <summary>Whole files in one request, by programs and by the form without script.</summary>
public sealed class MultipartTests : IAsyncLifetime
{
    private const int Limit = 1_000_000;

    private World world = null!;
    private HttpClient program = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync(new Dictionary<string, string?> { ["Uploads:MaxFileBytes"] = $"{Limit}" });
        program = await world.ProgramOfAsync(world.Ada);
    }

    [Fact, Trait("trust", "U01")]
    public async Task A_file_becomes_an_item_with_its_bytes_and_hash()
    {
        var bytes = Pictures.Png(40, 30, 1);
        using var answer = await SendAsync(("file", bytes, "a.png"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var item = (await JsonAsync(answer)).GetProperty("items")[0];
        Assert.Equal(Sha256(bytes), item.GetProperty("sha256").GetString());
        Assert.Equal("image/png", item.GetProperty("contentType").GetString());
        Assert.Equal("received", item.GetProperty("state").GetString());
        Assert.False(item.GetProperty("duplicate").GetBoolean());
        Assert.True(MediaId.TryParse(item.GetProperty("id").GetString(), out var id));
        Assert.Equal(bytes, await OriginalAsync(program, id));
    }

    [Fact]
    public async Task Texts_before_and_after_the_files_hold_for_all()
    {
        using var form = Form(("title", "All of them"), ("file", Bytes(100), "a.bin"), ("file", Bytes(100, 2), "b.bin"), ("place", "Rome"), ("tags", "one, two"), ("tags", """["three, too"]"""));
        using var answer = await program.PostAsync("/api/v1/media", form, Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        foreach (var item in await world.ItemsAsync(world.Ada))
        {
            Assert.Equal(("All of them", "Rome"), (item.Title, item.Place));
            Assert.Equal(["one", "two", "three, too"], item.Tags);
        }

        Assert.Equal(2, (await world.ItemsAsync(world.Ada)).Count);
    }

    [Fact]
    public async Task Only_duplicates_answer_200_with_the_item_that_was_here()
    {
        using var first = await SendAsync(("file", Bytes(100), "a.bin"));
        using var second = await SendAsync(("file", Bytes(100), "b.bin"));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        var item = (await JsonAsync(second)).GetProperty("items")[0];
        Assert.True(item.GetProperty("duplicate").GetBoolean());
        Assert.Equal((await JsonAsync(first)).GetProperty("items")[0].GetProperty("id").GetString(), item.GetProperty("id").GetString());
        Assert.Single(world.Originals());
    }

    [Fact, Trait("trust", "U08")]
    public async Task Another_accounts_bytes_are_no_duplicate()
    {
        using var bens = await world.ProgramOfAsync(world.Ben);
        await World.UploadAsync(program, Bytes(100), "a.bin");
        await World.UploadAsync(bens, Bytes(100), "b.bin");
        Assert.Equal(2, world.Originals().Length);
    }

    [Fact]
    public async Task A_trashed_file_does_not_block_its_upload()
    {
        var id = await World.UploadAsync(program, Bytes(100), "a.bin");
        using var trashed = await program.PutAsync($"/api/v1/media/{id}/trash", null, Cancel);
        Assert.NotEqual(id, await World.UploadAsync(program, Bytes(100), "a.bin"));
    }

    [Fact, Trait("trust", "U03")]
    public async Task An_empty_file_is_refused_by_name_and_lists_nothing()
    {
        using var answer = await SendAsync(("file", Bytes(0), "empty.jpg"));
        Assert.Equal(422, (int)answer.StatusCode);
        var problem = (await JsonAsync(answer)).GetProperty("problems")[0];
        Assert.Equal(("empty.jpg", "empty_file"), (problem.GetProperty("fileName").GetString(), problem.GetProperty("code").GetString()));
        Assert.Empty(await world.ItemsAsync(world.Ada));
        await world.NothingStaysHeldAsync();
    }

    [Fact, Trait("trust", "U11")]
    public async Task Of_three_files_the_bad_one_is_named_and_the_others_are_stored()
    {
        using var answer = await SendAsync(("file", Bytes(100), "a.bin"), ("file", Bytes(Limit + 1000), "big.bin"), ("file", Bytes(100, 2), "c.bin"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var json = await JsonAsync(answer);
        Assert.Equal(["a.bin", "c.bin"], json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("fileName").GetString()));
        Assert.Equal("file_too_large", Assert.Single(json.GetProperty("problems").EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal(2, world.Originals().Length);
    }

    [Theory, Trait("trust", "U09")]
    [InlineData(Limit, false, 201)]
    [InlineData(Limit, true, 201)]
    [InlineData(Limit + 1, false, 413)]
    [InlineData(Limit + 1, true, 413)]
    [InlineData(Limit * 5, false, 413)]
    public async Task The_limit_is_exact_with_and_without_content_length(int length, bool chunked, int status)
    {
        using var form = Form(("file", Bytes(length), "a.bin"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/media") { Content = form };
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        using var answer = await program.SendAsync(request, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 201 ? 1 : 0, world.Originals().Length);
        await world.NothingStaysHeldAsync();
    }

    [Theory, Trait("trust", "U02"), Trait("trust", "U04")]
    [InlineData("Content-Length: 100000", true)]
    [InlineData("Content-Length: 100000", false)]
    [InlineData("Transfer-Encoding: chunked", true)]
    [InlineData("Transfer-Encoding: chunked", false)]
    public async Task A_cut_form_lists_nothing_and_gives_the_room_back(string framing, bool reset)
    {
        using (var cut = await world.RawAsync(program, $"POST /api/v1/media HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\n{framing}"))
        {
            // The first file is complete, the second breaks off; or the last boundary is there but the framing says more comes.
            var body = Encoding.ASCII.GetBytes(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"whole.bin\"\r\n\r\n0123456789\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cut.bin\"\r\n\r\n0123");
            if (framing.EndsWith("chunked", StringComparison.Ordinal)) body = [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n"u8];
            await cut.SendAsync(body);
            await UntilAsync(() => Task.FromResult(world.Held().Length == 2));
            if (reset) cut.Cut();
            else cut.EndSending();
            await world.NothingStaysHeldAsync();
        }

        Assert.Empty(await world.ItemsAsync(world.Ada));
        Assert.Empty(world.Originals());
        await UntilAsync(async () => (await world.Get<IUploadCatalog>().UsageAsync(world.Ada.Id, Cancel)) is { Used: 0, Reserved: 0 });
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("multipart/form-data", 415)]
    [InlineData("multipart/mixed; boundary=b", 415)]
    public async Task What_is_no_form_is_415(string type, int status)
    {
        using var content = new StringContent("--b--");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await program.PostAsync("/api/v1/media", content, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_form_without_a_file_is_said_to_have_none()
    {
        using var form = Form(("title", "x"));
        using var answer = await program.PostAsync("/api/v1/media", form, Cancel);
        Assert.Equal("no_file", await Tus.CodeAsync(answer));
    }

    [Fact, Trait("trust", "U12")]
    public async Task While_a_form_comes_in_nothing_is_written_but_in_incoming()
    {
        var spilled = new List<string>();
        using var watcher = new FileSystemWatcher(Path.GetTempPath(), "ASPNETCORE_*") { EnableRaisingEvents = true };
        watcher.Created += (_, file) => spilled.Add(file.FullPath);
        await UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(world.Data, "media", CatalogFiles.AccountsKey.Value)))); // the site's own first write
        await world.NothingStaysHeldAsync();
        var before = Directory.GetFiles(world.Data, "*", SearchOption.AllDirectories).ToHashSet();

        using (var slow = await world.RawAsync(program, "POST /api/v1/media HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 800000"))
        {
            await slow.SendAsync([.. "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"u8, .. Bytes(600_000)]);
            await UntilAsync(() => Task.FromResult(world.Held().Sum(path => new FileInfo(path).Length) > 500_000));
            var written = Directory.GetFiles(world.Data, "*", SearchOption.AllDirectories).Where(path => !before.Contains(path));
            Assert.All(written, path => Assert.StartsWith(Path.Combine(world.Data, "media", "incoming"), path, StringComparison.Ordinal));
        }

        Assert.Empty(spilled);
    }

    [Fact, Trait("trust", "S03")]
    public async Task The_form_needs_its_token_first_and_then_says_what_became_of_each_file()
    {
        using var browser = await world.BrowserOfAsync(world.Ada);
        var page = await browser.PageAsync("/upload");
        var token = page.QuerySelector("input[name=form-token]")!.GetAttribute("value")!;

        using (var without = Form(("file", Bytes(100), "a.bin")))
        using (var refused = await browser.Client.PostAsync("/upload", without, Cancel))
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using (var late = Form(("file", Bytes(100), "a.bin"), ("form-token", token)))
        using (var refused = await browser.Client.PostAsync("/upload", late, Cancel))
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Empty(await world.ItemsAsync(world.Ada));
        await world.NothingStaysHeldAsync();

        using var form = Form(("form-token", token), ("file", Bytes(100), "a.bin"), ("file", Bytes(0), "none.bin"), ("title", "Ours"));
        using var answer = await browser.Client.PostAsync("/upload", form, Cancel);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var item = Assert.Single(await world.ItemsAsync(world.Ada));
        Assert.Equal("Ours", item.Title);
        Assert.Contains($"/media/{item.Id}", html, StringComparison.Ordinal);
        Assert.Contains("none.bin", html, StringComparison.Ordinal);
        Assert.Contains("The file is empty", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_sent_without_choosing_a_file_comes_back_with_a_reason()
    {
        using var browser = await world.BrowserOfAsync(world.Ada);
        var token = (await browser.PageAsync("/upload")).QuerySelector("input[name=form-token]")!.GetAttribute("value")!;
        const string empty = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n";
        using var form = new StringContent($"--b\r\nContent-Disposition: form-data; name=\"form-token\"\r\n\r\n{token}\r\n{empty}--b--\r\n");
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var answer = await browser.Client.PostAsync("/upload", form, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Choose one or more files", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        program.Dispose();
        await world.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(params (string Name, byte[] Value, string FileName)[] parts)
    {
        using var form = Form([.. parts.Cast<object>()]);
        return await program.PostAsync("/api/v1/media", form, Cancel);
    }

    /// <summary>Parts are (name, text), or (name, bytes, file name).</summary>
    private static MultipartFormDataContent Form(params object[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var part in parts)
        {
            if (part is (string name, string text)) form.Add(new StringContent(text), name);
            if (part is (string field, byte[] bytes, string fileName)) form.Add(new ByteArrayContent(bytes), field, fileName);
        }

        return form;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return json.RootElement.Clone();
    }
}
