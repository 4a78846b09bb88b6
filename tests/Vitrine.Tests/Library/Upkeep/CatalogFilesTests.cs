using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Library;
using Vitrine.Library.SiteSettings;
using Vitrine.Storage;

namespace Vitrine.Tests.Library.Upkeep;

public sealed class CatalogFilesTests : IAsyncLifetime
{
    private SiteParts site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => site = await SiteParts.CreateAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Accounts_are_kept_in_the_store_without_secrets()
    {
        await site.Get<CatalogFiles>().WriteAsync(Cancel);
        var text = await File.ReadAllTextAsync(site.PathOf(CatalogFiles.AccountsKey), Cancel);
        Assert.Contains("\"Ada\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-hash", text, StringComparison.Ordinal);
        Assert.Equal(site.Owner.Id.ToString(), Assert.Single(await CatalogFiles.ReadAsync(site.Get<IBlobStore>(), line => Assert.Fail(line), Cancel)).Id);
    }

    [Theory]
    [InlineData(nameof(IBlobStore.FindAsync))]
    [InlineData(nameof(IBlobStore.ReplaceAsync))]
    public async Task A_node_that_is_overtaken_writes_over_nobody_who_knew_more(string step)
    {
        var accounts = site.Get<IAccountCatalog>();
        var slow = Node(OvertakenStore.At(step, site.Get<IBlobStore>(), async () =>
        {
            await accounts.AddAsync(new Account { Id = AccountId.New(site.Time), Name = "Ben", PasswordHash = "hash", IsAdmin = false, CreatedAt = site.Time.GetUtcNow() }, Cancel);
            await Node(site.Get<IBlobStore>()).WriteAsync(Cancel);
        }));

        await slow.WriteAsync(Cancel);

        Assert.Equal(["Ada", "Ben"], (await CatalogFiles.ReadAsync(site.Get<IBlobStore>(), line => Assert.Fail(line), Cancel)).Select(a => a.Name).Order());
    }

    private CatalogFiles Node(IBlobStore blobs) =>
        new(site.Get<IAccountCatalog>(), new SettingsFile(site.Get<ISiteCatalog>(), blobs), blobs, site.Time, NullLogger<CatalogFiles>.Instance);

    /// <summary>Lets something happen once, just before a step on the list of accounts.</summary>
    public class OvertakenStore : System.Reflection.DispatchProxy
    {
        private IBlobStore store = null!;
        private string step = "";
        private Func<Task>? meanwhile;

        public static IBlobStore At(string step, IBlobStore store, Func<Task> meanwhile)
        {
            var proxy = Create<IBlobStore, OvertakenStore>();
            var own = (OvertakenStore)(object)proxy;
            (own.store, own.step, own.meanwhile) = (store, step, meanwhile);
            return proxy;
        }

        protected override object? Invoke(System.Reflection.MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == step && Equals(args![0], CatalogFiles.AccountsKey) && Interlocked.Exchange(ref meanwhile, null) is { } first)
                first().GetAwaiter().GetResult();
            return targetMethod.Invoke(store, args);
        }
    }
}
