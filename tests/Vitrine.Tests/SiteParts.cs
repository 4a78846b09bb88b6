using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage;
using Vitrine.Storage.Disk;
using Vitrine.Tests.Storage;

namespace Vitrine.Tests;

/// <summary>
/// The site without its web and with nothing running in the background: what verbs stand on. The folder goes when the parts that
/// made it are disposed.
/// </summary>
public sealed class SiteParts : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly bool ownsFolder;

    private SiteParts(string data, bool ownsFolder, FakeTimeProvider time, IReadOnlyDictionary<string, string?>? settings)
    {
        (Data, this.ownsFolder, Time) = (data, ownsFolder, time);
        var layers = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Site:Data"] = data, ["Storage:Disk:FreeFloor"] = "0" })
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>())
            .Build();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.ClearProviders());
        collection.AddSingleton<IConfiguration>(layers);
        Program.AddParts(collection, layers);
        collection.AddSingleton<TimeProvider>(time);
        collection.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        collection.AddSingleton<IPosix>(Posix);
        services = collection.BuildServiceProvider();
    }

    public string Data { get; }

    public string Media => Path.Join(Data, "media");

    public FakeTimeProvider Time { get; }

    internal FaultyPosix Posix { get; } = new();

    public Account Owner { get; set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A new site, started, with one account.</summary>
    public static async Task<SiteParts> CreateAsync()
    {
        var parts = Empty();
        await parts.Get<SiteStart>().CheckAsync(Cancel);
        await parts.AddOwnerAsync();
        return parts;
    }

    /// <summary>A data folder in which nothing is yet.</summary>
    public static SiteParts Empty(IReadOnlyDictionary<string, string?>? settings = null) => new(
        Directory.CreateTempSubdirectory("vitrine-site-").FullName, true, new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)), settings);

    /// <summary>Another process on the same folder.</summary>
    public SiteParts Again(IReadOnlyDictionary<string, string?>? settings = null) => new(Data, false, Time, settings) { Owner = Owner };

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task AddOwnerAsync()
    {
        Owner = new Account { Id = AccountId.New(Time), Name = "Ada", PasswordHash = "secret-hash", IsAdmin = true, CreatedAt = Time.GetUtcNow() };
        Assert.True(await Get<IAccountCatalog>().AddAsync(Owner, Cancel));
    }

    /// <summary>Takes a file the whole way of an upload.</summary>
    public async Task<MediaItem> TakeAsync(byte[] content, string name = "photo.jpg")
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var about = new NewUpload { FileName = name, Length = content.Length, Title = "A “title”", Tags = ["one", "zwei"] };
        var outcome = await Get<Intake>().TakeAsync(Owner, about, new MemoryStream(content), Cancel);
        return Assert.IsType<IntakeOutcome.Accepted>(outcome).Item;
    }

    public Task<MediaItem?> FindAsync(MediaId id) => Get<IMediaCatalog>().FindAsync(Scope.Everything, id, Cancel);

    public string PathOf(BlobKey key) => Path.Join(Media, key.Value);

    public async Task<List<string>> KeysAsync(string prefix = "")
    {
        var keys = new List<string>();
        await foreach (var info in Get<IBlobStore>().ListAsync(prefix, Cancel)) keys.Add(info.Key.Value);
        return keys;
    }

    public async Task<(VerifyReport Report, List<Finding> Findings)> VerifyAsync()
    {
        var findings = new List<Finding>();
        return (await Get<Verification>().RunAsync(hashes: true, findings.Add, Cancel), findings);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (ownsFolder) Directory.Delete(Data, recursive: true);
    }
}
