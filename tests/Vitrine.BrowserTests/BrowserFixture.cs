using Microsoft.Playwright;
using Vitrine.BrowserTests;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Vitrine.BrowserTests;

/// <summary>One Chromium for all stories. Where there is none, the stories skip visibly; under CI=true they fail instead.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>The shell first: the same engine without a browser's own windows, which are pages too and cost half of the time.</summary>
    private static readonly string[] Places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>No sandbox because containers run as root; the rest keeps the browser from talking to anybody but the site.</summary>
    private static readonly string[] Flags =
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public static bool IsCi => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Where traces and screenshots of failed stories go.</summary>
    public static string Artifacts { get; } = Path.Combine(Repository.Root, "artifacts", "browser-tests");

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("VITRINE_CHROMIUM") is not { } path) path = Places.FirstOrDefault(File.Exists);
        if (path is null) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags });
    }

    public IBrowser Require()
    {
        if (browser is not null) return browser;
        if (IsCi) Assert.Fail("Chromium is missing: apt-get install chromium, or set VITRINE_CHROMIUM.");
        Assert.Skip("Chromium is missing: apt-get install chromium, or set VITRINE_CHROMIUM.");
        return null!;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
