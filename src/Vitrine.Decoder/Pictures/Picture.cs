using NetVips;
using Vitrine.Imaging;
using Vitrine.Imaging.Sandbox.Wire;

namespace Vitrine.Decoder.Pictures;

/// <summary>One picture on its way through the steps. Owns its pixels: a step replaces them and the former are let go at once.</summary>
internal sealed class Picture : IDisposable
{
    private Image? pixels;

    public Picture(Order.Decode order)
    {
        Order = order;
        Header = Header.Read(order.Path, order.Type);
        Facts = new PictureFacts { Width = Header.UprightWidth, Height = Header.UprightHeight, Orientation = Header.Orientation, Frames = Header.Frames, HasAlpha = Header.HasAlpha };
        LargestBox = order.Renditions.Count == 0 ? 0 : order.Renditions.Max(r => r.Box);
    }

    public Order.Decode Order { get; }

    public Header Header { get; }

    /// <summary>The longest edge that any rendition wants.</summary>
    public int LargestBox { get; }

    public PictureFacts Facts { get; set; }

    public List<(RenditionHead Head, byte[] Content)> Made { get; } = [];

    public Image Pixels => pixels ?? throw new InvalidOperationException("Nothing was loaded yet.");

    public void Load(Image loaded) => pixels = loaded;

    public void Become(Func<Image, Image> next)
    {
        var before = Pixels;
        pixels = next(before);
        if (!ReferenceEquals(before, pixels)) before.Dispose();
    }

    public void Dispose() => pixels?.Dispose();
}
