using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Library;
using Vitrine.Storage;

namespace Vitrine.Tests.Web;

public class HealthTests
{
    [Fact]
    [Trait("trust", "D12")]
    public async Task A_good_site_is_alive_ready_and_writable_and_says_no_more()
    {
        await using var world = await World.StartAsync();
        using var nobody = world.ProgramWith(null);

        Assert.Equal("alive", await nobody.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        Assert.Equal("""{"ready":true,"writable":true,"reason":null}""", await nobody.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_site_that_cannot_write_is_still_ready()
    {
        await using var world = await World.StartAsync(replace: services => services.AddSingleton<IStorageHealth>(new Health { NotWritable = "full" }));
        using var nobody = world.ProgramWith(null);

        Assert.Equal("""{"ready":true,"writable":false,"reason":"storage"}""", await nobody.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("trust", "D12")]
    public async Task A_site_that_cannot_read_is_not_ready()
    {
        var health = new Health();
        await using var world = await World.StartAsync(replace: services => services.AddSingleton<IStorageHealth>(health));
        using var nobody = world.ProgramWith(null);

        health.NotReadable = "/mnt/photos is gone";
        using var answer = await nobody.GetAsync("/readyz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("""{"ready":false,"writable":false,"reason":"storage"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Metrics_are_for_this_machine_and_for_admins_keys()
    {
        await using var world = await World.StartAsync();
        using var here = world.ProgramWith(null);
        using var proxied = world.ProgramWith(null);
        proxied.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var ada = await world.ProgramOfAsync(world.Ada);
        ada.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var ben = await world.ProgramOfAsync(world.Ben);
        ben.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        var text = await here.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("vitrine_storage_writable 1", text, StringComparison.Ordinal);
        Assert.Contains("vitrine_storage_free_bytes", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ada));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ben));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(proxied));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private sealed class Health : IStorageHealth
    {
        public string? NotWritable { get; set; }

        public string? NotReadable { get; set; }

        public long? FreeBytes => 1;
    }
}
