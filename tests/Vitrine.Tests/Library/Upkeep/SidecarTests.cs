using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Library.Upkeep;

public sealed class SidecarTests : IAsyncLifetime
{
    private SiteParts site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IMediaCatalog Catalog => site.Get<IMediaCatalog>();

    public async ValueTask InitializeAsync() => site = await SiteParts.CreateAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task An_acknowledged_item_has_its_sidecar_beside_the_original()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000), "Ünïcode \"quoted\".jpg");
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(site.PathOf(item.SidecarKey), Cancel));
        Assert.Equal(item.Id.ToString(), json.RootElement.GetProperty("id").GetString());
        Assert.Equal(item.Sha256, json.RootElement.GetProperty("sha256").GetString());
        Assert.Equal("Ünïcode \"quoted\".jpg", json.RootElement.GetProperty("fileName").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task What_a_person_changes_reaches_the_sidecar()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await Catalog.EditAsync(new Scope.Own(site.Owner.Id), item.Id, new MediaEdit { Title = "New", Description = "Two\nlines", Place = "Ulm", Tags = ["x"], TakenAt = new TakenAt(new DateTime(1999, 1, 2)) }, null, Cancel);
        await Catalog.PutInTrashAsync(Scope.Everything, item.Id, Cancel);
        Assert.NotEmpty(await Catalog.SidecarsDueAsync(10, Cancel));

        Assert.Equal(1, await site.Get<SidecarWriter>().WriteDueAsync(Cancel));

        var row = await site.FindAsync(item.Id);
        var kept = await site.Get<Sidecars>().ReadAsync(item.SidecarKey, Cancel);
        Assert.Equal(("New", "Two\nlines", "Ulm", row!.Version), (kept!.Title, kept.Description, kept.Place, kept.Version));
        Assert.Equal((row.TakenAt, row.TakenFrom, row.TrashedAt), (kept.TakenAt, kept.TakenFrom, kept.TrashedAt));
        Assert.Equal(["x"], kept.Tags);
        Assert.Equal(0, await site.Get<SidecarWriter>().WriteDueAsync(Cancel));
    }

    [Fact]
    public async Task An_older_row_never_replaces_a_newer_sidecar()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await site.Get<Sidecars>().WriteAsync(item with { Version = 7, Title = "seven" }, Cancel);
        await site.Get<Sidecars>().WriteAsync(item with { Version = 6, Title = "six" }, Cancel);
        await site.Get<Sidecars>().WriteAsync(item with { Version = 7, Title = "also seven" }, Cancel);
        await site.Get<Sidecars>().WriteFirstAsync(item with { Title = "one" }, Cancel);
        Assert.Equal("seven", (await site.Get<Sidecars>().ReadAsync(item.SidecarKey, Cancel))!.Title);
    }

    [Fact]
    public async Task A_damaged_sidecar_is_written_again()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await File.WriteAllTextAsync(site.PathOf(item.SidecarKey), "{\"id\":", Cancel);
        Assert.Null(await site.Get<Sidecars>().ReadAsync(item.SidecarKey, Cancel));
        await site.Get<Sidecars>().WriteAsync(item, Cancel);
        Assert.Equal(item.Sha256, (await site.Get<Sidecars>().ReadAsync(item.SidecarKey, Cancel))!.Sha256);
    }

    [Theory, Trait("trust", "P01")]
    [InlineData("\"storedAs\": \"photo.jpg\"", "\"storedAs\": \"../../../../../etc/passwd\"")]
    [InlineData("\"storedAs\": \"photo.jpg\"", "\"storedAs\": \"..\"")]
    [InlineData("\"bytes\": 5000", "\"bytes\": -1")]
    [InlineData("\"format\": 1", "\"format\": 99")]
    public async Task A_sidecar_that_contradicts_itself_is_not_believed(string honest, string hostile)
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        var path = site.PathOf(item.SidecarKey);
        var text = await File.ReadAllTextAsync(path, Cancel);
        Assert.Contains(honest, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(honest, hostile, StringComparison.Ordinal), Cancel);
        Assert.Null(await site.Get<Sidecars>().ReadAsync(item.SidecarKey, Cancel));
    }

    [Fact]
    public async Task A_sidecar_written_while_its_item_is_purged_goes_too()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await Catalog.PutInTrashAsync(Scope.Everything, item.Id, Cancel);
        var due = await Catalog.SidecarsDueAsync(10, Cancel);
        Assert.Single(due);

        // The purge runs between the writer's read of the row and its write.
        var late = new SidecarWriter(LateCatalog.Over(Catalog, due), site.Get<Sidecars>(), site.Get<IBlobStore>(), site.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<SidecarWriter>.Instance);
        Assert.True(await site.Get<Removal>().PurgeAsync(Scope.Everything, item.Id, Cancel));
        await late.WriteDueAsync(Cancel);
        Assert.Empty(await site.KeysAsync("originals/"));
    }

    /// <summary>Answers "what is due" as it was a moment ago, and everything else as it is.</summary>
    public class LateCatalog : System.Reflection.DispatchProxy
    {
        private IMediaCatalog now = null!;
        private IReadOnlyList<MediaItem> due = [];

        public static IMediaCatalog Over(IMediaCatalog now, IReadOnlyList<MediaItem> due)
        {
            var proxy = Create<IMediaCatalog, LateCatalog>();
            ((LateCatalog)(object)proxy).now = now;
            ((LateCatalog)(object)proxy).due = due;
            return proxy;
        }

        protected override object? Invoke(System.Reflection.MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IMediaCatalog.SidecarsDueAsync) ? Task.FromResult(due) : targetMethod.Invoke(now, args);
    }
}
