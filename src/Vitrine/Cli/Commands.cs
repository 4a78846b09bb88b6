namespace Vitrine.Cli;

/// <summary>The verbs of the one binary; <c>serve</c> when none is given.</summary>
public static class Commands
{
    public static async Task<int> RunAsync(string[] args, Func<IConfiguration, WebApplication> build)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("VITRINE_").Build();
        await using var site = build(settings);
        await site.RunAsync();
        return 0;
    }
}
