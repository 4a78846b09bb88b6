namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>Numbers of sqlite3.h.</summary>
internal static class Codes
{
    public const int Ok = 0;
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int Interrupted = 9;
    public const int IoError = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int NotADatabase = 26;
    public const int Row = 100;
    public const int Done = 101;

    /// <summary>IOERR_SHMSIZE: the shared-memory file could not grow, which is a full disk.</summary>
    public const int CannotGrowSharedMemory = IoError | (19 << 8);

    public const int Null = 5;

    public const int OpenReadOnly = 0x1;
    public const int OpenReadWrite = 0x2;
    public const int OpenCreate = 0x4;

    /// <summary>A connection serves one thread at a time; our pool sees to it.</summary>
    public const int OpenNoMutex = 0x8000;

    public const uint PreparePersistent = 1;

    /// <summary>SQLITE_CONFIG_MEMSTATUS.</summary>
    public const int CountMemory = 9;

    public const int StatusFullScanSteps = 1;
    public const int StatusSorts = 2;
    public const int StatusSteps = 4;
}
