using Vitrine.Features.Delivery;
using Vitrine.Storage;

namespace Vitrine.Tests.Features.Delivery;

public class SmallFilesTests
{
    [Fact]
    public void What_was_used_stays_and_what_was_not_goes()
    {
        var files = new SmallFiles(3000);
        files.Add(Key(1), new byte[1000]);
        files.Add(Key(2), new byte[1000]);
        files.Add(Key(3), new byte[1000]);
        files.Find(Key(1));

        files.Add(Key(4), new byte[1000]);

        Assert.NotNull(files.Find(Key(1)));
        Assert.Null(files.Find(Key(2)));
        Assert.NotNull(files.Find(Key(3)));
        Assert.NotNull(files.Find(Key(4)));
    }

    [Fact]
    public void Big_files_and_a_memory_of_nothing_hold_nothing()
    {
        var files = new SmallFiles(1024 * 1024);
        files.Add(Key(1), new byte[SmallFiles.Largest + 1]);
        Assert.Null(files.Find(Key(1)));

        var none = new SmallFiles(0);
        none.Add(Key(1), new byte[1]);
        Assert.Null(none.Find(Key(1)));
    }

    [Fact]
    public void Many_at_once_never_hold_more_than_the_limit()
    {
        var files = new SmallFiles(100_000);
        Parallel.For(0, 20_000, i =>
        {
            files.Add(Key(i % 500), new byte[1000]);
            files.Find(Key(i % 37));
        });

        Assert.InRange(Enumerable.Range(0, 500).Count(i => files.Find(Key(i)) is not null), 1, 100);
    }

    private static BlobKey Key(int number) => new($"renditions/{number}");
}
