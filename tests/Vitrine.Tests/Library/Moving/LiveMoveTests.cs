using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Moving;
using Vitrine.Storage;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Backends.Dynamo;

namespace Vitrine.Tests.Library.Moving;

/// <summary>A busy site moves from disk and SQLite to a bucket and a table, and back, with real engines at both ends.</summary>
public sealed class LiveMoveTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("vitrine-live-move-").FullName;
    private Dictionary<string, string?> home = null!, cloud = null!, back = null!;
    private TestTable table = null!;
    private Func<Task>? removeBucket;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var (client, options) = await S3TestStore.MakeBucketAsync();
        removeBucket = () => S3TestStore.RemoveBucketAsync(client, options.Bucket);
        table = await TestTable.CreateAsync();
        home = new() { ["Storage:Kind"] = "disk", ["Metadata:Kind"] = "sqlite" };
        cloud = new([.. S3TestStore.SettingsOf(options), .. table.Settings]);
        back = new(home) { ["Storage:Disk:Path"] = Path.Join(folder, "back"), ["Metadata:Sqlite:Path"] = Path.Join(folder, "back.db") };
    }

    public async ValueTask DisposeAsync()
    {
        await SiteBackends.ForgetAsync(folder);
        if (table is not null) await table.DisposeAsync();
        if (removeBucket is not null) await removeBucket();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_on_the_way_there_and_back()
    {
        var load = new Load();
        await MoveAsync(load, home, cloud, "VITRINE_STORAGE__KIND=s3", "VITRINE_METADATA__KIND=dynamodb");
        await MoveAsync(load, cloud, back, "VITRINE_STORAGE__KIND=disk", "VITRINE_METADATA__KIND=sqlite");
        await using var world = await StartAsync(back);
        await load.CheckAsync(world);
        Assert.InRange(load.Acknowledged, 4, int.MaxValue);
    }

    /// <summary>Moves under load; the old node goes on being read and takes nothing more, and does not start again.</summary>
    private async Task MoveAsync(Load load, Dictionary<string, string?> from, Dictionary<string, string?> to, string files, string metadata)
    {
        await using (var world = await StartAsync(from))
        {
            if (load.Secret.Length > 0) await load.CheckAsync(world);
            else load.Secret = (await world.Get<KeyMaking>().MakeAsync(world.Ada.Id, "load", true, true, Cancel)).Secret;
            using var browser = await world.BrowserOfAsync(world.Ada);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var working = load.WorkAsync(world, browser, stop.Token);
            await load.UntilAsync(taken => taken.Acknowledged >= 2, working);

            await using var here = Parts(from);
            await using var there = Parts(to);
            var move = new SiteMove(PlaceOf(here), PlaceOf(there), new MovePlan(files, metadata), TimeProvider.System, _ => { }) { Heed = TimeSpan.FromSeconds(3) };
            var report = (await move.RunAsync(Cancel))!;
            Assert.Equal(report.Second!.Files, report.Second.Proved + report.Second.Gone);
            var refusals = load.Refused;
            await load.UntilAsync(taken => taken.Refused > refusals + 1, working);
            Assert.NotNull((await browser.PageAsync("/")).QuerySelector("#read-only"));
            await stop.CancelAsync();
            await working;
        }

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => StartAsync(from));
        Assert.Contains($"Set {files} and {metadata}.", refused.Message, StringComparison.Ordinal);
    }

    private Task<World> StartAsync(Dictionary<string, string?> settings) => World.StartAsync(folder, ownsFolder: false, settings, replace: table.Use);

    private ServiceProvider Parts(Dictionary<string, string?> settings)
    {
        var layers = new ConfigurationBuilder().AddInMemoryCollection([new("Site:Data", folder)]).AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(layers).AddLogging(logging => logging.ClearProviders());
        Program.AddParts(services, layers);
        table.Use(services);
        return services.BuildServiceProvider();
    }

    private static MovePlace PlaceOf(IServiceProvider parts) => new(
        parts.GetRequiredService<IBlobStore>(), parts.GetRequiredService<IStoreMarker>(), parts.GetRequiredService<ISiteCatalog>(),
        parts.GetRequiredService<IMediaCatalog>(), parts.GetRequiredService<ICatalogRows>());

    /// <summary>Somebody who uploads, titles and looks all the time, and remembers what the site said it had done.</summary>
    private sealed class Load
    {
        private readonly Dictionary<MediaId, (string Sha256, string? Title)> done = [];
        private int seed;
        private int refused;

        public string Secret { get; set; } = "";

        public int Acknowledged
        {
            get
            {
                lock (done) return done.Count;
            }
        }

        public int Refused => Volatile.Read(ref refused);

        /// <summary>Until it is stopped, or one of them meets what should not be.</summary>
        public async Task WorkAsync(World world, Browser browser, CancellationToken stop)
        {
            Task[] all = [WriteAsync(world, stop), WriteAsync(world, stop), LookAsync(browser, stop)];
            await (await Task.WhenAny(all));
            await Task.WhenAll(all);
        }

        public async Task UntilAsync(Func<Load, bool> isSo, Task working)
        {
            for (var deadline = DateTime.UtcNow.AddMinutes(1); !isSo(this); await Task.Delay(20, Cancel))
            {
                if (working.IsCompleted) await working;
                Assert.True(DateTime.UtcNow < deadline, "It took too long.");
            }
        }

        /// <summary>All that was acknowledged is there, byte for byte.</summary>
        public async Task CheckAsync(World world)
        {
            using var program = world.ProgramWith(Secret);
            foreach (var (id, (sha256, title)) in done)
            {
                var item = await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, id, Cancel);
                Assert.Equal((sha256, title), (item?.Sha256, item?.Title));
                Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(await program.GetByteArrayAsync($"/media/{id}/original", Cancel))));
            }
        }

        private async Task WriteAsync(World world, CancellationToken stop)
        {
            using var program = world.ProgramWith(Secret);
            while (!stop.IsCancellationRequested)
            {
                var content = Pictures.Png(16, 16, Interlocked.Increment(ref seed));
                if (await UploadAsync(program, content) is not { } id) continue;
                lock (done) done[id] = (Convert.ToHexStringLower(SHA256.HashData(content)), null);
                using var edit = new StringContent("""{"title":"Said"}""", Encoding.UTF8, "application/merge-patch+json");
                using var edited = await program.PatchAsync($"/api/v1/media/{id}", edit, Cancel);
                if (IsTaken(edited)) lock (done) done[id] = done[id] with { Title = "Said" };
            }
        }

        private async Task<MediaId?> UploadAsync(HttpClient program, byte[] content)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", "picture.png" } };
            using var answer = await program.PostAsync("/api/v1/media", form, Cancel);
            if (!IsTaken(answer)) return null;
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
            Assert.True(MediaId.TryParse(json.RootElement.GetProperty("items")[0].GetProperty("id").GetString(), out var id));
            return id;
        }

        private bool IsTaken(HttpResponseMessage answer)
        {
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable) return true;
            Assert.NotNull(answer.Headers.RetryAfter);
            Interlocked.Increment(ref refused);
            return false;
        }

        /// <summary>Whatever the move does, pages are there.</summary>
        private static async Task LookAsync(Browser browser, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                using var page = await browser.GetAsync("/");
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
                await Task.Delay(50, Cancel);
            }
        }
    }
}
