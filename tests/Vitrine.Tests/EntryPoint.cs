using Vitrine.Tests.Nodes;
using Xunit.MicrosoftTestingPlatform;

namespace Vitrine.Tests;

/// <summary>Runs the tests; or, for <c>./run cluster</c>, what they stand on without them.</summary>
internal static class EntryPoint
{
    public static Task<int> Main(string[] args) => args is ["cluster", .. var rest]
        ? Stand.RunAsync(rest, Console.Out)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
