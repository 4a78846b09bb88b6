using System.CommandLine;
using Microsoft.Extensions.Options;
using Vitrine.Web;

namespace Vitrine.Cli;

/// <summary>Runs the site until SIGTERM or Ctrl+C, then drains.</summary>
internal static class ServeVerb
{
    public static Command Create(Func<IConfiguration, WebApplication> build)
    {
        var command = new Command("serve", "Run the site (this is what happens when no verb is given).");
        command.SetAction(Action(build));
        return command;
    }

    public static Func<ParseResult, CancellationToken, Task<int>> Action(Func<IConfiguration, WebApplication> build) =>
        async (parsed, cancellationToken) =>
        {
            var settings = Layers.Read(parsed);
            var data = Path.GetFullPath(settings["Site:Data"] ?? new SiteOptions().Data);
            using var held = HeldFolder.Hold(data);
            await using var site = build(settings);
            await StartAsync(site, cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            await StartReport.PrintAsync(site.Services, output, cancellationToken);
            var hasDoor = site.Services.GetRequiredService<IOptions<ShareOptions>>().Value.Port is not null;
            if (hasDoor) await output.WriteLineAsync($"Shares, and nothing else, open at {site.Urls.Last()} too.");
            await output.WriteLineAsync(
                $"Vitrine is at {string.Join(" and ", hasDoor ? site.Urls.SkipLast(1) : site.Urls)}, its data in {data}. Ctrl+C stops it.");
            await site.WaitForShutdownAsync(cancellationToken);
            return 0;
        };

    private static async Task StartAsync(WebApplication site, CancellationToken cancellationToken)
    {
        try
        {
            await site.StartAsync(cancellationToken);
        }
        catch
        {
            await site.StopAsync(CancellationToken.None); // what had started already ends in order, not with a stack in the log
            throw;
        }
    }
}
