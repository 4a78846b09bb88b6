namespace Vitrine.Features.Accounts;

/// <summary>Says in two words which browser a session is: "Firefox on Linux".</summary>
internal static class Agents
{
    // Order matters: Edge and Opera also say Chrome, Chrome also says Safari, Android also says Linux, iPhones also say Mac OS X.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")];

    public static string Name(string? agent)
    {
        if (string.IsNullOrEmpty(agent)) return "Unknown browser";
        var browser = Find(Browsers, agent);
        var system = Find(Systems, agent);
        return (browser, system) switch
        {
            (not null, not null) => $"{browser} on {system}",
            (not null, null) => browser,
            (null, not null) => system,
            _ => agent.Length > 60 ? agent[..60] + "…" : agent,
        };
    }

    private static string? Find((string Sign, string Name)[] known, string agent) =>
        known.FirstOrDefault(entry => agent.Contains(entry.Sign, StringComparison.Ordinal)).Name;
}
