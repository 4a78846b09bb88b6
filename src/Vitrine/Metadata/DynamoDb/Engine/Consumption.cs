using Amazon.DynamoDBv2.Model;

namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>Read and write units that this process used, as DynamoDB reports them: what the bill is made of.</summary>
internal sealed class Consumption
{
    private readonly Lock counting = new();
    private double reads;
    private double writes;

    public (double Reads, double Writes) Total
    {
        get
        {
            lock (counting) return (reads, writes);
        }
    }

    public void Read(ConsumedCapacity? consumed)
    {
        lock (counting) reads += consumed?.CapacityUnits ?? 0;
    }

    public void Written(ConsumedCapacity? consumed)
    {
        lock (counting) writes += consumed?.CapacityUnits ?? 0;
    }
}
