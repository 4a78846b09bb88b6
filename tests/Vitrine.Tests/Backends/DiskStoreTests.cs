using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends;

public sealed class DiskBlobStoreTests : BlobStoreContract
{
    protected override async ValueTask<TestStore> CreateAsync() => await DiskStore.CreateMarkedAsync();
}

public sealed class DiskPartialWritesTests : PartialWritesContract
{
    protected override async ValueTask<TestStore> CreateAsync() => await DiskStore.CreateMarkedAsync();
}

public sealed class DiskMarkerTests : StoreMarkerContract
{
    protected override ValueTask<TestStore> CreateUnmarkedAsync() => ValueTask.FromResult<TestStore>(new DiskStore());
}
