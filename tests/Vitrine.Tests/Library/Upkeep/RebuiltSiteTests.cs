using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Moving;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Backends.Dynamo;
using Vitrine.Tests.Imaging;

namespace Vitrine.Tests.Library.Upkeep;

/// <summary>A whole site whose table is lost: what files say of themselves is read from the bucket's originals again.</summary>
public sealed class RebuiltSiteTests : IAsyncLifetime
{
    /// <summary>Each change of an item is a version, and so is each reading of its file.</summary>
    private static readonly string[] Otherwise = ["Version"];

    private S3World bucket = null!;
    private TestTable lost = null!, fresh = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (lost, fresh) = (await TestTable.CreateAsync(), await TestTable.CreateAsync());
        bucket = await S3World.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (bucket is not null) await bucket.DisposeAsync();
        foreach (var table in new[] { lost, fresh }) await table.DisposeAsync();
    }

    [Fact]
    public async Task Previews_places_cameras_and_titles_are_as_they_were_and_so_is_what_a_person_took_away()
    {
        byte[][] files =
        [
            .. new[] { "jpeg/iphone6s_gps_12mp.jpg", "gps/DSCN0010.jpg", "xmp_iptc/mongolels_rating.jpg", "xmp_iptc/bluesquare.jpg" }
                .Select(file => File.ReadAllBytes(Corpus.PathOf(file))),
        ];
        var items = new List<MediaId>();
        Dictionary<MediaId, SortedDictionary<string, string>> before = [];
        await using (var site = await bucket.StartNodeAsync(Settings(lost), null, lost.Use))
        {
            using var ada = await site.ProgramOfAsync(site.Ada);
            foreach (var file in files) items.Add(await World.UploadAsync(ada, file, $"picture-{items.Count}.jpg"));
            await site.AlbumAsync(site.Ada, [.. items]);
            foreach (var id in items) before[id] = await ReadyAsync(site, id, _ => true);
            Assert.Equal("\"Mongol Els\"", before[items[2]]["Item.Title"]);
            var edit = new MediaEdit { Title = "", TakenAt = new TakenAt(new DateTime(1999, 1, 2)) };
            Assert.IsType<EditOutcome.Edited>(await site.Get<IMediaCatalog>().EditAsync(new Scope.Own(site.Ada.Id), items[3], edit, null, Cancel));
            before[items[3]] = await FieldsAsync(site, items[3]);
            Assert.Equal("null", before[items[3]]["Item.Title"]);
            await site.Get<SidecarWriter>().WriteDueAsync(Cancel);
            await site.Get<Vitrine.Library.Albums.AlbumFiles>().WriteDueAsync(Cancel);
            await site.Get<CatalogFiles>().WriteAsync(Cancel);
        }

        await RebuildAsync();
        await using var again = await bucket.StartNodeAsync(Settings(fresh), null, fresh.Use);
        foreach (var id in items)
        {
            var after = await ReadyAsync(again, id, fields => fields["Item.Renditions"] == before[id]["Item.Renditions"]);
            var wrong = before[id].Where(field => after.GetValueOrDefault(field.Key) != field.Value).Select(field => $"{field.Key}: {field.Value}, then {after.GetValueOrDefault(field.Key)}").ToList();
            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
            Assert.Equal(before[id].Keys, after.Keys);
        }
    }

    private async Task RebuildAsync()
    {
        var layers = new ConfigurationBuilder().AddInMemoryCollection(Settings(fresh).Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .AddInMemoryCollection(bucket.Settings).AddInMemoryCollection(new Dictionary<string, string?> { ["Site:Data"] = Path.GetTempPath() }).Build();
        await using var site = Program.Build(layers, fresh.Use);
        var report = await site.Services.GetRequiredService<Rebuilding>().RunAsync(line => Assert.Fail(line), Cancel);
        Assert.Equal((4, 1, 2), (report.Adopted, report.Albums, report.Accounts));
    }

    /// <summary>Once all its previews are made and it is as asked; fails the test after the deadline.</summary>
    private static async Task<SortedDictionary<string, string>> ReadyAsync(World site, MediaId id, Predicate<SortedDictionary<string, string>> asAsked)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(90); ; await Task.Delay(100, Cancel))
        {
            var fields = await FieldsAsync(site, id);
            if ((fields["Item.Renditions"].Contains("screen", StringComparison.Ordinal) && asAsked(fields)) || DateTime.UtcNow > deadline) return fields;
        }
    }

    private static async Task<SortedDictionary<string, string>> FieldsAsync(World site, MediaId id)
    {
        var media = site.Get<IMediaCatalog>();
        var item = JsonSerializer.SerializeToElement(await media.FindAsync(Scope.Everything, id, Cancel));
        var facts = await media.FindFactsAsync(Scope.Everything, id, Cancel);
        var fields = item.EnumerateObject().Where(field => !Otherwise.Contains(field.Name)).ToDictionary(field => $"Item.{field.Name}", field => field.Value.GetRawText());
        fields["Facts"] = JsonSerializer.Serialize(facts);
        fields["Albums"] = JsonSerializer.Serialize(await site.Get<Vitrine.Library.Albums.IAlbumCatalog>().PlacementsAsync(id, Cancel));
        return new SortedDictionary<string, string>(fields, StringComparer.Ordinal);
    }

    private static (string Key, string? Value)[] Settings(TestTable table) => [.. table.Settings.Select(setting => (setting.Key, setting.Value))];
}
