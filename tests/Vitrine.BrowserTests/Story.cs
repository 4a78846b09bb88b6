using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vitrine.Library;
using Vitrine.Tests.Backends;

namespace Vitrine.BrowserTests;

/// <summary>
/// A test with a site and a browser of its own. A failed story leaves a trace and a screenshot per page under artifacts/browser-tests.
/// Nothing ever waits for a time: expectations poll until their deadline.
/// </summary>
public abstract class Story(BrowserFixture chromium) : IAsyncLifetime
{
    /// <summary>For [Fact(Timeout = ...)]: generous, because the machine may be busy; the expectations have the real deadlines.</summary>
    protected const int Patience = 120_000;

    private readonly List<IBrowserContext> contexts = [];
    private readonly List<string> folders = [];
    private IBrowser browser = null!;

    /// <summary>Uploads as a slow line would carry them, when a story asks for it.</summary>
    protected SlowLine Line { get; } = new();

    protected PrintedLog Log { get; } = new();

    protected World World { get; private set; } = null!;

    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    /// <summary>False for a site that nobody has set up yet.</summary>
    protected virtual bool Peopled => true;

    public virtual async ValueTask InitializeAsync()
    {
        browser = chromium.Require();
        Assertions.SetDefaultExpectTimeout(20_000);
        World = await StartSiteAsync(NewFolder("site"), 0);
    }

    public virtual async ValueTask DisposeAsync()
    {
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var context in contexts) await EndAsync(context, failed);
        if (World is not null) await World.DisposeAsync();
        foreach (var folder in folders) await SiteBackends.ForgetAsync(Path.Combine(folder, "site"));
        foreach (var folder in folders.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A page in a browser of its own, signed in as somebody or as nobody.</summary>
    protected async Task<IPage> OpenAsync(Account? who, string path = "/", BrowserNewContextOptions? like = null)
    {
        var options = like ?? new BrowserNewContextOptions();
        options.BaseURL = World.Address.ToString();
        // A view transition under way makes clicks and pictures of the page uncertain.
        options.ReducedMotion = ReducedMotion.Reduce;
        options.ViewportSize ??= new() { Width = 1366, Height = 800 };
        var context = await browser.NewContextAsync(options);
        contexts.Add(context);
        await context.Tracing.StartAsync(new() { Snapshots = true });
        if (who is not null) await SignInAsync(context, who);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>A session put into the catalog; the sign-in form has a story of its own.</summary>
    protected async Task SignInAsync(IBrowserContext context, Account who)
    {
        using var session = await World.BrowserOfAsync(who);
        var cookie = session.Cookies.GetCookies(World.Address)["vitrine"]!;
        await context.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = World.Address.ToString(), HttpOnly = true }]);
    }

    /// <summary>Stops the site and starts it again on the same folder and port, as an operator would.</summary>
    protected async Task RestartSiteAsync(Func<Task>? meanwhile = null)
    {
        var (folder, port) = (World.Data, World.Address.Port);
        var before = World;
        World = null!;
        await before.DisposeAsync();
        if (meanwhile is not null) await meanwhile();
        World = await StartSiteAsync(folder, port);
    }

    /// <summary>A folder of small pictures, or of the given files; removed afterwards.</summary>
    protected string NewFolder(string name, int pictures = 0)
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-story-").FullName;
        folders.Add(folder);
        var inner = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        for (var n = 1; n <= pictures; n++) File.WriteAllBytes(Path.Combine(inner, $"photo-{n}.png"), Pictures.Png(96 + (8 * n), 64, n));
        return inner;
    }

    protected string NewFile(string name, int bytes)
    {
        var path = Path.Combine(NewFolder("files"), name);
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        File.WriteAllBytes(path, content);
        return path;
    }

    private Task<World> StartSiteAsync(string folder, int port)
    {
        var settings = new Dictionary<string, string?>(Settings) { ["Site:Port"] = $"{port}" };
        return World.StartAsync(folder, ownsFolder: false, settings, replace: Join, peopled: Peopled);
    }

    private void Join(IServiceCollection services)
    {
        Line.Join(services);
        Log.Join(services);
    }

    private static async Task EndAsync(IBrowserContext context, bool failed)
    {
        if (failed)
        {
            var name = Path.Combine(BrowserFixture.Artifacts, $"{TestContext.Current.TestMethod?.MethodName}-{Guid.NewGuid():N}"[..^24]);
            foreach (var (page, n) in context.Pages.Select((page, n) => (page, n)))
                await page.ScreenshotAsync(new() { Path = $"{name}-{n}.png", FullPage = true });
            await context.Tracing.StopAsync(new() { Path = $"{name}.zip" });
        }

        await context.CloseAsync();
    }
}
