using System.Collections.Concurrent;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>What a front does to a request instead of answering it.</summary>
public enum Fault
{
    None,

    /// <summary>Another write was at one of the rows: nothing happened.</summary>
    Conflict,

    /// <summary>More than the table's throughput: nothing happened.</summary>
    Throttled,

    /// <summary>The connection breaks before anything happened.</summary>
    LostRequest,

    /// <summary>It happened, and the connection breaks before the answer.</summary>
    LostAnswer,

    /// <summary>It is never answered.</summary>
    Hang,

    /// <summary>Whoever asks may not.</summary>
    Denied,

    /// <summary>Whoever asks has credentials of yesterday.</summary>
    Expired,
}

/// <summary>Which requests of which table meet a fault; every world has a table of its own.</summary>
public sealed class Faults
{
    private readonly ConcurrentDictionary<string, Func<string, Fault>> plans = new();

    /// <param name="table">Only requests of this table are asked about.</param>
    /// <param name="plan">From the operation's name, e.g. <c>PutItem</c>; called from many threads.</param>
    public void Plan(string table, Func<string, Fault> plan) => plans[table] = plan;

    public static bool IsWrite(string operation) => operation is "PutItem" or "UpdateItem" or "DeleteItem" or "TransactWriteItems";

    public void End(string table) => plans.TryRemove(table, out _);

    internal Fault Of(string table, string operation) => plans.TryGetValue(table, out var plan) ? plan(operation) : Fault.None;
}
