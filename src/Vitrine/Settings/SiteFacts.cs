namespace Vitrine.Settings;

/// <summary>What a part says of itself to whoever runs the site: versions, what is in force. Printed at start and on the storage page.</summary>
public interface ISiteFacts
{
    Task<IReadOnlyList<SiteFact>> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="Warning">What is wrong with it and what to do; null when all is well.</param>
public sealed record SiteFact(string Name, string Value, string? Warning = null);
