namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>
/// One SQL text of ours, made once. Every connection keeps its prepared statement in the slot of the same number, so that finding
/// it costs no hashing of the text. Never made from anything a client sent.
/// </summary>
internal sealed class Sql(string text)
{
    private static int made;

    public string Text { get; } = text;

    public int Slot { get; } = Interlocked.Increment(ref made) - 1;
}
