using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vitrine.Cli;
using Vitrine.Settings;
using Vitrine.Web;

namespace Vitrine.Tests.Cli;

public sealed class LayersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vitrine-layers-").FullName;

    [Fact]
    public void The_command_line_wins_over_the_environment_that_over_the_file_and_that_over_the_defaults()
    {
        File.WriteAllText(Path.Combine(folder, "vitrine.settings.json"), """{ "Site": { "Port": 1001, "Name": "From the file", "Bind": "127.0.0.9" } }""");
        Environment.SetEnvironmentVariable("VITRINE_SITE__BIND", "127.0.0.8");
        try
        {
            var site = Options(Read("--data", folder, "--port", "1003"));
            Assert.Equal(1003, site.Port);
            Assert.Equal("127.0.0.8", site.Bind);
            Assert.Equal("From the file", site.Name);
            Assert.False(site.ExpectExisting);
        }
        finally
        {
            Environment.SetEnvironmentVariable("VITRINE_SITE__BIND", null);
        }
    }

    [Fact]
    public void A_file_can_be_named()
    {
        var path = Path.Combine(folder, "mine.json");
        File.WriteAllText(path, """{ "Site": { "Name": "Mine" } }""");
        Assert.Equal("Mine", Options(Read("--config", path)).Name);
    }

    [Fact]
    public void A_file_that_is_not_JSON_is_said_with_its_name()
    {
        var path = Path.Combine(folder, "broken.json");
        File.WriteAllText(path, "{ Site: ");
        var failure = Assert.Throws<VerbFailed>(() => Read("--config", path));
        Assert.Contains("broken.json", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, failure.ExitCode);
    }

    [Theory]
    [InlineData("Site:Port", "abc", "VITRINE_SITE__PORT is 'abc'")]
    [InlineData("Site:Port", "99999", "VITRINE_SITE__PORT: ")]
    [InlineData("Site:Url", "photos.example", "VITRINE_SITE__URL: ")]
    [InlineData("Site:DrainDelay", "01:00:00", "VITRINE_SITE__DRAINDELAY: ")]
    public void A_setting_that_cannot_be_is_named(string key, string value, string sentence)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
        var failure = Assert.Throws<OptionsValidationException>(() => Options(settings));
        Assert.StartsWith(sentence, failure.Failures.Single(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IConfiguration Read(params string[] args)
    {
        var root = new RootCommand();
        Layers.AddOptions(root);
        return Layers.Read(root.Parse(args));
    }

    private static SiteOptions Options(IConfiguration settings)
    {
        using var services = new ServiceCollection().AddOptionsOf<SiteOptions>(settings, SiteOptions.Section).Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<SiteOptions>>().Value;
    }
}
