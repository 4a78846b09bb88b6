namespace Vitrine.Settings;

/// <summary>
/// Looks closer at something the site stands on than a start does, for <c>doctor</c>. May take seconds; changes nothing. What is wrong is a
/// fact with its remedy, not an exception.
/// </summary>
public interface IExamination
{
    Task<IReadOnlyList<SiteFact>> ExamineAsync(CancellationToken cancellationToken);
}
