using System.ComponentModel.DataAnnotations;

namespace Vitrine.Jobs;

/// <summary>Section <c>Jobs</c>: how much work goes on beside the pages.</summary>
public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Workers of the most urgent lane, first previews; 0 means one more than there are processors, so that one always waits at the decoders.</summary>
    [Range(0, 256, ErrorMessage = "must be 0 to 256.")]
    public int TileWorkers { get; set; }

    /// <summary>Workers of the lane of bigger previews; 0 means one per processor.</summary>
    [Range(0, 256, ErrorMessage = "must be 0 to 256.")]
    public int OrdinaryWorkers { get; set; }

    /// <summary>Workers of the lane of long work.</summary>
    [Range(1, 64, ErrorMessage = "must be 1 to 64.")]
    public int HeavyWorkers { get; set; } = 1;

    /// <summary>How long a job stays with a worker that has died; living ones renew.</summary>
    [Range(5, 3600, ErrorMessage = "must be 5 to 3600.")]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>How often a job may fail by its own doing, or take its process down, before it is given up.</summary>
    [Range(1, 20, ErrorMessage = "must be 1 to 20.")]
    public int Attempts { get; set; } = 3;

    public int WorkersOf(string lane) => lane switch
    {
        Lanes.Tile => TileWorkers > 0 ? TileWorkers : Environment.ProcessorCount + 1,
        Lanes.Ordinary => OrdinaryWorkers > 0 ? OrdinaryWorkers : Environment.ProcessorCount,
        _ => HeavyWorkers,
    };
}
