using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vitrine.Settings;
using Vitrine.Storage.Disk;
using Vitrine.Storage.S3;

namespace Vitrine.Storage;

/// <summary>Choosing the store by <c>Storage:Kind</c>.</summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<StorageOptions>(settings, StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        return settings["Storage:Kind"] == "s3" ? services.AddS3(settings) : services.AddDisk(settings);
    }

    private static IServiceCollection AddDisk(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<DiskOptions>(settings, DiskOptions.Section);
        services.TryAddSingleton<IPosix, Posix>();
        services.AddSingleton(s => new StoreFolder(FolderOf(s.GetRequiredService<DiskOptions>(), settings), s.GetRequiredService<IPosix>()));
        services.AddSingleton(s => s.GetRequiredService<IOptions<DiskOptions>>().Value);
        services.AddSingleton<DiskHealth>();
        services.AddSingleton<IStorageHealth>(s => s.GetRequiredService<DiskHealth>());
        services.AddSingleton<DiskBlobStore>();
        services.AddSingleton<IBlobStore>(s => s.GetRequiredService<DiskBlobStore>());
        services.AddSingleton<ILocalFiles>(s => s.GetRequiredService<DiskBlobStore>());
        services.AddSingleton<IPartialWrites, DiskPartialWrites>();
        services.AddSingleton<IStoreMarker, DiskMarker>();
        return services;
    }

    private static IServiceCollection AddS3(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<S3Options>(settings, S3Options.Section);
        services.AddSingleton(s => new S3Store(
            s.GetRequiredService<IOptions<S3Options>>().Value, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>(), OriginOf(settings)));
        services.AddSingleton<ISiteFacts>(s => s.GetRequiredService<S3Store>());
        services.AddSingleton(s => s.GetRequiredService<S3Store>().Health);
        services.AddSingleton(s => s.GetRequiredService<S3Store>().Blobs);
        services.AddSingleton(s => s.GetRequiredService<S3Store>().Partial);
        if (settings.GetValue<bool>($"{S3Options.Section}:{nameof(S3Options.DirectUploads)}")) services.AddSingleton(s => s.GetRequiredService<S3Store>().Direct!);
        services.AddSingleton(s => s.GetRequiredService<S3Store>().Marker);
        services.AddSingleton(s => s.GetRequiredService<S3Store>().Making);
        services.AddSingleton(s => s.GetRequiredService<S3Store>().Examination);
        return services;
    }

    private static string? OriginOf(IConfiguration settings) =>
        Uri.TryCreate(settings["Site:Url"], UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : null;

    private static string FolderOf(DiskOptions options, IConfiguration settings) =>
        options.Path is { Length: > 0 } path ? path : Path.Join(settings["Site:Data"] ?? "./data", "media");
}
