using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Settings;

namespace Vitrine.Tests.Settings;

/// <summary>What admins choose is one layer of settings: above the defaults, below whatever the site was started with.</summary>
public sealed class LiveTests
{
    [Fact]
    public void What_is_chosen_stands_above_the_default_and_goes_again()
    {
        var (live, chosen) = Of<TrashOptions>(TrashOptions.Section, []);
        Assert.Equal(30, live.Value.Days);
        chosen.Current = new Chosen(1, new Dictionary<string, string> { ["Trash:Days"] = "7" });
        Assert.Equal(7, live.Value.Days);
        Assert.Same(live.Value, live.Value);
        chosen.Current = Chosen.Nothing;
        Assert.Equal(30, live.Value.Days);
    }

    [Fact]
    public void What_the_site_was_started_with_wins()
    {
        var (live, chosen) = Of<IntakeOptions>(IntakeOptions.Section, new() { ["Uploads:MaxFileBytes"] = "1000" });
        chosen.Current = new Chosen(1, new Dictionary<string, string> { ["Uploads:MaxFileBytes"] = "2000", ["Uploads:AtOnce"] = "3" });
        Assert.Equal((1000, 3), (live.Value.MaxFileBytes, live.Value.AtOnce));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("soon")]
    [InlineData("")]
    public void What_cannot_be_used_is_passed_over_whoever_wrote_it(string days)
    {
        var (live, chosen) = Of<TrashOptions>(TrashOptions.Section, new() { ["Trash:Nothing"] = "1" });
        chosen.Current = new Chosen(1, new Dictionary<string, string> { ["Trash:Days"] = days });
        Assert.Equal(30, live.Value.Days);
    }

    [Fact]
    public void No_limit_can_be_chosen_too()
    {
        var (live, chosen) = Of<AccountsOptions>(AccountsOptions.Section, []);
        chosen.Current = new Chosen(1, new Dictionary<string, string> { ["Accounts:DefaultQuotaBytes"] = "5" });
        Assert.Equal(5, live.Value.DefaultQuotaBytes);
        chosen.Current = new Chosen(2, new Dictionary<string, string> { ["Accounts:DefaultQuotaBytes"] = "" });
        Assert.Null(live.Value.DefaultQuotaBytes);
    }

    private static (Live<T> Live, ChosenSettings Chosen) Of<T>(string section, Dictionary<string, string?> given)
        where T : class, new()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<ChosenSettings>();
        services.AddOptionsOf<T>(new ConfigurationBuilder().AddInMemoryCollection(given).Build(), section);
        var provider = services.BuildServiceProvider();
        return (provider.GetRequiredService<Live<T>>(), provider.GetRequiredService<ChosenSettings>());
    }
}
