using Microsoft.Extensions.DependencyInjection;
using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Tests.Imaging;

namespace Vitrine.Tests.Library;

/// <summary>A world whose uploads get previews by real decoders; to be used with <c>using static</c>.</summary>
internal static class DecodingWorld
{
    public static Task<World> StartAsync(Action<IServiceCollection>? replace = null)
    {
        try
        {
            _ = Pool.DecoderPath;
        }
        catch (DecoderUnavailableException missing)
        {
            Missing.Tool(missing.Message);
        }

        return World.StartAsync(replace: replace);
    }

    /// <summary>Uploads a file of the corpus as Ada.</summary>
    public static async Task<MediaId> UploadAsync(World world, string file)
    {
        using var program = await world.ProgramOfAsync(world.Ada);
        return await World.UploadAsync(program, await File.ReadAllBytesAsync(Corpus.PathOf(file), TestContext.Current.CancellationToken), Path.GetFileName(file));
    }

    /// <summary>The item once it has got so far; fails the test after the deadline.</summary>
    public static async Task<MediaItem> WaitAsync(World world, MediaId id, Func<MediaItem, bool> done)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            var item = await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, id, TestContext.Current.CancellationToken);
            if (item is not null && done(item)) return item;
        }

        throw new TimeoutException($"{id} did not get that far.");
    }
}
