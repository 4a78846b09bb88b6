using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vitrine.Settings;
using Vitrine.Storage.Disk;

namespace Vitrine.Storage;

/// <summary>Choosing the store: today the disk.</summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<StorageOptions>(settings, StorageOptions.Section);
        services.AddOptionsOf<DiskOptions>(settings, DiskOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
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

    private static string FolderOf(DiskOptions options, IConfiguration settings) =>
        options.Path is { Length: > 0 } path ? path : Path.Join(settings["Site:Data"] ?? "./data", "media");
}
