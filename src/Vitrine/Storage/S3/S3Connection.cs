using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>
/// Clients by the settings. Trying again and time limits are ours (<see cref="S3Calls"/>), so that both are bounded in one place;
/// credentials are the SDK's own chain.
/// </summary>
internal sealed class S3Connection : IDisposable
{
    /// <summary>What one call of the kernel takes of a body; the SDK's own 8 KiB take sixteen times as many.</summary>
    private const int BytesAtOnce = 128 * 1024;
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    private readonly S3Options options;
    private readonly OneHttpClient http = new();

    public S3Connection(S3Options options)
    {
        this.options = options;
        Client = Create(options.Endpoint);
        Public = options.PublicEndpoint.Length > 0 ? Create(options.PublicEndpoint) : Client;
    }

    public IAmazonS3 Client { get; }

    /// <summary>For links that others follow; nothing is sent through it.</summary>
    public IAmazonS3 Public { get; }

    /// <summary>For what the SDK does not read.</summary>
    public HttpClient Http => http.Client;

    /// <summary>Whether links begin with https.</summary>
    public Protocol Protocol => (options.PublicEndpoint is { Length: > 0 } address ? address : options.Endpoint).StartsWith("http:", StringComparison.Ordinal)
        ? Protocol.HTTP
        : Protocol.HTTPS;

    /// <summary>Scheme, host and port, taken from a link, so that it is theirs whatever the endpoint's rules are; from one that is good for nothing, so that it never fails.</summary>
    public string OriginOfLinks(DateTimeOffset now)
    {
        using var nobody = new AmazonS3Client(new BasicAWSCredentials("nobody", "nothing"), ConfigOf(options.PublicEndpoint.Length > 0 ? options.PublicEndpoint : options.Endpoint));
        var link = new GetPreSignedUrlRequest { BucketName = options.Bucket, Key = "any", Protocol = Protocol, Expires = now.UtcDateTime.AddMinutes(1) };
        return new Uri(nobody.GetPreSignedURL(link)).GetLeftPart(UriPartial.Authority);
    }

    public void Dispose()
    {
        if (Public != Client) Public.Dispose();
        Client.Dispose();
        http.Dispose();
    }

    private AmazonS3Client Create(string endpoint)
    {
        try
        {
            return new AmazonS3Client(ConfigOf(endpoint));
        }
        catch (AmazonClientException failure)
        {
            throw new StorageUnavailableException($"VITRINE_STORAGE__S3__REGION: a client for the bucket cannot be made ({failure.Message}). Set the bucket's region, such as eu-central-1.", failure);
        }
    }

    private AmazonS3Config ConfigOf(string endpoint)
    {
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 0,
            HttpClientFactory = http,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            BufferSize = BytesAtOnce,
        };
        if (endpoint.Length > 0)
        {
            // Other makers' S3 refuses the checksums that the SDK adds by default; the signature covers the bytes there.
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = options.Region.Length > 0 ? options.Region : "us-east-1";
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }
        else if (options.Region.Length > 0) config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);

        config.ForcePathStyle = options.PathStyle ?? endpoint.Length > 0;
        return config;
    }

    /// <summary>One pool of connections for all clients of a store.</summary>
    private sealed class OneHttpClient : HttpClientFactory, IDisposable
    {
        public HttpClient Client { get; } = new(new CephAnswers(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTime,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        }))
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => Client;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public void Dispose() => Client.Dispose();
    }
}
