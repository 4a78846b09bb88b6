using Vitrine.Storage;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends;

public sealed class S3BlobStoreTests : BlobStoreContract
{
    protected override async ValueTask<TestStore> CreateAsync() => await S3TestStore.CreateMarkedAsync();
}

public sealed class S3PartialWritesTests : PartialWritesContract
{
    protected override async ValueTask<TestStore> CreateAsync() => await S3TestStore.CreateMarkedAsync();
}

public sealed class S3DirectWritesTests : DirectWritesContract
{
    protected override async ValueTask<(TestStore Store, IDirectWrites Direct)> CreateAsync()
    {
        var store = await S3TestStore.CreateMarkedAsync(options => options.DirectUploads = true);
        return (store, store.Direct);
    }
}

public sealed class S3MarkerTests : StoreMarkerContract
{
    protected override async ValueTask<TestStore> CreateUnmarkedAsync() => await S3TestStore.CreateAsync();
}
