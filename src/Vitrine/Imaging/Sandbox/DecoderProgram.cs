using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Vitrine.Imaging.Sandbox;

/// <summary>Finds the decoder's executable and says how to start it.</summary>
internal sealed class DecoderProgram(ImagingOptions options, DecodingFolder folder)
{
    private const string Name = "vitrine-decoder";

    /// <exception cref="DecoderUnavailableException">There is none.</exception>
    public string Path => Candidates().FirstOrDefault(File.Exists) ?? throw new DecoderUnavailableException(
        options.Decoder.Length > 0
            ? $"There is no decoder at {options.Decoder} (VITRINE_IMAGING__DECODER): uploads are kept, their previews wait."
            : "The decoder was not found beside the site: uploads are kept, their previews wait. Set VITRINE_IMAGING__DECODER to vitrine-decoder's path, or build it by eng/decoder.sh.");

    /// <summary>For one child. The caller disposes.</summary>
    public Tray NewTray() => Tray.Make(folder.Open(), options.CopyMegabytes * 1024L * 1024);

    public ProcessStartInfo StartInfo(Tray tray)
    {
        var start = new ProcessStartInfo(Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.ArgumentList.Add("--read");
        start.ArgumentList.Add(tray.Path);

        // Nothing of the site's environment, which may hold secrets.
        start.Environment.Clear();
        start.Environment["VITRINE_DECODER_MEMORY"] = options.MemoryBytes.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_ROOT"] = SharedRuntime();
        return start;
    }

    /// <summary>Only a JIT build of the decoder, for development, needs it: <c>dotnet/shared/Microsoft.NETCore.App/10.x</c>.</summary>
    private static string SharedRuntime() =>
        Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private IEnumerable<string> Candidates()
    {
        if (options.Decoder.Length > 0) return [System.IO.Path.GetFullPath(options.Decoder)];
        return Upwards(AppContext.BaseDirectory)
            .Select(folder => System.IO.Path.Combine(folder, "artifacts", "decoder", Name))
            .Prepend(System.IO.Path.Combine(AppContext.BaseDirectory, "decoder", Name));
    }

    private static IEnumerable<string> Upwards(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
