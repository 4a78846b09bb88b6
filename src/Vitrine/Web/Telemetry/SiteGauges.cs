using System.Diagnostics.Metrics;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Storage;

namespace Vitrine.Web.Telemetry;

/// <summary>Gauges of the site as a whole. Jobs are counted every few seconds, not at each scrape.</summary>
internal sealed class SiteGauges : BackgroundService
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(15);

    private readonly IJobQueue jobs;
    private readonly TimeProvider time;
    private readonly ILogger<SiteGauges> log;
    private readonly Meter meter = new("Vitrine.Site");
    private volatile IReadOnlyDictionary<string, long> waiting = new Dictionary<string, long>();

    public SiteGauges(IJobQueue jobs, IStorageHealth storage, TimeProvider time, ILogger<SiteGauges> log)
    {
        this.jobs = jobs;
        this.time = time;
        this.log = log;
        meter.CreateObservableGauge("vitrine.jobs.waiting", Waiting, description: "Jobs due or waiting, by lane.");
        meter.CreateObservableGauge("vitrine.storage.free", () => storage.FreeBytes ?? -1, "By", "Bytes free for new originals; -1 where there is no end.");
        meter.CreateObservableGauge("vitrine.storage.writable", () => storage.NotWritable is null ? 1 : 0, description: "1 while new files are taken.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CountEvery, time);
        do
        {
            try
            {
                waiting = await jobs.WaitingAsync(stoppingToken);
            }
            catch (CatalogUnavailableException failure)
            {
                log.LogWarning("The jobs that wait could not be counted: {Reason}", failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<long>> Waiting() =>
        waiting.Select(lane => new Measurement<long>(lane.Value, new KeyValuePair<string, object?>("lane", lane.Key)));
}
