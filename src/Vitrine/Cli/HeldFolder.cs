namespace Vitrine.Cli;

/// <summary>
/// The data folder while a site runs on it: an advisory lock on <c>serving.lock</c>, which the kernel lets go however the process
/// ends. Verbs beside the site do not ask for it. The file itself stays, or two starts could hold two files of that name.
/// </summary>
internal static class HeldFolder
{
    private const string LockName = "serving.lock";

    /// <summary>Throws <see cref="VerbFailed"/> while another site has the folder. The caller disposes what it gets at its very end.</summary>
    public static IDisposable Hold(string data)
    {
        var folder = Path.GetFullPath(data);
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Join(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (File.Exists(Path.Join(folder, LockName)))
        {
            throw new VerbFailed($"Another Vitrine serves {folder} already. Stop it first, or choose another folder with --data. ({failure.Message})");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailed($"The data folder {folder} cannot be written ({failure.Message}). Choose another with --data, or give this user the right to write there.");
        }
    }
}
