using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Access;
using Vitrine.Tests.Backends.Dynamo;

namespace Vitrine.Tests;

/// <summary>
/// A small believable world: the whole site on real Kestrel with a data folder of its own. Ada is its admin, Ben a member;
/// both have the password <see cref="Password"/>. Any number of worlds run side by side.
/// </summary>
public sealed class World : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    /// <summary>Hashing is slow on purpose; all worlds share one hash.</summary>
    private static readonly Lazy<Task<string>> PasswordHash = new(() => new Passwords().HashAsync(Password, CancellationToken.None));

    private readonly string folder;
    private readonly bool ownsFolder;

    private World(WebApplication site, string folder, bool ownsFolder, Uri address) =>
        (Site, this.folder, this.ownsFolder, Address) = (site, folder, ownsFolder, address);

    public WebApplication Site { get; }

    /// <summary>Where the site listens, <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The data folder.</summary>
    public string Data => folder;

    public Account Ada { get; private set; } = null!;

    public Account Ben { get; private set; } = null!;

    public static Task<World> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, FakeTimeProvider? time = null, Action<IServiceCollection>? replace = null) =>
        StartAsync(Path.Combine(Path.GetTempPath(), $"vitrine-world-{Guid.NewGuid():N}"), ownsFolder: true, settings, time, replace);

    /// <summary>A second start on a folder that somebody else keeps and removes; without accounts when it is new and so asked.</summary>
    public static async Task<World> StartAsync(
        string folder,
        bool ownsFolder,
        IReadOnlyDictionary<string, string?>? settings = null,
        FakeTimeProvider? time = null,
        Action<IServiceCollection>? replace = null,
        bool peopled = true)
    {
        var table = await SiteMetadata.OfAsync(folder);
        var layers = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Site:Data"] = folder,
                ["Site:Bind"] = "127.0.0.1",
                ["Site:Port"] = "0",
                ["Site:DrainDelay"] = "00:00:00",
                ["Logging:LogLevel:Default"] = "Warning",
            })
            .AddInMemoryCollection(table?.Settings ?? [])
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>())
            .Build();
        var site = Program.Build(layers, services =>
        {
            table?.Use(services);
            if (time is not null) services.AddSingleton<TimeProvider>(time);
            replace?.Invoke(services);
        });
        try
        {
            await site.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await site.DisposeAsync();
            if (ownsFolder && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            throw;
        }

        var world = new World(site, folder, ownsFolder, new Uri(site.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)));
        if (peopled) await world.PeopleAsync();
        return world;
    }

    public T Get<T>()
        where T : notnull => Site.Services.GetRequiredService<T>();

    /// <summary>Somebody with an account, made when there is none of that name; the password is <see cref="Password"/>.</summary>
    public async Task<Account> PersonAsync(string name, bool isAdmin)
    {
        var accounts = Get<IAccountCatalog>();
        var cancellationToken = TestContext.Current.CancellationToken;
        if (await accounts.FindByNameAsync(name, cancellationToken) is { } known) return known;
        var now = Get<TimeProvider>();
        var account = new Account
        {
            Id = AccountId.New(now),
            Name = name,
            PasswordHash = await PasswordHash.Value,
            IsAdmin = isAdmin,
            CreatedAt = now.GetUtcNow(),
        };
        await accounts.AddAsync(account, cancellationToken);
        return account;
    }

    /// <summary>A browser in which nobody is signed in.</summary>
    public Browser Browser() => new(Address);

    /// <summary>A browser in which somebody is signed in, by a session put into the catalog (the sign-in form has tests of its own).</summary>
    public async Task<Browser> BrowserOfAsync(Account account)
    {
        var secret = Ids.NewSecret();
        var now = Get<TimeProvider>().GetUtcNow();
        var session = new Session(Ids.HashSecret(secret), account.Id, now, now.AddDays(30), "Test browser");
        await Get<IAccountCatalog>().AddSessionAsync(session, TestContext.Current.CancellationToken);
        var browser = Browser();
        browser.Cookies.Add(Address, new System.Net.Cookie(Address.Scheme == "https" ? "__Host-vitrine" : "vitrine", secret, "/"));
        return browser;
    }

    /// <summary>A program with an API key of an account.</summary>
    public async Task<HttpClient> ProgramOfAsync(Account account, bool read = true, bool write = true)
    {
        var (_, secret) = await Get<KeyMaking>().MakeAsync(account.Id, "test", read, write, TestContext.Current.CancellationToken);
        return ProgramWith(secret);
    }

    /// <summary>A program that sends a bearer secret, right or wrong; nothing at all for null.</summary>
    public HttpClient ProgramWith(string? secret)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (secret is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    /// <summary>Uploads a file by the API and returns its id; fails the test on anything but 201.</summary>
    public static async Task<MediaId> UploadAsync(HttpClient program, byte[] content, string fileName = "picture.png")
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = "file", FileNameStar = fileName };
        using var form = new MultipartFormDataContent { file };
        using var answer = await program.PostAsync("/api/v1/media", form, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Created, $"{answer.StatusCode}: {body}");
        using var json = System.Text.Json.JsonDocument.Parse(body);
        Assert.True(MediaId.TryParse(json.RootElement.GetProperty("items")[0].GetProperty("id").GetString(), out var id));
        return id;
    }

    /// <summary>Uploads a generated picture as somebody, without waiting for its tile.</summary>
    public async Task<MediaId> UploadAsync(Account account, int seed = 1)
    {
        using var program = await ProgramOfAsync(account);
        return await UploadAsync(program, Pictures.Png(64, 48, seed), $"picture-{seed}.png");
    }

    /// <summary>The item once its state is no longer received; fails the test after the deadline.</summary>
    public async Task<MediaItem> SettledAsync(MediaId id)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            var item = await Get<IMediaCatalog>().FindAsync(Scope.Everything, id, TestContext.Current.CancellationToken);
            if (item is { State: not MediaState.Received }) return item;
        }

        throw new TimeoutException($"{id} was not ready in time.");
    }

    public async ValueTask DisposeAsync()
    {
        await Site.StopAsync(CancellationToken.None);
        await Site.DisposeAsync();
        if (!ownsFolder) return;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        await SiteMetadata.ForgetAsync(folder);
    }

    private async Task PeopleAsync()
    {
        Ada = await PersonAsync("Ada", isAdmin: true);
        Ben = await PersonAsync("Ben", isAdmin: false);
    }
}
