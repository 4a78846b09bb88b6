using Microsoft.Extensions.Time.Testing;

namespace Vitrine.Tests;

public static class Passing
{
    /// <summary>Days go by for a running site without each tick of each second of theirs: what is due is due, and no timer of a part goes off.</summary>
    public static void Pass(this FakeTimeProvider time, TimeSpan span) => time.AdjustTime(time.GetUtcNow() + span);
}
