using System.Collections.Concurrent;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>
/// Lets the tests of the whole site run on DynamoDB: with <c>VITRINE_TEST_METADATA=dynamodb</c> each data folder has a table beside it
/// that stays as long as the world that owns the folder.
/// </summary>
internal static class SiteMetadata
{
    private static readonly ConcurrentDictionary<string, Task<TestTable>> Tables = new();

    /// <summary>Null where sites keep their metadata in their folder.</summary>
    public static async Task<TestTable?> OfAsync(string folder) =>
        Environment.GetEnvironmentVariable("VITRINE_TEST_METADATA") == "dynamodb" ? await Tables.GetOrAdd(folder, _ => TestTable.CreateAsync()) : null;

    public static async ValueTask ForgetAsync(string folder)
    {
        if (Tables.TryRemove(folder, out var table)) await (await table).DisposeAsync();
    }
}
