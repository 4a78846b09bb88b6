using NetVips;

namespace Vitrine.Decoder;

/// <summary>libvips as we want it: one thread a child (a child per core is faster), no cache, and only the loaders on the list.</summary>
internal static class Libvips
{
    private static readonly string[] Loaders =
        ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadNsgif", "VipsForeignLoadWebp", "VipsForeignLoadHeif", "VipsForeignLoadTiff"];

    public static string Version { get; private set; } = "";

    public static void Prepare()
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in Loaders) Operation.Block(loader, false);
        Version = string.Join('.', NetVips.NetVips.Version(0), NetVips.NetVips.Version(1), NetVips.NetVips.Version(2));
    }
}
