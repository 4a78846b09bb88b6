using System.CommandLine;

namespace Vitrine.Cli;

/// <summary>
/// Where settings come from, weakest first: defaults in the options classes, the JSON file, environment
/// <c>VITRINE_SECTION__KEY</c>, command line. The JSON file is <c>--config</c>, or <c>vitrine.settings.json</c> in the data folder.
/// </summary>
internal static class Layers
{
    /// <summary>Only of the verb that makes the bucket.</summary>
    public static readonly Option<string?> PublicRead = new("--public-read")
    {
        Description = "A folder of renditions, such as renditions/public/, that anybody may read straight from the bucket; never originals. Same as VITRINE_STORAGE__S3__PUBLICREAD.",
    };

    private static readonly Option<int?> Port = new("--port") { Description = "Port to listen on.", Recursive = true };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder for everything the site keeps.", Recursive = true };
    private static readonly Option<string?> Bind = new("--bind") { Description = "Address to listen on, such as 0.0.0.0.", Recursive = true };
    private static readonly Option<string?> Config = new("--config") { Description = "A JSON file of settings.", Recursive = true };

    private static readonly Option<bool> ExpectExisting = new("--expect-existing")
    {
        Description = "Refuse to start on an empty data folder.",
        Recursive = true,
    };

    public static void AddOptions(RootCommand root)
    {
        foreach (var option in new Option[] { Port, Data, Bind, Config, ExpectExisting }) root.Add(option);
    }

    public static IConfiguration Read(ParseResult parsed)
    {
        var above = new ConfigurationBuilder().AddEnvironmentVariables("VITRINE_").AddInMemoryCollection(Said(parsed)).Build();
        var builder = new ConfigurationBuilder();
        AddFile(builder, parsed.GetValue(Config), above["Site:Data"] ?? new Web.SiteOptions().Data);
        return Built(builder.AddConfiguration(above));
    }

    private static Dictionary<string, string?> Said(ParseResult parsed)
    {
        var said = new Dictionary<string, string?>();
        if (parsed.GetValue(Port) is { } port) said["Site:Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (parsed.GetValue(Data) is { } data) said["Site:Data"] = data;
        if (parsed.GetValue(Bind) is { } bind) said["Site:Bind"] = bind;
        if (parsed.GetValue(PublicRead) is { } folder) said["Storage:S3:PublicRead"] = folder;
        if (parsed.GetValue(ExpectExisting)) said["Site:ExpectExisting"] = "true";
        return said;
    }

    private static void AddFile(ConfigurationBuilder builder, string? named, string data)
    {
        var path = Path.GetFullPath(named ?? Path.Combine(data, "vitrine.settings.json"));
        if (File.Exists(path)) builder.AddJsonFile(path, optional: false, reloadOnChange: false);
        else if (named is not null) throw new VerbFailed($"There is no settings file {path}.", exitCode: 2);
    }

    private static IConfigurationRoot Built(IConfigurationBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (InvalidDataException unreadable)
        {
            throw new VerbFailed($"{unreadable.Message} {unreadable.InnerException?.Message}".Trim(), exitCode: 2);
        }
    }
}
