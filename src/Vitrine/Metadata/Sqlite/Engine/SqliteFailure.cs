using Vitrine.Library;

namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>Turns SQLite's result codes into what the contracts promise: nothing of SQLite leaks to callers.</summary>
internal static class SqliteFailure
{
    public static Exception Of(int code, string message, string path) => (code & 0xff) switch
    {
        _ when code == Codes.CannotGrowSharedMemory => Full(path),
        Codes.Full => Full(path),
        Codes.Busy or Codes.Locked => Unavailable(
            $"The database {path} stays locked by another program. Try again in a moment; if it lasts, end the program that holds it."),
        Codes.Interrupted => new OperationCanceledException(),
        Codes.IoError => Unavailable($"The disk of the database {path} reported an error ({code}). Look at the system's log before anything else."),
        Codes.Corrupt or Codes.NotADatabase => Unavailable(
            $"The database {path} is damaged. Stop the site and run `vitrine restore` with a backup, or `vitrine rebuild`: no original is lost."),
        Codes.ReadOnly => Unavailable($"The database {path} cannot be written. Check the owner and the rights of the file and its folder."),
        Codes.CannotOpen => Unavailable($"The database {path} cannot be opened. Check that its folder exists and may be written."),
        _ => new InvalidOperationException($"SQLite refused a statement ({code}): {message}"),
    };

    private static CatalogUnavailableException Full(string path) =>
        new($"The disk of the database {path} is full. Free some space; until then the site can be read but not changed.") { Full = true };

    private static CatalogUnavailableException Unavailable(string sentence) => new(sentence);
}
