using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Tests.Backends;

namespace Vitrine.Tests.Storage.S3;

/// <summary>What somebody finds who looks into the bucket with a client that is not ours: all of it where docs/aws.md says that it lies.</summary>
public sealed partial class SeenFromOutsideTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("vitrine-outside-").FullName;
    private S3World bucket = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bucket = await S3World.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await bucket.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task S3cmd_lists_and_fetches_what_the_site_stored_where_the_docs_say_it_is()
    {
        var picture = Pictures.Png(2400, 1600, seed: 7);
        await using var site = await bucket.StartNodeAsync();
        using var ada = await site.ProgramOfAsync(site.Ada);
        var id = await World.UploadAsync(ada, picture, "beach.png");
        var item = await site.SettledAsync(id);
        var album = await site.AlbumAsync(site.Ada, id);
        await site.LinkAsync(site.Ada, new NewLink { Name = "Grandma", Album = album.Id });
        await UntilAsync(async () => (await bucket.EverythingAsync()).Exists(name => name.EndsWith("/screen.jpg", StringComparison.Ordinal)));
        await site.Get<AlbumFiles>().WriteDueAsync(Cancel);
        await site.Get<LinkFileWriter>().WriteDueAsync(Cancel);
        await site.Get<CatalogFiles>().WriteAsync(Cancel);
        await site.Get<SidecarWriter>().WriteDueAsync(Cancel);

        var listed = await S3cmdAsync("ls", "--recursive", bucket.Url);
        var keys = Listed().Matches(listed).Select(match => match.Groups[1].Value[bucket.Url.Length..]).ToList();
        Assert.Equal((await bucket.EverythingAsync()).Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));

        var places = await PlacesAsync();
        Assert.All(keys, key => Assert.Contains(places, place => place.Pattern.IsMatch(key)));
        Assert.Empty(places.Where(place => !place.MayBeEmpty && !keys.Exists(key => place.Pattern.IsMatch(key))).Select(place => place.Text));

        Assert.Equal(picture, await FetchAsync(item.OriginalKey.Value));
        using var sidecar = JsonDocument.Parse(await FetchAsync(item.SidecarKey.Value));
        Assert.Equal((id.ToString(), item.Sha256), (sidecar.RootElement.GetProperty("id").GetString(), sidecar.RootElement.GetProperty("sha256").GetString()));
        Assert.Equal(album.Id.ToString(), sidecar.RootElement.GetProperty("albums")[0].GetProperty("id").GetString());
        using var kept = JsonDocument.Parse(await FetchAsync(AlbumFiles.KeyOf(album.Id).Value));
        Assert.Equal(album.Title, kept.RootElement.GetProperty("title").GetString());
        Assert.Contains("\"Ada\"", Encoding.UTF8.GetString(await FetchAsync("catalog/accounts.json")), StringComparison.Ordinal);
        Assert.Contains("image/png", await S3cmdAsync("info", bucket.Url + item.OriginalKey), StringComparison.Ordinal);
    }

    private async Task<byte[]> FetchAsync(string key)
    {
        var file = Path.Join(folder, Guid.NewGuid().ToString("N"));
        await S3cmdAsync("get", bucket.Url + key, file);
        return await File.ReadAllBytesAsync(file, Cancel);
    }

    private async Task<string> S3cmdAsync(params string[] verb)
    {
        var host = new Uri(bucket.Endpoint).Authority;
        string[] settings =
        [
            "--config=/dev/null", $"--host={host}", $"--host-bucket={host}", "--no-ssl", "--no-progress",
            $"--access_key={Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID")}", $"--secret_key={Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")}",
        ];
        var (exitCode, output, complaints) = await Tool.RunAsync("s3cmd", "s3cmd", [.. settings, .. verb]);
        Assert.True(exitCode == 0, complaints);
        return Encoding.UTF8.GetString(output);
    }

    /// <summary>The table of docs/aws.md, each row a pattern for keys.</summary>
    private static async Task<List<(string Text, Regex Pattern, bool MayBeEmpty)>> PlacesAsync()
    {
        var docs = await Docs.Repository.ReadAsync("docs/aws.md");
        var section = docs[docs.IndexOf("## Where things lie in the bucket", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 5, StringComparison.Ordinal)];
        List<(string, Regex, bool)> places = [.. Row().Matches(section).Select(row => (
            row.Groups[1].Value,
            new Regex($"^{Part().Replace(Regex.Escape(row.Groups[1].Value), part => Meaning(part.Groups[1].Value))}$", RegexOptions.None, TimeSpan.FromSeconds(1)),
            row.Groups[2].Value.Contains("while", StringComparison.Ordinal)))];
        Assert.True(places.Count >= 7, section);
        return places;
    }

    private static string Meaning(string part) => part switch
    {
        "year" => "[0-9]{4}",
        "month" => "[0-9]{2}",
        "item" or "album" or "link" or "upload" => "[0-9a-f]{32}",
        "name" => "(?!vitrine\\.json$)[^/]+",
        _ => "[^/]+",
    };

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); !await done(); await Task.Delay(50, Cancel)) Assert.True(DateTime.UtcNow < deadline, "It took too long.");
    }

    [GeneratedRegex(@"(s3://\S+)")]
    private static partial Regex Listed();

    [GeneratedRegex(@"^\| `([^`]+)` \| ([^\n]*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\\\{([a-z]+)\}")]
    private static partial Regex Part();
}
