namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>Changes of bytes in place: these files point into themselves by offset, so nothing may move.</summary>
internal sealed class Patches
{
    private const int MostPatches = 100_000;

    private readonly List<Patch> patches = [];

    public void Blank(long at, long length)
    {
        if (length > 0) Add(new Patch(at, length, null));
    }

    public void Replace(long at, byte[] bytes) => Add(new Patch(at, bytes.Length, bytes));

    /// <summary>Makes a box into padding of the same length.</summary>
    public void Free(Box box)
    {
        Replace(box.At + 4, [.. "free"u8]);
        Blank(box.DataAt, box.DataLength);
    }

    public ScrubPlan Over(long length)
    {
        patches.Sort((one, other) => one.At.CompareTo(other.At));
        var plan = new PlanWriter();
        foreach (var patch in patches)
        {
            if (patch.At < plan.Length || patch.At > length - patch.Length) throw Refuse.Damaged($"Two parts of the file overlap at {patch.At}.");
            plan.Copy(plan.Length, patch.At - plan.Length);
            if (patch.Bytes is { } bytes) plan.Write(bytes);
            else plan.Fill(0, patch.Length);
        }

        plan.Copy(plan.Length, length - plan.Length);
        return plan.Build();
    }

    private void Add(Patch patch)
    {
        if (patches.Count == MostPatches) throw Refuse.TooManyParts($"More than {MostPatches} changes.");
        patches.Add(patch);
    }

    private readonly record struct Patch(long At, long Length, byte[]? Bytes);
}
