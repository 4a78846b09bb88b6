using Vitrine.Library;

namespace Vitrine.Tests.Web;

/// <summary>Somebody who knocks: programs and browsers that ask for JSON, so that refusals are told by their code.</summary>
public sealed class Visitors : IDisposable
{
    public const string Nobody = "nobody";
    public const string Member = "member";
    public const string Admin = "admin";
    public const string ReadKey = "read key";
    public const string WriteKey = "read and write key";
    public const string RevokedKey = "revoked key";
    public const string WrongKey = "wrong key";
    public const string ExpiredSession = "expired session";
    public const string DisabledSession = "session of a disabled account";

    private readonly IDisposable? owner;

    private Visitors(string kind, HttpClient client, IDisposable? owner = null) => (Kind, Client, this.owner) = (kind, client, owner);

    public string Kind { get; }

    public HttpClient Client { get; }

    public static async Task<IReadOnlyList<Visitors>> AllAsync(World world) =>
    [
        new(Nobody, world.ProgramWith(null)),
        SignedIn(Member, await world.BrowserOfAsync(world.Ben)),
        SignedIn(Admin, await world.BrowserOfAsync(world.Ada)),
        new(ReadKey, await world.ProgramOfAsync(world.Ben, write: false)),
        new(WriteKey, await world.ProgramOfAsync(world.Ada)),
        new(RevokedKey, await RevokedAsync(world)),
        new(WrongKey, world.ProgramWith("vitrine_guessed")),
        SignedIn(ExpiredSession, await ExpiredAsync(world)),
        SignedIn(DisabledSession, await DisabledAsync(world)),
    ];

    public void Dispose()
    {
        Client.Dispose();
        owner?.Dispose();
    }

    private static Visitors SignedIn(string kind, Browser browser)
    {
        browser.Client.DefaultRequestHeaders.Remove("Accept");
        browser.Client.DefaultRequestHeaders.Add("Accept", "application/json");
        return new Visitors(kind, browser.Client, browser);
    }

    private static async Task<HttpClient> RevokedAsync(World world)
    {
        var program = await world.ProgramOfAsync(world.Ben);
        var accounts = world.Get<IAccountCatalog>();
        foreach (var key in await accounts.KeysAsync(world.Ben.Id, TestContext.Current.CancellationToken))
        {
            if (key.SecretHash == Ids.HashSecret(program.DefaultRequestHeaders.Authorization!.Parameter!))
                Assert.True(await accounts.RevokeKeyAsync(world.Ben.Id, key.Id, TestContext.Current.CancellationToken));
        }

        return program;
    }

    private static async Task<Browser> ExpiredAsync(World world)
    {
        var secret = Ids.NewSecret();
        var now = world.Get<TimeProvider>().GetUtcNow();
        await world.Get<IAccountCatalog>().AddSessionAsync(
            new Session(Ids.HashSecret(secret), world.Ada.Id, now.AddDays(-31), now.AddSeconds(-1), null), TestContext.Current.CancellationToken);
        var browser = world.Browser();
        browser.Cookies.Add(world.Address, new System.Net.Cookie("vitrine", secret, "/"));
        return browser;
    }

    private static async Task<Browser> DisabledAsync(World world)
    {
        var carl = await world.PersonAsync("Carl", isAdmin: false);
        var browser = await world.BrowserOfAsync(carl);
        var change = await world.Get<IAccountCatalog>().ChangeAsync(carl.Id, isAdmin: false, disabled: true, quotaBytes: null, TestContext.Current.CancellationToken);
        Assert.Equal(AccountChange.Changed, change);
        return browser;
    }
}
