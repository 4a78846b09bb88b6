using Vitrine.Settings;

namespace Vitrine.Storage.S3.Making;

/// <summary>One thing about the bucket that can be looked at and made.</summary>
/// <param name="Detail">How it should be, for a person.</param>
/// <param name="LookAsync">How it is, without changing it.</param>
/// <param name="MakeAsync">Makes it so; called only where the look said that there is something to do.</param>
internal sealed record BucketStep(string Name, string Detail, Func<CancellationToken, Task<Sight>> LookAsync, Func<CancellationToken, Task> MakeAsync)
{
    /// <summary>False where it can be looked at before there is a bucket.</summary>
    public bool NeedsBucket { get; init; } = true;

    /// <summary>What a setting leaves out; the detail says which.</summary>
    public static BucketStep LeftOut(string name, string detail) =>
        new(name, detail, _ => Task.FromResult(new Sight(ProvisioningState.LeftOut)), _ => Task.CompletedTask) { NeedsBucket = false };
}

/// <param name="Otherwise">What it is instead, where it differs.</param>
internal readonly record struct Sight(ProvisioningState State, string? Otherwise = null)
{
    public static readonly Sight ToDo = new(ProvisioningState.ToDo);
    public static readonly Sight There = new(ProvisioningState.There);
    public static readonly Sight NotOffered = new(ProvisioningState.NotOffered);

    public static Sight Of(bool isThere) => isThere ? There : ToDo;

    public static Sight Differs(string otherwise) => new(ProvisioningState.Differs, otherwise);
}
