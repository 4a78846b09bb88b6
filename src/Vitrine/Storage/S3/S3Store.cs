using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Settings;
using Vitrine.Storage.S3.Making;

namespace Vitrine.Storage.S3;

/// <summary>All parts of a store in a bucket, made for one another.</summary>
internal sealed class S3Store : ISiteFacts, IDisposable
{
    private readonly S3Options options;
    private readonly S3Connection connection;
    private readonly S3Buffers buffers;
    private readonly S3Health health;
    private readonly S3Health healthOfMaking;

    /// <param name="origin">The site's, for pages that reach the bucket themselves; null where it is not known.</param>
    public S3Store(S3Options options, TimeProvider time, ILoggerFactory logs, string? origin = null)
    {
        this.options = options;
        connection = new S3Connection(options);
        health = new S3Health(time);
        healthOfMaking = new S3Health(time) { Check = (_, _) => Task.CompletedTask };
        var bucket = new S3Bucket(options);
        var calls = new S3Calls(connection.Client, options, new S3Failures(options), health, time, logs.CreateLogger<S3Store>());
        var objects = new S3Objects(bucket, calls);
        buffers = new S3Buffers(options, time);
        var marker = new S3Marker(bucket, calls, objects, health, time);
        Marker = marker;
        Blobs = new S3BlobStore(bucket, calls, objects, marker, buffers, connection, time);
        Making = MakingOf(origin, time);
        Examination = new S3Examination(options, connection, new S3Outsiders(options, bucket, connection, origin), time);
        Direct = options.DirectUploads ? new S3DirectWrites(bucket, calls, objects, marker, connection, time) : null;
        Partial = new S3PartialWrites(bucket, calls, objects, new S3Tails(bucket, calls, objects, buffers), marker, buffers);
    }

    public IBlobStore Blobs { get; }

    public IPartialWrites Partial { get; }

    /// <summary>Null where the setting says that browsers do not reach the bucket.</summary>
    public IDirectWrites? Direct { get; }

    public IStoreMarker Marker { get; }

    public IProvisioning Making { get; }

    public IExamination Examination { get; }

    public IStorageHealth Health => health;

    public Task<IReadOnlyList<SiteFact>> ReadAsync(CancellationToken cancellationToken)
    {
        var where = options.Endpoint.Length > 0 ? options.Endpoint : $"Amazon S3 {options.Region}".TrimEnd();
        return Task.FromResult<IReadOnlyList<SiteFact>>([new SiteFact("Bucket", $"{options.Bucket}/{options.Prefix} at {where}")]);
    }

    public void Dispose()
    {
        health.Dispose();
        healthOfMaking.Dispose();
        connection.Dispose();
        buffers.Dispose();
    }

    /// <summary>What an endpoint refuses while the bucket is made is a step's own report, no news about the store and none for its log.</summary>
    private BucketMaking MakingOf(string? origin, TimeProvider time)
    {
        var calls = new S3Calls(connection.Client, options, new S3Failures(options), healthOfMaking, time, NullLogger.Instance);
        return new BucketMaking(options, new BucketSteps(options, calls, new PublicAccess(options, calls), new BucketPolicy(options, calls), new BucketRules(options, calls, origin)));
    }
}
