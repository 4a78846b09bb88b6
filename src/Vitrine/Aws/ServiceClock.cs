using System.Globalization;
using Vitrine.Settings;

namespace Vitrine.Aws;

/// <summary>Whether this machine's clock is right enough to sign requests.</summary>
internal static class ServiceClock
{
    /// <summary>AWS refuses what is signed 15 minutes off; a third of it is time enough to mend the clock.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    /// <summary>Every answer of a service says what time it has, also one that refuses.</summary>
    /// <param name="whose">Such as "the store".</param>
    public static async Task<SiteFact> ExamineAsync(string whose, HttpClient http, string address, TimeProvider time, CancellationToken cancellationToken)
    {
        var name = $"Clock, beside {whose}'s";
        using var question = new HttpRequestMessage(HttpMethod.Get, address);
        using var answer = await http.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.Headers.Date is not { } theirs) return new SiteFact(name, $"{whose} does not say its time");
        var skew = (time.GetUtcNow() - theirs).Duration();
        var value = string.Create(CultureInfo.InvariantCulture, $"{skew.TotalSeconds:0} s apart");
        return new SiteFact(name, value, skew > MostSkew ? "The clock of this machine is wrong, and requests signed 15 minutes off are refused: set it, and let it be kept right (NTP)." : null);
    }
}
