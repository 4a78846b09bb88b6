namespace Vitrine.Settings;

/// <summary>
/// Something outside this machine that the site needs and that can be made by its settings. Making it again changes nothing that is as it
/// should be, and never changes silently what differs: that is reported.
/// </summary>
public interface IProvisioning
{
    /// <summary>For a sentence, e.g. "the DynamoDB table vitrine".</summary>
    string What { get; }

    /// <summary>What making would do, without doing it. The first step is to do only where the thing itself is not there.</summary>
    Task<IReadOnlyList<ProvisioningStep>> PlanAsync(CancellationToken cancellationToken);

    /// <summary>Makes what is missing and waits until it can be used. A cancel leaves what was made; running it again goes on.</summary>
    Task<IReadOnlyList<ProvisioningStep>> MakeAsync(CancellationToken cancellationToken);
}

/// <param name="Name">E.g. "point-in-time recovery".</param>
/// <param name="Detail">What it is or should be, for a person.</param>
public sealed record ProvisioningStep(string Name, string Detail, ProvisioningState State);

public enum ProvisioningState
{
    ToDo,
    Done,

    /// <summary>It is as it should be.</summary>
    There,

    /// <summary>It is otherwise than the settings say; nothing was changed.</summary>
    Differs,

    /// <summary>The endpoint, which is not AWS, does not know it.</summary>
    NotOffered,

    /// <summary>A setting leaves it out; the detail says which.</summary>
    LeftOut,
}
